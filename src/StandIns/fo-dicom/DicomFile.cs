using System.Text;
using FellowOakDicom.IO.Reader;

namespace FellowOakDicom;

/// <summary>
/// A DICOM file. <c>Open</c> throws <see cref="DicomFileException"/>, with the cause inside, for what is no DICOM file. A file that ends early is no error:
/// <see cref="IsPartial"/> says so and the value it ends in is missing.
/// </summary>
public class DicomFile
{
    public DicomFile()
        : this(new DicomDataset())
    {
    }

    public DicomFile(DicomDataset dataset)
    {
        Dataset = dataset;
        FileMetaInfo = new DicomFileMetaInformation();
        Format = DicomFileFormat.DICOM3;
    }

    public DicomFileFormat Format { get; protected set; }

    public DicomFileMetaInformation FileMetaInfo { get; protected set; }

    public DicomDataset Dataset { get; protected set; }

    /// <summary>The file ended early, or a caller's stop criterion was met.</summary>
    public bool IsPartial { get; protected set; }

    /// <summary>Whether a file has the letters DICM in their place.</summary>
    public static bool HasValidHeader(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var start = new byte[132];
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan(128).SequenceEqual("DICM"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static DicomFile Open(string fileName, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0) =>
        Open(fileName, DicomEncoding.Default, null, readOption, largeObjectSize);

    /// <param name="fileName">The file.</param>
    /// <param name="fallbackEncoding">For texts of a data set that names no character set.</param>
    /// <param name="stop">Asked before each tag, within sequences too; at the first yes reading ends. To read headers alone, stop at depth 0 and group 7FE0.</param>
    /// <param name="readOption">What is done with large values.</param>
    /// <param name="largeObjectSize">How many bytes are large; 0 for 64 KiB.</param>
    public static DicomFile Open(
        string fileName, Encoding fallbackEncoding, Func<ParseState, bool> stop = null, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0)
    {
        ArgumentNullException.ThrowIfNull(fallbackEncoding);
        var file = new DicomFile();
        try
        {
            // Without a buffer: the reader has one.
            using var stream = new FileStream(fileName, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.None);
            file.Read(new ByteSource(stream, Path.GetFullPath(fileName), readOption, largeObjectSize), fallbackEncoding, stop);
            return file;
        }
        catch (Exception exception)
        {
            throw new DicomFileException(file, exception.Message, exception);
        }
    }

    public static DicomFile Open(Stream stream, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0) =>
        Open(stream, DicomEncoding.Default, null, readOption, largeObjectSize);

    /// <inheritdoc cref="Open(string, Encoding, Func{ParseState, bool}, FileReadOption, int)"/>
    public static DicomFile Open(
        Stream stream, Encoding fallbackEncoding, Func<ParseState, bool> stop = null, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0)
    {
        ArgumentNullException.ThrowIfNull(fallbackEncoding);
        var file = new DicomFile();
        try
        {
            file.Read(new ByteSource(Seekable(stream), null, readOption, largeObjectSize), fallbackEncoding, stop);
            return file;
        }
        catch (Exception exception)
        {
            throw new DicomFileException(file, exception.Message, exception);
        }
    }

    public override string ToString() => $"DICOM File [{Format}]";

    private void Read(ByteSource source, Encoding fallbackEncoding, Func<ParseState, bool> stop)
    {
        var reader = new FileReader(source, fallbackEncoding, stop);
        var result = reader.Read(FileMetaInfo, Dataset);
        if (result is DicomReaderResult.Processing or DicomReaderResult.Error)
        {
            throw new DicomFileException(this, $"Failed to parse {this} - probably not a valid DICOM file");
        }
        IsPartial = result != DicomReaderResult.Success;
        Format = reader.Format;
        Dataset.InternalTransferSyntax = reader.Syntax;
    }

    private static Stream Seekable(Stream stream)
    {
        if (stream.CanSeek)
        {
            return stream;
        }
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
