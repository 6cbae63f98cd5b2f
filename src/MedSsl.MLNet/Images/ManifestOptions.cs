namespace MedSsl.MLNet;

/// <summary>How <c>ml.MedicalImages.LoadManifest</c> reads manifests.</summary>
public sealed record ManifestOptions
{
    /// <summary>The labels, in this order; every other column is text then. Null (default): every column that is not a known one is a label.</summary>
    public IReadOnlyList<string>? LabelColumns { get; init; }

    /// <summary>Keep only rows whose split is one of these, such as "train"; null (default) keeps all.</summary>
    public IReadOnlyList<string>? Splits { get; init; }

    /// <summary>Whether to keep rows that have a duplicate_of: they show an image that another row shows too.</summary>
    public bool KeepDuplicates { get; init; }

    /// <summary>Whether to look at once whether every image file exists; otherwise a missing file is found when it is read.</summary>
    public bool CheckFiles { get; init; }
}
