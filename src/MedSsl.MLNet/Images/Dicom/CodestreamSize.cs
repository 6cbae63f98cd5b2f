using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>
/// The size that a compressed frame says of itself, before its decoder takes memory for it: JPEG and JPEG-LS (ITU-T T.81 B.2.2, T.87 C.2.2), JPEG 2000
/// (T.800 A.5.1).
/// </summary>
internal static class CodestreamSize
{
    /// <summary>Finds width and height; null if the frame has no header that says them.</summary>
    internal static (long Width, long Height)? Find(ReadOnlySpan<byte> frame)
    {
        if (frame.StartsWith([(byte)0xFF, (byte)0xD8]))
            return OfJpeg(frame);
        // A JPEG 2000 codestream starts with SOC and SIZ; in a JP2 file it comes after boxes.
        int start = frame.IndexOf((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]);
        if (start < 0 || frame.Length < start + 24)
            return null;
        var size = frame[(start + 8)..];
        return ((long)BinaryPrimitives.ReadUInt32BigEndian(size) - BinaryPrimitives.ReadUInt32BigEndian(size[8..]),
            (long)BinaryPrimitives.ReadUInt32BigEndian(size[4..]) - BinaryPrimitives.ReadUInt32BigEndian(size[12..]));
    }

    private static (long, long)? OfJpeg(ReadOnlySpan<byte> frame)
    {
        for (int at = 2; at + 4 <= frame.Length;)
        {
            if (frame[at] != 0xFF)
                return null;
            byte marker = frame[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is 0xF7 or (>= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)))
                return at + 9 <= frame.Length ? (BinaryPrimitives.ReadUInt16BigEndian(frame[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(frame[(at + 5)..])) : null;
            at += marker is 0x01 or (>= 0xD0 and <= 0xD8) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(frame[(at + 2)..]);
        }
        return null;
    }
}
