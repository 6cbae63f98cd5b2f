using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>A DICOM image file, its header read and its pixels left in the file.</summary>
internal sealed class DicomSeriesFile
{
    private const int StartLength = 4096;
    private static ReadOnlySpan<byte> DeflatedSyntax => "1.2.840.10008.1.2.1.99"u8;

    private DicomSeriesFile(string path, DicomDataset dataset, DicomHeader header) => (Path, Dataset, Header) = (path, dataset, header);

    internal string Path { get; }

    internal string Name => System.IO.Path.GetFileName(Path);

    internal DicomDataset Dataset { get; }

    internal DicomHeader Header { get; }

    /// <summary>The series that it belongs to; empty where it does not say.</summary>
    internal string Series => Dataset.Text(DicomTag.SeriesInstanceUID);

    /// <summary>Opens a file; null if it is no DICOM, or no image.</summary>
    /// <exception cref="DicomFault">It is a DICOM file that cannot be read, or truncated.</exception>
    internal static DicomSeriesFile? TryOpen(string path)
    {
        if (OpenHeader(path) is not { } dataset || !dataset.Contains(DicomTag.PixelData) && !dataset.Contains(DicomTag.FloatPixelData))
            return null;
        return new(path, dataset, DicomHeader.Read(dataset));
    }

    /// <summary>The header of a file; large values, the pixels among them, stay in the file. Null if it is no DICOM.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isPast">Says at which tag nothing more is needed; null for all.</param>
    /// <exception cref="DicomFault">It is a DICOM file that cannot be read, or truncated.</exception>
    internal static DicomDataset? OpenHeader(string path, Func<ParseState, bool>? isPast = null)
    {
        var start = new byte[StartLength];
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1))
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (!DicomSyntax.Is(start))
            return null;
        if (start.AsSpan().IndexOf(DeflatedSyntax) >= 0)
            DicomSyntax.CheckDeflated(System.IO.File.ReadAllBytes(path));
        DicomFile file;
        bool stopped = false;
        try
        {
            file = DicomFile.Open(path, DicomEncoding.Default, isPast is null ? null : state => stopped |= isPast(state), FileReadOption.ReadLargeOnDemand);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or DicomFault))
        {
            throw new DicomFault($"'{System.IO.Path.GetFileName(path)}' cannot be read as DICOM: it is truncated or damaged");
        }
        return stopped || !file.IsPartial ? file.Dataset : throw new DicomFault($"'{System.IO.Path.GetFileName(path)}' is truncated: it ends inside a value");
    }
}
