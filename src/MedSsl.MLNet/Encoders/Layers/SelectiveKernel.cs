using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A selective kernel in place of a bottleneck's 3×3 convolution and its normalisation, [N, C, H, W] to [N, C, H / stride, W / stride]: Li et al. (2019),
/// arXiv 1903.06586, in the form of SimCLRv2's code.
/// </summary>
/// <remarks>
/// One 3×3 convolution with 2C filters, normalised and rectified, is two streams of C channels. The mean over all pixels of their sum goes through a
/// 1×1 convolution to max(C / 16, 32) units, normalisation, ReLU and a 1×1 convolution to 2C numbers; the softmax of each channel's two numbers weighs
/// its two streams. (Li et al. have kernels of different sizes in their streams, and groups.)
/// </remarks>
internal sealed class SelectiveKernel : Layer
{
    private readonly int _channels;
    private readonly Convolution _streams;
    private readonly BatchNormalisation _normalisation;
    private readonly Convolution _squeeze;
    private readonly BatchNormalisation _squeezeNormalisation;
    private readonly Convolution _mix;

    internal SelectiveKernel(int channels, int stride, Generator? initialisation) : base(nameof(SelectiveKernel))
    {
        int squeezed = Math.Max(channels / 16, 32);
        _channels = channels;
        _streams = new Convolution(channels, 2 * channels, 3, stride, initialisation);
        _normalisation = new BatchNormalisation(2 * channels);
        _squeeze = new Convolution(channels, squeezed, 1, 1, initialisation);
        _squeezeNormalisation = new BatchNormalisation(squeezed);
        _mix = new Convolution(squeezed, 2 * channels, 1, 1, initialisation);
        register_module("conv", _streams);
        register_module("bn", _normalisation);
        register_module("squeeze", _squeeze);
        register_module("squeeze_bn", _squeezeNormalisation);
        register_module("mix", _mix);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var streams = _normalisation.call(_streams.call(input)).relu_();
        var means = streams.mean([2, 3], true);
        var mixing = _mix.OfOnePixel(_squeezeNormalisation.call(_squeeze.OfOnePixel(First(means) + Second(means))).relu_());
        // The softmax of two numbers is the logistic function of their difference.
        var share = (First(mixing) - Second(mixing)).sigmoid_();
        return Second(streams).lerp(First(streams), share).MoveToOuterDisposeScope();
    }

    private Tensor First(Tensor both) => both.narrow(1, 0, _channels);

    private Tensor Second(Tensor both) => both.narrow(1, _channels, _channels);
}
