using System.IO.Compression;

namespace MedSsl.MLNet;

/// <summary>Inflates zlib data (RFC 1950) to a size that is known, and no further.</summary>
internal static class Inflater
{
    /// <summary>Deflate makes at most this many bytes of one (RFC 1951: 258 bytes of two bits).</summary>
    internal const int LargestRatio = 1032;

    /// <summary>Fills <paramref name="destination"/>; false if the data are damaged or end before.</summary>
    internal static bool TryInflate(ArraySegment<byte> data, Span<byte> destination)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(data.Array!, data.Offset, data.Count, writable: false), CompressionMode.Decompress);
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) == destination.Length;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return false;
        }
    }
}
