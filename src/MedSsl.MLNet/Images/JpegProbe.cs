using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>The structure of a JPEG file (ITU-T T.81): markers from SOI over SOF and SOS to EOI.</summary>
internal static class JpegProbe
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9;

    /// <summary>A block of 64 pixels takes at least one bit in its first scan.</summary>
    private const int MostPixelsPerByte = 512;

    internal static bool Is(ReadOnlySpan<byte> file) => file.StartsWith([(byte)0xFF, (byte)0xD8, (byte)0xFF]);

    /// <summary>Whether a whole file's image has one component.</summary>
    internal static bool IsGray(ReadOnlySpan<byte> file)
    {
        for (int at = 2; at + 10 <= file.Length;)
        {
            byte marker = file[at + 1];
            if (IsFrame(marker))
                return file[at + 9] == 1;
            at += marker == 0xFF ? 1 : marker is 0x01 or (>= 0xD0 and <= 0xD7) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }
        return false;
    }

    internal static string? FindFault(ReadOnlySpan<byte> file)
    {
        bool frame = false, scan = false;
        for (int at = 2; ;)
        {
            while (at < file.Length && file[at] == 0xFF && at + 1 < file.Length && file[at + 1] == 0xFF)
                at++;                                                           // fill bytes
            if (at + 2 > file.Length)
                return Truncated(file.Length);
            if (file[at] != 0xFF)
                return $"it has no JPEG marker at byte {at}: the file is damaged";
            byte marker = file[at + 1];
            if (marker == EndOfImage)
                return scan ? null : "its JPEG has no image data";
            at += 2;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
                continue;                                                       // no segment follows
            if (marker is 0x00 or 0xD8)
                return $"it has a JPEG marker out of place at byte {at - 2}: the file is damaged";
            if (at + 2 > file.Length)
                return Truncated(file.Length);
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2)
                return $"it has a JPEG segment of impossible length at byte {at}: the file is damaged";
            if (at + length > file.Length)
                return Truncated(file.Length);
            if (IsFrame(marker))
            {
                if ((FindFrameFault(marker, file.Slice(at + 2, length - 2)) ?? FindClaimFault(file.Slice(at + 2, length - 2), file.Length)) is { } fault)
                    return fault;
                frame = true;
            }
            at += length;
            if (marker == StartOfScan)
            {
                if (!frame)
                    return "its JPEG data come before their header: the file is damaged";
                scan = true;
                if (!SkipScan(file, ref at))
                    return Truncated(file.Length);
            }
        }
    }

    /// <summary>Goes to the marker after a scan's data, in which 0xFF is followed by 0 or a restart marker.</summary>
    private static bool SkipScan(ReadOnlySpan<byte> file, ref int at)
    {
        while (true)
        {
            int next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
                return false;
            at += next;
            if (file[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return true;
            at += 2;
        }
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static string? FindFrameFault(byte marker, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6)
            return "its JPEG header is too short: the file is damaged";
        if (marker > 0xC2)
            return "it is a lossless, hierarchical or arithmetic-coded JPEG; baseline and progressive ones are read: convert it to PNG";
        if (frame[0] != 8)
            return $"it has {frame[0]} bits a channel; 8 are read: convert it to 8 bits, with the window that the task needs";
        if (frame[5] is not (1 or 3))
            return $"it has {frame[5]} colour channels; 1 (gray) or 3 (colour) are read: convert it to PNG";
        return ImageFileProbe.FindSizeFault(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
    }

    /// <summary>Memory is taken for what the header claims, so the claim must be one that the file can hold.</summary>
    private static string? FindClaimFault(ReadOnlySpan<byte> frame, int length)
    {
        long height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        return width * height > (long)MostPixelsPerByte * length
            ? $"its {length} bytes cannot hold the {width} x {height} pixels that its header claims: the file is damaged"
            : null;
    }

    private static string Truncated(int length) => $"it is truncated: its {length} bytes end before the JPEG's end marker";
}
