using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace StandIns.Tests.FoDicom;

/// <summary>DICOM written by hand, element by element, so that the reader is held to the standard and not to a writer of its own.</summary>
internal sealed class DicomBytes(bool isExplicit = true, bool big = false)
{
    internal const string Implicit = "1.2.840.10008.1.2", Explicit = "1.2.840.10008.1.2.1", Deflated = "1.2.840.10008.1.2.1.99", Big = "1.2.840.10008.1.2.2", Rle = "1.2.840.10008.1.2.5";
    internal const uint Undefined = uint.MaxValue;

    private readonly MemoryStream _bytes = new();

    internal byte[] ToArray() => _bytes.ToArray();

    /// <summary>A whole file: preamble, meta information with the syntax, the data set.</summary>
    internal static byte[] File(string syntax, byte[] dataset)
    {
        byte[] uid = Even(Encoding.ASCII.GetBytes(syntax), 0);
        byte[] rest = new DicomBytes().Element(0x00020010, "UI", uid).ToArray();
        byte[] meta = new DicomBytes().Element(0x00020000, "UL", BitConverter.GetBytes(rest.Length)).ToArray();
        return [.. new byte[128], .. "DICM"u8, .. meta, .. rest, .. syntax == Deflated ? Deflate(dataset) : dataset];
    }

    internal static byte[] Deflate(byte[] dataset)
    {
        var stream = new MemoryStream();
        using (var deflater = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(dataset);
        }
        return stream.ToArray();
    }

    /// <summary>A data set with a grey picture.</summary>
    internal DicomBytes Picture(int rows, int columns, int bits, byte[] pixels, string? frames = null)
    {
        UInt16(0x00280002, 1).Text(0x00280004, "CS", "MONOCHROME2");
        if (frames is not null)
        {
            Text(0x00280008, "IS", frames);
        }
        return UInt16(0x00280010, rows).UInt16(0x00280011, columns).UInt16(0x00280100, bits).UInt16(0x00280101, bits).UInt16(0x00280102, bits - 1).UInt16(0x00280103, 0)
            .Element(0x7FE00010, bits > 8 || !isExplicit ? "OW" : "OB", Even(pixels, 0));
    }

    internal DicomBytes UInt16(uint tag, params int[] values)
    {
        var bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
        {
            Number(bytes.AsSpan(2 * i), (ushort)values[i]);
        }
        return Element(tag, "US", bytes);
    }

    internal DicomBytes Text(uint tag, string? vr, string text) => Element(tag, vr, Even(Encoding.Latin1.GetBytes(text), (byte)(vr == "UI" ? 0 : ' ')));

    /// <summary>An element; <paramref name="length"/> may lie.</summary>
    internal DicomBytes Element(uint tag, string? vr, byte[] value, uint? length = null)
    {
        Header(tag, vr, length ?? (uint)value.Length);
        return Raw(value);
    }

    internal DicomBytes Header(uint tag, string? vr, uint length)
    {
        Write((ushort)(tag >> 16));
        Write((ushort)tag);
        if (isExplicit && vr is not null)
        {
            _bytes.Write(Encoding.ASCII.GetBytes(vr));
            if (vr is "OB" or "OW" or "OD" or "OF" or "OL" or "OV" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV")
            {
                Write(0);
            }
            else
            {
                Write((ushort)length);
                return this;
            }
        }
        Span<byte> four = stackalloc byte[4];
        if (big)
        {
            BinaryPrimitives.WriteUInt32BigEndian(four, length);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(four, length);
        }
        _bytes.Write(four);
        return this;
    }

    internal DicomBytes Item(uint length) => Header(0xFFFEE000, null, length);

    internal DicomBytes ItemEnd() => Header(0xFFFEE00D, null, 0);

    internal DicomBytes SequenceEnd() => Header(0xFFFEE0DD, null, 0);

    internal DicomBytes Raw(byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private static byte[] Even(byte[] bytes, byte padding) => bytes.Length % 2 == 0 ? bytes : [.. bytes, padding];

    private void Write(ushort value)
    {
        Span<byte> two = stackalloc byte[2];
        Number(two, value);
        _bytes.Write(two);
    }

    private void Number(Span<byte> to, ushort value)
    {
        if (big)
        {
            BinaryPrimitives.WriteUInt16BigEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, value);
        }
    }
}
