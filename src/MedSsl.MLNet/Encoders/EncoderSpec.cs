using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>
/// What an encoder is built from: everything but its weights. It serialises to JSON whole, and two equal specifications build the same network.
/// Get one from <see cref="Encoders"/>.
/// </summary>
public sealed record EncoderSpec
{
    /// <summary>The network.</summary>
    public EncoderArchitecture Architecture { get; init; }

    /// <summary>
    /// Multiplies the channels of every layer, as SimCLR's "2×" and "4×" do; 0.0625 to 8, normally 0.5, 1, 2 or 4. The stem has 64 × this
    /// channels, rounded. (torchvision's <c>wide_resnet</c> widens the bottlenecks' inner layer only.)
    /// </summary>
    public double WidthMultiplier { get; init; } = 1;

    /// <summary>
    /// True for images up to about 64 pixels a side: the 7×7 stride-2 convolution and the max pooling become one 3×3 convolution of stride 1, as
    /// SimCLR does on CIFAR-10. The feature maps are 16 times larger, and so is the work.
    /// </summary>
    public bool SmallImageStem { get; init; }

    /// <summary>
    /// True gives every bottleneck a selective kernel (Li et al. 2019, arXiv 1903.06586) in the form of SimCLRv2 (Chen et al. 2020, arXiv 2006.10029):
    /// a 3×3 convolution with twice the filters is two streams, mixed channel by channel by a softmax of what the image shows as a whole; and with it
    /// ResNet-D's stem of three 3×3 convolutions and its averaging shortcuts (He et al. 2018, arXiv 1812.01187). ResNet-50, 101 and 152 only; half as
    /// many weights again. False by default.
    /// </summary>
    public bool SelectiveKernels { get; init; }

    /// <summary>
    /// Layers of the projection head (linear, batch normalisation, ReLU) that stay behind the global average: 0, or what a pretraining stage kept by
    /// <see cref="ContrastiveOptions.KeepHeadLayers"/>; 0 to 8.
    /// </summary>
    public int HeadLayers { get; init; }

    /// <summary>Units of each of <see cref="HeadLayers"/>; 1 to 65536, and 0 where there are none.</summary>
    public int HeadWidth { get; init; }

    /// <summary>Subtracted from every pixel, which lies in [0, 1], before the first layer. 0.5 by default.</summary>
    public float PixelMean { get; init; } = 0.5f;

    /// <summary>Divides every pixel after <see cref="PixelMean"/> was subtracted; greater than 0. 0.25 by default.</summary>
    public float PixelStd { get; init; } = 0.25f;

    /// <summary>
    /// A mean for each colour, in place of <see cref="PixelMean"/>; normally null, or <see cref="ColourValues.ImageNetMean"/> for weights from
    /// elsewhere. The network then takes three channels: images of one are repeated, as <c>gray.repeat(3, 1, 1)</c> does in PyTorch.
    /// </summary>
    public ColourValues? ColourMean { get; init; }

    /// <summary>A deviation for each colour, in place of <see cref="PixelStd"/>; set where <see cref="ColourMean"/> is.</summary>
    public ColourValues? ColourStd { get; init; }

    /// <summary>
    /// The length of the feature vector: of the global average of the last stage, 512 or 2,048 at width 1, or of the kept layer of the projection head.
    /// </summary>
    [JsonIgnore]
    public int FeatureSize => HeadLayers > 0 ? HeadWidth : PooledSize;

    /// <summary>The length of the global average of the last stage.</summary>
    internal int PooledSize => StemChannels * 8 * Expansion;

    /// <summary>The same network without kept layers of a projection head.</summary>
    internal EncoderSpec Body => HeadLayers == 0 ? this : this with { HeadLayers = 0, HeadWidth = 0 };

    /// <summary>Channels after the first convolution.</summary>
    internal int StemChannels => Math.Max(1, (int)Math.Round(64 * WidthMultiplier, MidpointRounding.AwayFromZero));

    /// <summary>Output channels of a block over its inner channels: 1 for basic blocks, 4 for bottlenecks.</summary>
    internal int Expansion => Architecture >= EncoderArchitecture.ResNet50 ? 4 : 1;

    /// <summary>Blocks in each of the four stages.</summary>
    internal int[] Blocks => Architecture switch
    {
        EncoderArchitecture.ResNet18 => [2, 2, 2, 2],
        EncoderArchitecture.ResNet34 or EncoderArchitecture.ResNet50 => [3, 4, 6, 3],
        EncoderArchitecture.ResNet101 => [3, 4, 23, 3],
        EncoderArchitecture.ResNet152 => [3, 8, 36, 3],
        _ => throw new ArgumentException(OptionChecks.NotDefined(nameof(Architecture), Architecture)),
    };

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        _ = Blocks;
        OptionChecks.InRange(nameof(WidthMultiplier), WidthMultiplier, 0.0625, 8);
        if (SelectiveKernels && Expansion == 1)
        {
            throw new ArgumentException($"{nameof(SelectiveKernels)} is true, {nameof(Architecture)} is {Architecture}; only {nameof(EncoderArchitecture.ResNet50)}, " +
                $"{nameof(EncoderArchitecture.ResNet101)} and {nameof(EncoderArchitecture.ResNet152)}, which have bottlenecks, can have selective kernels.");
        }
        OptionChecks.InRange(nameof(HeadLayers), HeadLayers, 0, 8);
        OptionChecks.InRange(nameof(HeadWidth), HeadWidth, HeadLayers == 0 ? 0 : 1, HeadLayers == 0 ? 0 : 65536);
        OptionChecks.InRange(nameof(PixelMean), PixelMean, -1e6, 1e6);
        OptionChecks.InRange(nameof(PixelStd), PixelStd, 1e-6, 1e6);
        if (ColourMean is null != ColourStd is null)
            throw new ArgumentException($"Only one of {nameof(ColourMean)} and {nameof(ColourStd)} is set; set both or neither.");
        foreach (float mean in ColourMean?.ToArray() ?? [])
            OptionChecks.InRange(nameof(ColourMean), mean, -1e6f, 1e6f);
        foreach (float std in ColourStd?.ToArray() ?? [])
            OptionChecks.InRange(nameof(ColourStd), std, 1e-6f, 1e6f);
    }
}
