using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A residual block: [N, in, H, W] to [N, out, H / stride, W / stride]. Basic (two 3×3 convolutions) for ResNet-18 and 34; bottleneck (1×1, 3×3, 1×1)
/// for the others, the stride on the 3×3 convolution as in torchvision ("ResNet v1.5"), where He et al. (2015), arXiv 1512.03385, put it on the first
/// 1×1.
/// </summary>
internal sealed class ResidualBlock : Layer
{
    private readonly (Convolution Convolution, BatchNormalisation Normalisation)[] _layers;
    private readonly Shortcut? _shortcut;

    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="innerChannels">Channels inside; the output has four times as many for a bottleneck, and these for a basic block.</param>
    /// <param name="bottleneck">Which of the two kinds.</param>
    /// <param name="stride">1, or 2 to halve the sides.</param>
    /// <param name="initialisation">Where the weights are drawn from; null leaves them for the caller to fill.</param>
    internal ResidualBlock(int inChannels, int innerChannels, bool bottleneck, int stride, Generator? initialisation) : base(nameof(ResidualBlock))
    {
        int outChannels = bottleneck ? 4 * innerChannels : innerChannels;
        (int In, int Out, int Kernel, int Stride)[] shapes = bottleneck
            ? [(inChannels, innerChannels, 1, 1), (innerChannels, innerChannels, 3, stride), (innerChannels, outChannels, 1, 1)]
            : [(inChannels, innerChannels, 3, stride), (innerChannels, outChannels, 3, 1)];

        _layers = new (Convolution, BatchNormalisation)[shapes.Length];
        for (int i = 0; i < shapes.Length; i++)
        {
            var (from, to, kernel, step) = shapes[i];
            _layers[i] = (new Convolution(from, to, kernel, step, initialisation), new BatchNormalisation(to));
            register_module($"conv{i + 1}", _layers[i].Convolution);
            register_module($"bn{i + 1}", _layers[i].Normalisation);
        }
        if (stride != 1 || inChannels != outChannels)
            register_module("downsample", _shortcut = new Shortcut(inChannels, outChannels, stride, initialisation));
    }

    public override Tensor forward(Tensor input)
    {
        var value = input;
        for (int i = 0; i < _layers.Length - 1; i++)
            value = _layers[i].Normalisation.call(_layers[i].Convolution.call(value)).relu_();
        value = _layers[^1].Normalisation.call(_layers[^1].Convolution.call(value));
        return value.add_(_shortcut is null ? input : _shortcut.call(input)).relu_();
    }
}

/// <summary>
/// The projection of a residual block whose shape changes: a 1×1 convolution and its normalisation, named "0" and "1" as in torchvision.
/// </summary>
internal sealed class Shortcut : Layer
{
    private readonly Convolution _convolution;
    private readonly BatchNormalisation _normalisation;

    internal Shortcut(int inChannels, int outChannels, int stride, Generator? initialisation) : base(nameof(Shortcut))
    {
        _convolution = new Convolution(inChannels, outChannels, 1, stride, initialisation);
        _normalisation = new BatchNormalisation(outChannels);
        register_module("0", _convolution);
        register_module("1", _normalisation);
    }

    public override Tensor forward(Tensor input) => _normalisation.call(_convolution.call(input));
}
