using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A residual network without its classifier: [N, C, H, W] pixels in [0, 1] to [N, FeatureSize], the global average of the last stage. He et al.
/// (2015), arXiv 1512.03385; parameter names and numbers are torchvision's, so that its weights can be loaded.
/// </summary>
/// <remarks>Departure: the pixels are normalised here, with the specification's mean and deviation, and not where they are read.</remarks>
internal sealed class ResNet : Layer
{
    private readonly EncoderSpec _spec;
    private readonly Convolution _convolution;
    private readonly BatchNormalisation _normalisation;
    private readonly ResidualStage[] _stages = new ResidualStage[4];

    internal ResNet(EncoderSpec spec, int channels, Generator? initialisation) : base(nameof(ResNet))
    {
        _spec = spec;
        channels = PixelNormalisation.Channels(spec, channels);
        _convolution = spec.SmallImageStem
            ? new Convolution(channels, spec.StemChannels, 3, 1, initialisation)
            : new Convolution(channels, spec.StemChannels, 7, 2, initialisation);
        _normalisation = new BatchNormalisation(spec.StemChannels);
        register_module("conv1", _convolution);
        register_module("bn1", _normalisation);

        int from = spec.StemChannels;
        for (int i = 0; i < 4; i++)
        {
            int inner = spec.StemChannels << i;
            _stages[i] = new ResidualStage(from, inner, spec.Blocks[i], spec.Expansion > 1, i == 0 ? 1 : 2, initialisation);
            register_module($"layer{i + 1}", _stages[i]);
            from = inner * spec.Expansion;
        }
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var value = ChannelsLast.Of(PixelNormalisation.Apply(_spec, input));
        value = _normalisation.call(_convolution.call(value)).relu_();
        if (!_spec.SmallImageStem)
            value = nn.functional.max_pool2d(value, 3, 2, 1);
        foreach (var stage in _stages)
            value = stage.call(value);
        return value.mean([2, 3]).MoveToOuterDisposeScope();
    }
}

/// <summary>The blocks between two changes of size, named "0", "1", … as in torchvision.</summary>
internal sealed class ResidualStage : Layer
{
    private readonly ResidualBlock[] _blocks;

    internal ResidualStage(int inChannels, int innerChannels, int blocks, bool bottleneck, int stride, Generator? initialisation)
        : base(nameof(ResidualStage))
    {
        _blocks = new ResidualBlock[blocks];
        for (int i = 0; i < blocks; i++)
        {
            _blocks[i] = i == 0
                ? new ResidualBlock(inChannels, innerChannels, bottleneck, stride, initialisation)
                : new ResidualBlock(bottleneck ? 4 * innerChannels : innerChannels, innerChannels, bottleneck, 1, initialisation);
            register_module($"{i}", _blocks[i]);
        }
    }

    public override Tensor forward(Tensor input)
    {
        foreach (var block in _blocks)
            input = block.call(input);
        return input;
    }
}
