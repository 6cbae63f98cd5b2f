namespace MedSsl.MLNet;

/// <summary>How labels count that a data set calls uncertain (CheXpert, arXiv:1901.07031).</summary>
public enum UncertainLabels
{
    /// <summary>As unknown: the label is left out of the loss and of metrics (U-Ignore).</summary>
    Ignore,

    /// <summary>As present (U-Ones).</summary>
    Ones,

    /// <summary>As absent (U-Zeros).</summary>
    Zeros,
}

/// <summary>How labels count that a data set leaves empty.</summary>
public enum BlankLabels
{
    /// <summary>As unknown.</summary>
    Unknown,

    /// <summary>As absent: what a report does not mention is not there.</summary>
    Absent,
}

/// <summary>How several rows of one image become one.</summary>
public enum RowCombination
{
    /// <summary>The first counts.</summary>
    First,

    /// <summary>A label is present if any row says so.</summary>
    Any,

    /// <summary>A label is present if more than half of the rows that know say so.</summary>
    Majority,
}

/// <summary>How a data set becomes a manifest; null leaves the description's own choice.</summary>
public sealed record DatasetOptions
{
    /// <summary>How uncertain labels count.</summary>
    public UncertainLabels? Uncertain { get; init; }

    /// <summary>How empty labels count.</summary>
    public BlankLabels? Blank { get; init; }

    /// <summary>How several rows of one image become one.</summary>
    public RowCombination? Combine { get; init; }

    /// <summary>The labels to keep, in this order; null (default) keeps all.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Whether images whose file is not there are kept; they are left out otherwise, and counted.</summary>
    public bool KeepMissing { get; init; }
}
