using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Batch normalisation over [N, C] or [N, C, H, W]: Ioffe and Szegedy (2015), arXiv 1502.03167; running statistics with momentum 0.1, ε 1e-5.
/// Parameters and buffers are named as PyTorch's.
/// </summary>
internal sealed class BatchNormalisation : Layer
{
    internal const double Momentum = 0.1;
    private const double Epsilon = 1e-5;
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter _bias;

    [ComponentName(Name = "running_mean")]
    private readonly Tensor _runningMean;

    [ComponentName(Name = "running_var")]
    private readonly Tensor _runningVariance;

    [ComponentName(Name = "num_batches_tracked")]
    private readonly Tensor _batches;

    internal BatchNormalisation(int channels) : base(nameof(BatchNormalisation))
    {
        _weight = Owned.Parameter(() => ones(channels));
        _bias = Owned.Parameter(() => zeros(channels));
        _runningMean = Owned.Kept(() => zeros(channels));
        _runningVariance = Owned.Kept(() => ones(channels));
        _batches = Owned.Kept(() => zeros([], ScalarType.Int64));
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
