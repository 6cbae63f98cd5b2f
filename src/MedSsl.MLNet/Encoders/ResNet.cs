using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A residual network without its classifier: [N, C, H, W] pixels in [0, 1] to [N, FeatureSize], the global average of the last stage, and the kept
/// layers of a projection head behind it. He et al. (2015), arXiv 1512.03385; parameter names and numbers are torchvision's where torchvision has the
/// layer, so that its weights can be loaded.
/// </summary>
/// <remarks>Departure: the pixels are normalised here, with the specification's mean and deviation, and not where they are read.</remarks>
internal sealed class ResNet : Layer, ISegmented, IReducedPrecision
{
    private readonly EncoderSpec _spec;
    private readonly Layer _convolution;
    private readonly BatchNormalisation _normalisation;
    private readonly KeptLayers? _head;

    internal ResNet(EncoderSpec spec, int channels, Generator? initialisation) : base(nameof(ResNet))
    {
        _spec = spec;
        channels = PixelNormalisation.Channels(spec, channels);
        _convolution = spec switch
        {
            { SmallImageStem: true } => new Convolution(channels, spec.StemChannels, 3, 1, initialisation),
            { SelectiveKernels: true } => new DeepStem(channels, spec.StemChannels, initialisation),
            _ => new Convolution(channels, spec.StemChannels, 7, 2, initialisation),
        };
        _normalisation = new BatchNormalisation(spec.StemChannels);
        register_module("conv1", _convolution);
        register_module("bn1", _normalisation);

        var segments = new List<Func<Tensor, Tensor>> { Stem };
        int from = spec.StemChannels;
        for (int i = 0; i < 4; i++)
        {
            var stage = new ResidualStage(from, spec.StemChannels << i, spec, spec.Blocks[i], i == 0 ? 1 : 2, initialisation);
            register_module($"layer{i + 1}", stage);
            segments.AddRange(stage.Blocks.Select(block => (Func<Tensor, Tensor>)block.call));
            from = stage.OutChannels;
        }
        if (spec.HeadLayers > 0)
            register_module("head", _head = new KeptLayers(spec, initialisation));
        Segments = [.. segments, Pool];
    }

    public IReadOnlyList<Func<Tensor, Tensor>> Segments { get; }

    public Precision Precision { get; set; }

    private Tensor Stem(Tensor input)
    {
        var value = ChannelsLast.Of(ReducedPrecision.Enter(PixelNormalisation.Apply(_spec, input), Precision));
        value = _normalisation.call(_convolution.call(value)).relu_();
        return _spec.SmallImageStem ? value : nn.functional.max_pool2d(value, 3, 2, 1);
    }

    /// <summary>The global average, in single precision even where the maps are not.</summary>
    private static Tensor Pool(Tensor value) => ReducedPrecision.Leave(value).mean([2, 3]);

    public Tensor Finish(Tensor pooled) =>
        _head is null ? pooled : ReducedPrecision.Leave(_head.call(ReducedPrecision.Enter(pooled, Precision)));

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Finish(SegmentedPass.Run(Segments, input)).MoveToOuterDisposeScope();
    }
}

/// <summary>The blocks between two changes of size, named "0", "1", … as in torchvision.</summary>
internal sealed class ResidualStage : Layer
{
    internal ResidualStage(int inChannels, int innerChannels, EncoderSpec spec, int blocks, int stride, Generator? initialisation)
        : base(nameof(ResidualStage))
    {
        OutChannels = spec.Expansion * innerChannels;
        Blocks = new ResidualBlock[blocks];
        for (int i = 0; i < blocks; i++)
        {
            Blocks[i] = new ResidualBlock(i == 0 ? inChannels : OutChannels, innerChannels, spec, i == 0 ? stride : 1, initialisation);
            register_module($"{i}", Blocks[i]);
        }
    }

    internal ResidualBlock[] Blocks { get; }

    internal int OutChannels { get; }

    public override Tensor forward(Tensor input)
    {
        foreach (var block in Blocks)
            input = block.call(input);
        return input;
    }
}

/// <summary>The first layers of a projection head, [N, pooled] to [N, HeadWidth], named "0", "1", ….</summary>
internal sealed class KeptLayers : Layer
{
    private readonly HeadLayer[] _layers;

    internal KeptLayers(EncoderSpec spec, Generator? initialisation) : base(nameof(KeptLayers))
    {
        _layers = new HeadLayer[spec.HeadLayers];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = new HeadLayer(i == 0 ? spec.PooledSize : spec.HeadWidth, spec.HeadWidth, hidden: true, normalise: true, initialisation);
            register_module($"{i}", _layers[i]);
        }
    }

    public override Tensor forward(Tensor input)
    {
        foreach (var layer in _layers)
            input = layer.call(input);
        return input;
    }
}
