using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The encoder with a projection head: [N, C, H, W] to [N, projection]; with a supervised head too, to [N, projection + labels], the logits behind the
/// projections, so that a caller that keeps outputs keeps all that the loss needs.
/// </summary>
internal sealed class ContrastiveNetwork : Layer
{
    internal ContrastiveNetwork(nn.Module<Tensor, Tensor> encoder, ProjectionHead head, MultiLabelHead? supervised = null) : base(nameof(ContrastiveNetwork))
    {
        (Encoder, Head, Supervised) = (encoder, head, supervised);
        register_module("encoder", encoder);
        register_module("head", head);
        if (supervised is not null)
            register_module("supervised", supervised);
    }

    /// <summary>The network of a stage.</summary>
    /// <param name="start">
    /// The encoder to go on from. Layers of a projection head that it has kept become the first of this head, and stay with the encoder or not as
    /// <see cref="ContrastiveOptions.KeepHeadLayers"/> says.
    /// </param>
    /// <param name="options">Already validated, with <see cref="PretrainingInput.Start"/> against <paramref name="start"/>.</param>
    /// <param name="channels">Of the images.</param>
    /// <param name="loss">Knows whether there is a supervised head.</param>
    /// <param name="generator">Where new weights are drawn from.</param>
    internal static (ContrastiveNetwork Network, EncoderSpec Spec) Create(
        TrainedEncoder? start, ContrastiveOptions options, int channels, ContrastiveLoss loss, Generator generator)
    {
        var body = (start?.Spec ?? options.Encoder ?? Encoders.ResNet18()).Body;
        int hidden = options.ProjectionHidden ?? (start?.Spec.HeadLayers > 0 ? start.Spec.HeadWidth : body.FeatureSize);
        int kept = options.KeepHeadLayers;
        var spec = kept == 0 ? body : body with { HeadLayers = kept, HeadWidth = hidden };

        bool allFromStart = kept <= start?.Spec.HeadLayers;
        var encoder = EncoderFactory.Create(spec, channels, allFromStart ? null : generator);
        var head = new ProjectionHead(
            spec.FeatureSize, kept, options.ProjectionLayers, hidden, options.ProjectionSize, options.NormaliseProjections, generator);
        var network = new ContrastiveNetwork(encoder, head, loss.NewSupervisedHead(spec.FeatureSize));
        start?.Weights.CopyTo(new Dictionary<string, Tensor>(
            [.. encoder.state_dict(), .. head.state_dict().Select(entry => KeyValuePair.Create("head." + entry.Key, entry.Value))]));
        return (network, spec);
    }

    internal nn.Module<Tensor, Tensor> Encoder { get; }

    internal ProjectionHead Head { get; }

    /// <summary>The linear layer of the supervised term, or null.</summary>
    internal MultiLabelHead? Supervised { get; }

    public override Tensor forward(Tensor input) => Outputs(Encoder.call(input));

    /// <summary>From features to what the loss needs.</summary>
    internal Tensor Outputs(Tensor features)
    {
        if (Supervised is null)
            return Head.call(features);
        using var scope = NewDisposeScope();
        return cat([Head.call(features), Supervised.call(features)], 1).MoveToOuterDisposeScope();
    }
}
