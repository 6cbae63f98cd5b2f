using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A residual block: [N, in, H, W] to [N, out, H / stride, W / stride]. Basic (two 3×3 convolutions) for ResNet-18 and 34; bottleneck (1×1, 3×3, 1×1)
/// for the others, the stride on the 3×3 convolution as in torchvision ("ResNet v1.5"), where He et al. (2015), arXiv 1512.03385, put it on the first
/// 1×1. The 3×3 convolution of a bottleneck may be a <see cref="SelectiveKernel"/>.
/// </summary>
internal sealed class ResidualBlock : Layer
{
    private readonly List<Func<Tensor, Tensor>> _layers = [];
    private readonly Shortcut? _shortcut;

    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="innerChannels">Channels inside; the output has four times as many for a bottleneck, and these for a basic block.</param>
    /// <param name="spec">Which of the kinds.</param>
    /// <param name="stride">1, or 2 to halve the sides.</param>
    /// <param name="initialisation">Where the weights are drawn from; null leaves them for the caller to fill.</param>
    internal ResidualBlock(int inChannels, int innerChannels, EncoderSpec spec, int stride, Generator? initialisation) : base(nameof(ResidualBlock))
    {
        int outChannels = spec.Expansion * innerChannels;
        if (spec.Expansion > 1)
        {
            Add(1, inChannels, innerChannels, 1, 1, true, initialisation);
            if (spec.SelectiveKernels)
            {
                var selective = new SelectiveKernel(innerChannels, stride, initialisation);
                register_module("conv2", selective);
                _layers.Add(selective.call);
            }
            else
            {
                Add(2, innerChannels, innerChannels, 3, stride, true, initialisation);
            }
            Add(3, innerChannels, outChannels, 1, 1, false, initialisation);
        }
        else
        {
            Add(1, inChannels, innerChannels, 3, stride, true, initialisation);
            Add(2, innerChannels, outChannels, 3, 1, false, initialisation);
        }
        if (stride != 1 || inChannels != outChannels)
            register_module("downsample", _shortcut = new Shortcut(inChannels, outChannels, stride, spec.SelectiveKernels, initialisation));
    }

    private void Add(int number, int from, int to, int kernel, int stride, bool rectified, Generator? initialisation)
    {
        var convolution = new Convolution(from, to, kernel, stride, initialisation);
        var normalisation = new BatchNormalisation(to);
        register_module($"conv{number}", convolution);
        register_module($"bn{number}", normalisation);
        _layers.Add(rectified
            ? value => normalisation.call(convolution.call(value)).relu_()
            : value => normalisation.call(convolution.call(value)));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var value = input;
        foreach (var layer in _layers)
            value = layer(value);
        return value.add_(_shortcut is null ? input : _shortcut.call(input)).relu_().MoveToOuterDisposeScope();
    }
}
