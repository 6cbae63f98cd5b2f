using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The linear layer from features to one logit a label.</summary>
/// <remarks>Unless set, it starts from weights of 0 and the labels' log-odds as bias: the loss starts at the labels' entropy, and no random number is needed.</remarks>
internal sealed class MultiLabelHead : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    internal MultiLabelHead(int featureSize, float[] initialBias)
        : base(nameof(MultiLabelHead))
    {
        weight = new Parameter(zeros(initialBias.Length, featureSize, ScalarType.Float32));
        bias = new Parameter(tensor(initialBias, ScalarType.Float32));
        RegisterComponents();
    }

    /// <summary>[N, features] to [N, labels].</summary>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);

    /// <summary>Takes over weights that were fitted elsewhere.</summary>
    internal void Set(LinearScorer scorer)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        bias.copy_(tensor(scorer.Bias, ScalarType.Float32));
        weight.copy_(tensor(scorer.Weight, ScalarType.Float32).view(scorer.Bias.Length, scorer.FeatureSize));
    }

    /// <summary>The weights as plain numbers, for scoring.</summary>
    internal LinearScorer ToScorer()
    {
        using var scope = NewDisposeScope();
        return new(bias.cpu().data<float>().ToArray(), weight.cpu().data<float>().ToArray());
    }
}
