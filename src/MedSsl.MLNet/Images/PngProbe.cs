using System.Buffers.Binary;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>The structure of a PNG file (ISO/IEC 15948): signature, chunks with their checksums, from IHDR to IEND.</summary>
internal static class PngProbe
{
    private const int SignatureSize = 8, ChunkOverhead = 12;

    /// <summary>A deflate stream grows by no more than this.</summary>
    private const int MostInflation = 1032;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    internal static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(Signature[..4]);

    /// <summary>Whether a whole file's image is gray, with alpha or without.</summary>
    internal static bool IsGray(ReadOnlySpan<byte> file) => file[SignatureSize + 8 + 9] is 0 or 4;

    internal static string? FindFault(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature))
            return file.Length < SignatureSize ? Truncated(file.Length) : "its PNG signature is damaged, as by a transfer that changed line ends";
        bool palette = false, data = false;
        for (int at = SignatureSize; ;)
        {
            var rest = file[at..];
            if (rest.Length < ChunkOverhead)
                return Truncated(file.Length);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var type = rest.Slice(4, 4);
            if (!IsName(type))
                return $"its PNG chunk at byte {at} has no valid name: the file is damaged";
            string name = Encoding.ASCII.GetString(type);
            if (length > rest.Length - ChunkOverhead)
                return $"{Truncated(file.Length)}, inside chunk {name}";
            var body = rest.Slice(8, (int)length);
            if (Crc32.Of(rest.Slice(4, 4 + (int)length)) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
                return $"its PNG chunk {name} at byte {at} fails its checksum: the file is damaged";
            if (at == SignatureSize)
            {
                if (name != "IHDR" || length != 13)
                    return "its first PNG chunk is not IHDR: the file is damaged";
                if ((FindHeaderFault(body) ?? FindClaimFault(body, file.Length)) is { } fault)
                    return fault;
            }
            palette |= name == "PLTE";
            data |= name == "IDAT";
            if (data && !palette && file[SignatureSize + 8 + 9] == 3)
                return "it is a palette PNG without a palette: the file is damaged";
            if (name == "IEND")
                return data ? null : "its PNG has no image data";
            at += ChunkOverhead + (int)length;
        }
    }

    private static string? FindHeaderFault(ReadOnlySpan<byte> header)
    {
        if (ImageFileProbe.FindSizeFault(BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..])) is { } fault)
            return fault;
        byte depth = header[8], colour = header[9];
        bool valid = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        return valid && header[10] == 0 && header[11] == 0 && header[12] <= 1
            ? null
            : $"its PNG header is not valid (depth {depth}, colour type {colour}): the file is damaged";
    }

    /// <summary>Memory is taken for what the header claims, so the claim must be one that the file can hold.</summary>
    private static string? FindClaimFault(ReadOnlySpan<byte> header, int length)
    {
        long width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int channels = header[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        return (width * header[8] * channels + 7) / 8 * height > (long)MostInflation * length
            ? $"its {length} bytes cannot hold the {width} x {height} pixels that its header claims: the file is damaged"
            : null;
    }

    private static bool IsName(ReadOnlySpan<byte> type)
    {
        foreach (byte b in type)
            if (!char.IsAsciiLetter((char)b))
                return false;
        return true;
    }

    private static string Truncated(int length) => $"it is truncated: its {length} bytes end before the PNG's last chunk (IEND)";
}
