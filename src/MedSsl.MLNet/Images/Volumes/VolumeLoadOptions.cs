using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>Which way the axes of loaded volumes run: the source's axes are put in order and turned round, none is cut at an angle.</summary>
public enum VolumeOrientation
{
    /// <summary>Width runs to the patient's left, height to the back (posterior), depth to the head (superior): slices as DICOM viewers show them.</summary>
    Lps,

    /// <summary>Width runs to the patient's right, height to the front (anterior), depth to the head (superior): NIfTI's coordinates.</summary>
    Ras,

    /// <summary>As the file has them: x, y and z of NIfTI, or columns, rows and slices of DICOM, become width, height and depth.</summary>
    AsStored,
}

/// <summary>How values between voxels are made.</summary>
public enum VolumeInterpolation
{
    /// <summary>Trilinear; averages what falls together where a volume becomes coarser.</summary>
    Linear,

    /// <summary>The nearest voxel's value: for masks, whose values are names of classes.</summary>
    Nearest,
}

/// <summary>The distance between voxels' centres in mm.</summary>
/// <param name="Depth">From slice to slice: 0.01 to 1,000, normally 1 to 5.</param>
/// <param name="Height">From row to row: 0.01 to 1,000, normally 0.5 to 3.</param>
/// <param name="Width">From column to column: 0.01 to 1,000, normally 0.5 to 3.</param>
public sealed record VolumeSpacing(double Depth, double Height, double Width)
{
    /// <summary>The same distance in all directions.</summary>
    /// <param name="millimetres">0.01 to 1,000, normally 1 to 3.</param>
    public static VolumeSpacing Isotropic(double millimetres) => new(millimetres, millimetres, millimetres);
}

/// <summary>How <c>ml.MedicalImages.LoadVolume</c> reads volumes.</summary>
public sealed record VolumeLoadOptions
{
    internal const int MostFrames = 1_000_000;

    /// <summary>
    /// The distance between voxels of the loaded volumes: each is resampled to it, then its middle is cut out or it is padded with the lowest value. Null (the
    /// default) stretches each whole volume to the grid instead, whatever its proportions; distances then differ from row to row.
    /// </summary>
    public VolumeSpacing? Spacing { get; init; }

    /// <summary>Which way the axes run.</summary>
    public VolumeOrientation Orientation { get; init; } = VolumeOrientation.Lps;

    /// <summary>How values between voxels are made.</summary>
    public VolumeInterpolation Interpolation { get; init; } = VolumeInterpolation.Linear;

    /// <summary>
    /// Which values become 0 and 1, as for images. The file's window is that of a DICOM series, or cal_min and cal_max of NIfTI; where there is none, or slices have
    /// different ones, the range of the values. Null keeps the values as they are: Hounsfield units for CT, classes for masks.
    /// </summary>
    public WindowOptions? Window { get; init; } = new();

    /// <summary>Which volume of a NIfTI file of four dimensions is read: from 1. Null (the default) reads files with one; one with several is then unreadable.</summary>
    public int? Frame { get; init; }

    /// <summary>
    /// Which series (Series Instance UID) of folders that hold several is read; null (the default) for folders that hold one. A path to any file of a series names
    /// the series too.
    /// </summary>
    public string? SeriesInstanceUid { get; init; }

    /// <summary>
    /// A second column, or null (the default) for none: <c>Vector&lt;Single, 30&gt;</c> with slot names, the source's size, its spacing in mm, its affine, and the loaded
    /// volume's affine. An affine is 3 rows of 4 numbers: (width, height, depth, 1) to mm in DICOM's patient coordinates (left, posterior, superior).
    /// </summary>
    public string? GeometryColumnName { get; init; }

    /// <summary>What to do with a volume that cannot be read.</summary>
    public BadImagePolicy OnBadImage { get; init; } = BadImagePolicy.Stop;

    /// <summary>Told once about each volume that is skipped, from any thread, beside a warning in ML.NET's log; not saved with the model.</summary>
    [JsonIgnore]
    public Action<BadImageReport>? BadImageFound { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (Spacing is { } spacing)
        {
            OptionChecks.InRange($"{nameof(Spacing)}.{nameof(spacing.Depth)}", spacing.Depth, 0.01, 1000);
            OptionChecks.InRange($"{nameof(Spacing)}.{nameof(spacing.Height)}", spacing.Height, 0.01, 1000);
            OptionChecks.InRange($"{nameof(Spacing)}.{nameof(spacing.Width)}", spacing.Width, 0.01, 1000);
        }
        OptionChecks.Defined(nameof(Orientation), Orientation);
        OptionChecks.Defined(nameof(Interpolation), Interpolation);
        Window?.Validate();
        if (Frame is { } frame)
            OptionChecks.InRange(nameof(Frame), frame, 1, MostFrames);
        if (SeriesInstanceUid is { Length: 0 or > 64 })
            throw new ArgumentException($"{nameof(SeriesInstanceUid)} has {SeriesInstanceUid.Length} characters; it must have 1 to 64, or be null.");
        if (GeometryColumnName is "")
            throw new ArgumentException($"{nameof(GeometryColumnName)} is empty; it must be the name of a column, or null.");
        OptionChecks.Defined(nameof(OnBadImage), OnBadImage);
    }
}
