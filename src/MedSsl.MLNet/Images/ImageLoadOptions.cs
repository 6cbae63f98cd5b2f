using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>How an image of any proportions becomes a square.</summary>
public enum ResizeMode
{
    /// <summary>The whole image, centred, with black on two sides.</summary>
    Pad,

    /// <summary>The largest centred square of the image.</summary>
    CentreCrop,
}

/// <summary>What to do with an image that cannot be read.</summary>
public enum BadImagePolicy
{
    /// <summary>Throws: the error names the file, what is wrong with it, and the remedy.</summary>
    Stop,

    /// <summary>The row gets a missing image (all NaN); training, scoring and evaluation leave it out and count it. Each file is reported once.</summary>
    Skip,
}

/// <summary>An image that could not be read.</summary>
/// <param name="Path">The path, as it stood in the data.</param>
/// <param name="Reason">What is wrong with the file.</param>
public sealed record BadImageReport(string Path, string Reason);

/// <summary>How <c>ml.MedicalImages.Load</c> reads images.</summary>
public sealed record ImageLoadOptions
{
    internal const int MostFrames = 1_000_000;

    /// <summary>1 (gray, the default: X-rays; colour becomes gray by ITU-R BT.601 luma) or 3 (red, green, blue; gray is repeated).</summary>
    public int Channels { get; init; } = 1;

    /// <summary>How an image that is not square becomes one.</summary>
    public ResizeMode Resize { get; init; } = ResizeMode.Pad;

    /// <summary>
    /// Which frame of a DICOM file, or page of a TIFF file, is read: from 1. Null (the default) reads files with one; a file with several is then an
    /// unreadable image.
    /// </summary>
    public int? Frame { get; init; }

    /// <summary>Which values of a gray DICOM image become black and white; the file's own window by default. Other kinds of file keep their values.</summary>
    public WindowOptions Window { get; init; } = new();

    /// <summary>
    /// Whether the system's libjpeg-turbo, where there is one, decodes large JPEG files at a half, quarter or eighth of their size, never below twice the size
    /// asked for: faster, but pixels differ from the whole image's by 0.3 to 0.9 of 255 levels on average (at sharp edges by up to 100), and from those of a
    /// machine without the library. False, the default, decodes the whole image everywhere.
    /// </summary>
    public bool JpegAtReducedScale { get; init; }

    /// <summary>What to do with an image that cannot be read.</summary>
    public BadImagePolicy OnBadImage { get; init; } = BadImagePolicy.Stop;

    /// <summary>Told once about each file that is skipped, from any thread, beside a warning in ML.NET's log; not saved with the model.</summary>
    [JsonIgnore]
    public Action<BadImageReport>? BadImageFound { get; init; }

    /// <summary>
    /// Where prepared images are kept between epochs, stages and runs; null, the default, for nowhere. Training then keeps the images there and not in memory
    /// (without a cache in memory, a byte a pixel for 8-bit images, and beyond half of the memory in a temporary file).
    /// Belongs to whoever made it; not saved with the model.
    /// </summary>
    [JsonIgnore]
    public ImageCache? Cache { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (Channels is not (1 or 3))
            throw new ArgumentException($"{nameof(Channels)} is {Channels}; it must be 1 (gray) or 3 (red, green, blue).");
        OptionChecks.Defined(nameof(Resize), Resize);
        if (Frame is { } frame)
            OptionChecks.InRange(nameof(Frame), frame, 1, MostFrames);
        ArgumentNullException.ThrowIfNull(Window);
        Window.Validate();
        OptionChecks.Defined(nameof(OnBadImage), OnBadImage);
    }
}
