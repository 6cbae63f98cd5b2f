using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The projection of a residual block whose shape changes: a 1×1 convolution and its normalisation, named "0" and "1" as in torchvision. ResNet-D's
/// (He et al. 2018, arXiv 1812.01187) averages 2×2 pixels first, where a strided 1×1 convolution would skip three of four.
/// </summary>
internal sealed class Shortcut : Layer
{
    private readonly Convolution _convolution;
    private readonly BatchNormalisation _normalisation;
    private readonly AvgPool2d? _average;
    private readonly bool _strided;

    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="stride">1, or 2 to halve the sides.</param>
    /// <param name="averaged">Whether it averages first. With stride 1 it does too, as in SimCLRv2's code: the mean of a pixel, its right and its lower
    /// neighbours, of those that exist.</param>
    /// <param name="initialisation">Where the weights are drawn from; null leaves them for the caller to fill.</param>
    internal Shortcut(int inChannels, int outChannels, int stride, bool averaged, Generator? initialisation) : base(nameof(Shortcut))
    {
        _strided = stride > 1;
        if (averaged)
        {
            _average = _strided
                ? nn.AvgPool2d([2, 2], [2, 2], [0, 0], ceil_mode: true, divisor_override: 4) // an odd side's last pixel is averaged with zeros
                : nn.AvgPool2d([2, 2], [1, 1], [1, 1], count_include_pad: false);
        }
        _convolution = new Convolution(inChannels, outChannels, 1, averaged ? 1 : stride, initialisation);
        _normalisation = new BatchNormalisation(outChannels);
        register_module("0", _convolution);
        register_module("1", _normalisation);
    }

    public override Tensor forward(Tensor input) => _normalisation.call(_convolution.call(_average is null ? input : Average(_average, input)));

    private Tensor Average(AvgPool2d average, Tensor input)
    {
        var means = average.call(input);
        // The padding adds a row above and a column on the left; without them it is below and on the right only.
        return _strided ? means : means.narrow(2, 1, input.shape[2]).narrow(3, 1, input.shape[3]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _average?.Dispose();
        base.Dispose(disposing);
    }
}
