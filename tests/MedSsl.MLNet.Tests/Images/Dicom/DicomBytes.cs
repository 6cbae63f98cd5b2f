using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace MedSsl.MLNet.Tests;

/// <summary>Writes DICOM files byte by byte (PS3.5 7, PS3.10 7.1), independently of what reads them. Elements must be added in the order of their tags.</summary>
internal sealed class DicomBytes(bool explicitVr = true, bool bigEndian = false)
{
    internal const string ImplicitLittle = "1.2.840.10008.1.2", ExplicitLittle = "1.2.840.10008.1.2.1", Deflated = "1.2.840.10008.1.2.1.99", ExplicitBig = "1.2.840.10008.1.2.2";

    private readonly MemoryStream _data = new();

    internal DicomBytes Us(uint tag, params int[] values) => Add(tag, "US", [.. values.SelectMany(v => Short(v))]);

    internal DicomBytes Ss(uint tag, params int[] values) => Add(tag, "SS", [.. values.SelectMany(v => Short(v))]);

    internal DicomBytes Words(uint tag, params int[] values) => Add(tag, "OW", [.. values.SelectMany(v => Short(v))]);

    internal DicomBytes Bytes(uint tag, params byte[] values) => Add(tag, "OB", values);

    internal DicomBytes Ints(uint tag, params int[] values) => Add(tag, "OW", [.. values.SelectMany(v => (byte[])[.. Short(bigEndian ? v >> 16 : v), .. Short(bigEndian ? v : v >> 16)])]);

    internal DicomBytes Text(uint tag, string vr, params string[] values) =>
        Add(tag, vr, Encoding.ASCII.GetBytes(string.Join('\\', values)), vr == "UI" ? (byte)0 : (byte)' ');

    internal DicomBytes Ds(uint tag, params double[] values) => Text(tag, "DS", [.. values.Select(v => v.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>A sequence of items, each of defined length.</summary>
    internal DicomBytes Sequence(uint tag, params DicomBytes[] items)
    {
        var body = new MemoryStream();
        foreach (byte[] item in items.Select(i => i._data.ToArray()))
        {
            body.Write([.. Short(0xFFFE), .. Short(0xE000), .. Long(item.Length), .. item]);
        }
        return Add(tag, "SQ", body.ToArray());
    }

    /// <summary>An item for a sequence of this data set.</summary>
    internal DicomBytes Item() => new(explicitVr, bigEndian);

    /// <summary>An image pixel module (PS3.3 C.7.6.3) before the pixel data.</summary>
    internal DicomBytes Image(string photometric, int width, int height, int allocated, int stored, int high, bool signed = false, int samples = 1, int planar = 0, int frames = 1, (int, int)? aspect = null)
    {
        Us(0x00280002, samples).Text(0x00280004, "CS", photometric);
        if (samples > 1)
            Us(0x00280006, planar);
        if (frames > 1)
            Text(0x00280008, "IS", frames.ToString(CultureInfo.InvariantCulture));
        Us(0x00280010, height).Us(0x00280011, width);
        if (aspect is var (vertical, horizontal))
            Text(0x00280034, "IS", vertical.ToString(CultureInfo.InvariantCulture), horizontal.ToString(CultureInfo.InvariantCulture));
        return Us(0x00280100, allocated).Us(0x00280101, stored).Us(0x00280102, high).Us(0x00280103, signed ? 1 : 0);
    }

    /// <summary>The data set alone.</summary>
    internal byte[] ToDataset() => _data.ToArray();

    /// <summary>The file: preamble, file meta information, data set.</summary>
    internal byte[] ToFile(string? syntax = null, bool preamble = true)
    {
        syntax ??= bigEndian ? ExplicitBig : explicitVr ? ExplicitLittle : ImplicitLittle;
        byte[] body = new DicomBytes().Bytes(0x00020001, 0, 1).Text(0x00020002, "UI", "1.2.840.10008.5.1.4.1.1.7").Text(0x00020003, "UI", "1.2.3")
            .Text(0x00020010, "UI", syntax).Text(0x00020012, "UI", "1.2.3.4").ToDataset();
        byte[] length = [2, 0, 0, 0, (byte)'U', (byte)'L', 4, 0, .. BitConverter.GetBytes(body.Length)];
        byte[] data = ToDataset();
        if (syntax == Deflated)
        {
            using var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                deflate.Write(data);
            data = packed.Length % 2 == 0 ? packed.ToArray() : [.. packed.ToArray(), 0];
        }
        return [.. preamble ? (byte[])[.. new byte[128], .. "DICM"u8] : [], .. length, .. body, .. data];
    }

    private DicomBytes Add(uint tag, string vr, byte[] value, byte padding = 0)
    {
        byte[] even = value.Length % 2 == 0 ? value : [.. value, padding];
        _data.Write([.. Short((int)(tag >> 16)), .. Short((int)(tag & 0xFFFF))]);
        if (!explicitVr)
            _data.Write(Long(even.Length));
        else if (vr is "OB" or "OW" or "SQ" or "UN" or "UT")
            _data.Write([.. Encoding.ASCII.GetBytes(vr), 0, 0, .. Long(even.Length)]);
        else
            _data.Write([.. Encoding.ASCII.GetBytes(vr), .. Short(even.Length)]);
        _data.Write(even);
        return this;
    }

    private byte[] Short(int value)
    {
        var bytes = new byte[2];
        if (bigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private byte[] Long(int value) => bigEndian ? [.. Short(value >> 16), .. Short(value)] : [.. Short(value), .. Short(value >> 16)];
}
