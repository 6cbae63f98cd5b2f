using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Batch normalisation over [N, C] or [N, C, H, W]: Ioffe and Szegedy (2015), arXiv 1502.03167; running statistics with momentum 0.1, ε 1e-5.
/// Parameters and buffers are named as PyTorch's.
/// </summary>
internal sealed class BatchNormalisation : nn.Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;
    private readonly Parameter _weight;
    private readonly Parameter _bias;
    private readonly Tensor _runningMean;
    private readonly Tensor _runningVariance;
    private readonly Tensor _batches;

    internal BatchNormalisation(int channels) : base(nameof(BatchNormalisation))
    {
        _weight = Layers.Parameter(() => ones(channels));
        _bias = Layers.Parameter(() => zeros(channels));
        _runningMean = Layers.Kept(() => zeros(channels));
        _runningVariance = Layers.Kept(() => ones(channels));
        _batches = Layers.Kept(() => zeros([], ScalarType.Int64));
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
        register_buffer("running_mean", _runningMean);
        register_buffer("running_var", _runningVariance);
        register_buffer("num_batches_tracked", _batches);
    }

    public override Tensor forward(Tensor input)
    {
        if (training)
            _batches.add_(1);
        return nn.functional.batch_norm(input, _runningMean, _runningVariance, _weight, _bias, training, Momentum, Epsilon);
    }
}
