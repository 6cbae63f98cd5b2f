using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MedSsl.MLNet.Tests;

/// <summary>Writes PNG files for tests, independently of what reads them.</summary>
internal static class PngFile
{
    internal static byte[] Gray(int width, int height, Func<int, int, int> pixel) => Make(width, height, 8, 0, 1, (x, y, _) => pixel(x, y));

    internal static byte[] Colour(int width, int height, Func<int, int, int, int> pixel) => Make(width, height, 8, 2, 3, pixel);

    internal static byte[] Make(int width, int height, byte depth, byte colourType, int bytesPerPixel, Func<int, int, int, int> pixel)
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            for (int y = 0; y < height; y++)
            {
                deflate.WriteByte(0);
                for (int x = 0; x < width; x++)
                    for (int c = 0; c < bytesPerPixel; c++)
                        deflate.WriteByte((byte)pixel(x, y, c));
            }
        return [.. Signature, .. Chunk("IHDR", Header(width, height, depth, colourType)), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", [])];
    }

    internal static byte[] Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal static byte[] Header(int width, int height, byte depth, byte colourType)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colourType);
        return header;
    }

    internal static byte[] Chunk(string name, byte[] body)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(name), .. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Checksum(chunk.AsSpan(4, body.Length + 4)));
        return chunk;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes)
        {
            sum ^= b;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
        }
        return ~sum;
    }
}
