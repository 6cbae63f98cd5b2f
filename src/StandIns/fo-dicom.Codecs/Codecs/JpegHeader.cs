using System.Buffers.Binary;

namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>What a JPEG or JPEG-LS stream says of itself, and whether its markers follow each other as they should.</summary>
internal readonly record struct JpegHeader(int Process, int Precision, int Height, int Width, int Components, int Scans, bool HasEnd)
{
    /// <summary>Scans of a stream: progressive ones have ten or so, and each scan is work on all pixels.</summary>
    internal const int MaxScans = 64;

    internal const int Lossless = 0xC3, Ls = 0xF7;

    /// <summary>Null where the markers are broken before the first scan.</summary>
    internal static JpegHeader? Read(ReadOnlySpan<byte> data)
    {
        if (data.Length < 4 || data[0] != 0xFF || data[1] != 0xD8)
        {
            return null;
        }
        JpegHeader? found = null;
        int scans = 0;
        bool hasEnd = false;
        for (int at = 2; at + 2 <= data.Length;)
        {
            if (data[at] != 0xFF)
            {
                // Entropy-coded bytes: on to the next marker.
                int next = data[at..].IndexOf((byte)0xFF);
                if (scans == 0 || next < 0)
                {
                    break;
                }
                at += next;
                continue;
            }
            int marker = data[at + 1];
            if (marker is 0xFF or 0 or 1 or >= 0xD0 and <= 0xD7 || scans > 0 && marker < 0x80)
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            if (marker == 0xD9)
            {
                hasEnd = true;
                break;
            }
            int length = at + 4 > data.Length ? 0 : BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (length < 2 || at + 2 + length > data.Length)
            {
                break;
            }
            var segment = data.Slice(at + 4, length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) or Ls)
            {
                // A second frame header is none of DICOM's.
                if (found is not null || segment.Length < 6)
                {
                    return null;
                }
                ushort height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
                found = new JpegHeader(marker, segment[0], height, width, segment[5], 0, false);
            }
            else if (marker == 0xDA)
            {
                scans++;
            }
            at += 2 + length;
        }
        return scans > 0 ? found is { } header ? header with { Scans = scans, HasEnd = hasEnd } : null : null;
    }

    /// <summary>Why a frame of this header is not the one that the data set describes; null where it is.</summary>
    internal static string Mismatch(JpegHeader? read, in FrameShape shape)
    {
        if (read is not { } header)
        {
            return "the frame has no whole header";
        }
        if (header.Width != shape.Width || header.Height != shape.Height || header.Components != shape.Samples)
        {
            return $"the frame is {header.Width} x {header.Height} pixels with {header.Components} samples, "
                + $"but the data set says {shape.Width} x {shape.Height} with {shape.Samples}";
        }
        if (header.Precision is < 2 or > 16 || header.Precision > shape.BytesPerSample * 8)
        {
            return $"samples of {header.Precision} bits do not fit into {shape.BytesPerSample * 8}";
        }
        return header.Scans > MaxScans ? $"{header.Scans} scans are more than {MaxScans}" : null;
    }
}
