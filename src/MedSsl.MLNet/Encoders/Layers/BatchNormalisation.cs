using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Batch normalisation over [N, C] or [N, C, H, W]: Ioffe and Szegedy (2015), arXiv 1502.03167; running statistics with momentum 0.1, ε 1e-5.
/// Parameters and buffers are named as PyTorch's. They are single precision, and so are the sums, when the input is bfloat16; the output is what the
/// input is.
/// </summary>
internal sealed class BatchNormalisation : Layer
{
    internal const double Momentum = 0.1;
    private const double Epsilon = 1e-5;
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    [ComponentName(Name = "bias")]
    private readonly Parameter? _bias;

    [ComponentName(Name = "running_mean")]
    private readonly Tensor _runningMean;

    [ComponentName(Name = "running_var")]
    private readonly Tensor _runningVariance;

    [ComponentName(Name = "num_batches_tracked")]
    private readonly Tensor _batches;

    /// <param name="channels">C.</param>
    /// <param name="centre">False leaves the bias out.</param>
    internal BatchNormalisation(int channels, bool centre = true) : base(nameof(BatchNormalisation))
    {
        _weight = Owned.Parameter(() => ones(channels));
        _runningMean = Owned.Kept(() => zeros(channels));
        _runningVariance = Owned.Kept(() => ones(channels));
        _batches = Owned.Kept(() => zeros([], ScalarType.Int64));
        register_parameter("weight", _weight);
        if (centre)
            register_parameter("bias", _bias = Owned.Parameter(() => zeros(channels)));
        register_buffer("running_mean", _runningMean);
        register_buffer("running_var", _runningVariance);
        register_buffer("num_batches_tracked", _batches);
    }

    /// <summary>Whether a pass in training mode counts in the running statistics; see <see cref="StatisticsPause"/>.</summary>
    internal bool Tracking { get; set; } = true;

    public override Tensor forward(Tensor input)
    {
        if (training && Tracking)
            _batches.add_(1);
        // With momentum 0 the running statistics are multiplied by 1 and stay, to the bit.
        return nn.functional.batch_norm(input, _runningMean, _runningVariance, _weight, _bias, training, Tracking ? Momentum : 0, Epsilon);
    }
}
