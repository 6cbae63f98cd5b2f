using System.IO.Compression;

namespace FellowOakDicom.IO.Reader;

/// <summary>Deflated data sets, and the refusal of those that are bombs.</summary>
internal static class Inflation
{
    /// <summary>A data set may always inflate to this size; deflate packs a black picture a thousandfold.</summary>
    private const long AlwaysAllowed = 64L << 20;

    /// <summary>Beyond it, to this many times the file's size.</summary>
    private const int MaxRatio = 64;

    internal static MemoryStream Run(Stream stream, long from)
    {
        stream.Position = from;
        long limit = Math.Min(Math.Max(AlwaysAllowed, (stream.Length - from) * MaxRatio), Array.MaxLength);
        var whole = new MemoryStream();
        using var inflater = new DeflateStream(stream, CompressionMode.Decompress, leaveOpen: true);
        var block = new byte[32 * 1024];
        try
        {
            for (int read; (read = inflater.Read(block)) > 0;)
            {
                if (whole.Length + read > limit)
                {
                    throw new DicomReaderException($"The deflated data set is larger than {limit >> 20} MiB, more than {MaxRatio} times its size in the file.");
                }
                whole.Write(block, 0, read);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new DicomReaderException("The deflated data set is damaged.", exception);
        }
        whole.Position = 0;
        return whole;
    }
}
