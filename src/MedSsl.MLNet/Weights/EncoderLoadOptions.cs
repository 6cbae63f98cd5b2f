namespace MedSsl.MLNet;

/// <summary>How weights for colour images serve gray ones.</summary>
public enum GrayWeights
{
    /// <summary>The image is repeated in three channels inside the network: PyTorch's <c>gray.repeat(3, 1, 1)</c>, to the rounding.</summary>
    Repeat,

    /// <summary>
    /// The first convolution's weights are summed over the colours, which makes it a third as much work. The same numbers where all colours have one
    /// mean; else those within half a kernel of the border differ a little, as the padding cannot have three values.
    /// </summary>
    Sum,
}

/// <summary>How <see cref="Encoders.Load(string, EncoderLoadOptions?)"/> reads a file. The defaults suit most.</summary>
public sealed record EncoderLoadOptions
{
    /// <summary>Channels of the images: 1 for gray, 3 for colour; null for what the weights are made for.</summary>
    public int? Channels { get; init; }

    /// <summary>How weights for colour images serve gray ones.</summary>
    public GrayWeights Gray { get; init; }

    /// <summary>
    /// Mean of the pixels, in [0, 1], that the weights expect: one number, or one a channel. Null for what the file says; where it says nothing,
    /// ImageNet's, or 0 for programs that do not normalise.
    /// </summary>
    public IReadOnlyList<float>? PixelMean { get; init; }

    /// <summary>Deviation of the pixels; as many numbers as <see cref="PixelMean"/>, each above 0.</summary>
    public IReadOnlyList<float>? PixelStd { get; init; }

    /// <summary>What comes before the encoder's names in the file, e.g. "student.backbone."; null to recognise it.</summary>
    public string? Prefix { get; init; }

    /// <summary>Side, in pixels, of the images that the encoder is fed; 1 to 65,536. Null for what the file says, else 224, or 32 for the small-image
    /// stem.</summary>
    public int? ImageSize { get; init; }

    /// <summary>The image column that the encoder goes with until a pipeline gives it another.</summary>
    public string ImageColumnName { get; init; } = "Image";

    /// <summary>
    /// Take the file though weights are missing or of another shape; those are drawn at random from <see cref="Seed"/>. At least a tenth of the
    /// network's numbers must be there.
    /// </summary>
    public bool AllowMissing { get; init; }

    /// <summary>Where missing weights are drawn from.</summary>
    public int Seed { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (Channels is not (null or 1 or 3))
            throw new ArgumentException($"{nameof(Channels)} is {Channels}; it must be 1 or 3.");
        OptionChecks.Defined(nameof(Gray), Gray);
        if (PixelMean is null != PixelStd is null || PixelMean?.Count != PixelStd?.Count || PixelMean is { Count: not (1 or 3) })
        {
            throw new ArgumentException($"{nameof(PixelMean)} has {PixelMean?.Count ?? 0} numbers and {nameof(PixelStd)} has {PixelStd?.Count ?? 0}; " +
                "both must have 1 or both 3, or neither may be set.");
        }
        foreach (float mean in PixelMean ?? [])
            OptionChecks.InRange(nameof(PixelMean), mean, -1e6f, 1e6f);
        foreach (float std in PixelStd ?? [])
            OptionChecks.InRange(nameof(PixelStd), std, 1e-6f, 1e6f);
        if (ImageSize is { } size)
            OptionChecks.InRange(nameof(ImageSize), size, 1, 65536);
        ArgumentException.ThrowIfNullOrEmpty(ImageColumnName);
    }
}
