namespace FellowOakDicom.IO.Reader;

/// <summary>How reading ended.</summary>
public enum DicomReaderResult
{
    /// <summary>It did not end as a data set does.</summary>
    Processing,
    Success,
    Error,

    /// <summary>The caller said stop.</summary>
    Stopped,

    /// <summary>The file ended within a value.</summary>
    Suspended,
}
