namespace FellowOakDicom;

/// <summary>What is done with large values: 64 KiB or more unless told otherwise.</summary>
public enum FileReadOption
{
    /// <summary>As <see cref="ReadLargeOnDemand"/>.</summary>
    Default,

    /// <summary>They stay in the file until they are asked for: the file must stay there, a stream open.</summary>
    ReadLargeOnDemand,

    /// <summary>They are left out of the data set; so is a fragment sequence with a large fragment.</summary>
    SkipLargeTags,

    /// <summary>All is read at once.</summary>
    ReadAll,
}

/// <summary>What kind of file it is.</summary>
public enum DicomFileFormat
{
    Unknown,
    DICOM3,
    DICOM3NoPreamble,
    DICOM3NoFileMetaInfo,
    ACRNEMA1,
    ACRNEMA2,
}

/// <summary>Where a reader is, for the one who decides whether it goes on.</summary>
public sealed class ParseState
{
    /// <summary>The tag that would be read next.</summary>
    public DicomTag Tag { get; set; }

    /// <summary>0 in the file's data set, 1 in the items of its sequences.</summary>
    public int SequenceDepth { get; set; }
}
