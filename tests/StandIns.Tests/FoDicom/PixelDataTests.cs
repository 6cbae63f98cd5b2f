using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.Imaging.Codec;
using FellowOakDicom.Imaging.NativeCodec;
using FellowOakDicom.IO;
using FellowOakDicom.IO.Buffer;

namespace StandIns.Tests.FoDicom;

/// <summary>Frames of pixel data, with and without compression.</summary>
public sealed class PixelDataTests
{
    [Fact]
    public void FramesOfPixelsWithoutCompression()
    {
        var pixels = Pixels(new DicomBytes().Picture(1, 3, 8, [1, 2, 3, 4, 5, 6, 7], "2"));
        Assert.Equal([1, 2, 3], pixels.GetFrame(0).Data);
        Assert.Equal([4, 5, 6], pixels.GetFrame(1).Data);
        Assert.Throws<IndexOutOfRangeException>(() => pixels.GetFrame(2));
        // Fewer bytes than the header claims, and more than there can be.
        Assert.Throws<DicomIoException>(() => Pixels(new DicomBytes().Picture(60000, 30000, 8, [1, 2])).GetFrame(0).Data);
        Assert.Throws<DicomImagingException>(() => Pixels(new DicomBytes().Picture(60000, 60000, 8, [1, 2])).UncompressedFrameSize);
    }

    [Theory]
    [InlineData("YBR_FULL_422", 8, 3, 3, 2, 16)] // two samples a pixel, the width counted as even
    [InlineData("RGB", 8, 3, 3, 2, 18)]
    [InlineData("MONOCHROME2", 1, 1, 3, 3, 2)] // nine bits
    [InlineData("MONOCHROME2", 12, 1, 3, 3, 18)]
    [InlineData("MONOCHROME2", 32, 1, 1, 1, 4)]
    public void SizesOfFrames(string photometric, int bits, int samples, int columns, int rows, int size)
    {
        var dataset = new DicomDataset();
        dataset.Add(DicomTag.PhotometricInterpretation, photometric).Add(DicomTag.BitsAllocated, (ushort)bits).Add(DicomTag.SamplesPerPixel, (ushort)samples);
        dataset.Add(DicomTag.Columns, (ushort)columns).Add(DicomTag.Rows, (ushort)rows);
        Assert.Equal(size, DicomPixelData.Create(dataset, true).UncompressedFrameSize);
    }

    [Theory]
    [InlineData(new uint[0], "1", new[] { "abcdef" })]
    [InlineData(new uint[0], "3", new[] { "ab", "cd", "ef" })]
    [InlineData(new uint[] { 0, 20 }, "2", new[] { "abcd", "ef" })]
    [InlineData(new uint[] { 0, 10 }, "2", new[] { "ab", "cdef" })]
    public void FramesOfFragments(uint[] table, string frames, string[] expected)
    {
        var pixels = Fragments(table, frames);
        Assert.Equal(expected.Length, pixels.NumberOfFrames);
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(i => System.Text.Encoding.ASCII.GetString(pixels.GetFrame(i).Data)));
    }

    [Theory]
    [InlineData(new uint[0], "2")] // which fragment starts the second frame?
    [InlineData(new uint[] { 0, 11 }, "2")]
    [InlineData(new uint[] { 0, 4000 }, "2")]
    public void FragmentsThatNoTableExplains(uint[] table, string frames)
    {
        var pixels = Fragments(table, frames);
        Assert.Throws<DicomImagingException>(() => pixels.GetFrame(1));
    }

    // PS3.5 annex G: literal run, repeated run, and a control byte that does nothing.
    [Fact]
    public void RleByHand()
    {
        byte[] high = [1, 0x01, 0x02, 0x80, unchecked((byte)-1), 0x03], low = [3, 10, 20, 30, 40];
        var (pixels, _) = Decode(DicomTransferSyntax.RLELossless, Grey(2, 2, 16), RleFrame(high, low));
        Assert.Equal([10, 1, 20, 2, 30, 3, 40, 3], pixels.GetFrame(0).Data);
    }

    public static TheoryData<string, byte[]> DamagedRle => new()
    {
        { "empty", [] },
        { "header only", new byte[64] },
        { "one segment for two", RleFrame([3, 1, 2, 3, 4]) },
        { "a segment ends early", RleFrame([3, 1, 2, 3, 4], [3, 1]) },
        { "beyond the end", RleFrame([3, 1, 2, 3, 4], [3, 1, 2, 3, 4]).With(8, 255) },
    };

    [Theory]
    [MemberData(nameof(DamagedRle))]
    public void DamagedRleIsRefused(string what, byte[] frame)
    {
        Assert.NotEmpty(what);
        Assert.Throws<DicomCodecException>(() => Decode(DicomTransferSyntax.RLELossless, Grey(2, 2, 16), frame));
    }

    [Fact]
    public void SyntaxesWithoutACodec()
    {
        var manager = new NativeTranscoderManager();
        Assert.False(manager.HasCodec(DicomTransferSyntax.MPEG2));
        Assert.True(manager.HasCodec(DicomTransferSyntax.JPEG2000Lossy));
        Assert.Throws<DicomCodecException>(() => manager.GetCodec(DicomTransferSyntax.HTJ2K));
        Assert.True(DicomTransferSyntax.Parse("1.2.3").IsEncapsulated);
    }

    [Fact]
    public void PhotometricInterpretations()
    {
        Assert.Equal(PhotometricInterpretation.PaletteColor, PhotometricInterpretation.Parse("PALETTE COLOR "));
        Assert.Throws<DicomImagingException>(() => PhotometricInterpretation.Parse("GREY"));
        Assert.True(PhotometricInterpretation.YbrFull422.IsYBR && PhotometricInterpretation.YbrFull422.IsColor && !PhotometricInterpretation.PaletteColor.IsColor);
    }

    /// <summary>A data set that describes grey pixels and has none.</summary>
    internal static DicomDataset Grey(int rows, int columns, int bits)
    {
        var dataset = new DicomDataset();
        return dataset.Add(DicomTag.Rows, (ushort)rows).Add(DicomTag.Columns, (ushort)columns)
            .Add(DicomTag.BitsAllocated, (ushort)(bits > 8 ? 16 : 8)).Add(DicomTag.BitsStored, (ushort)bits).Add(DicomTag.HighBit, (ushort)(bits - 1))
            .Add(DicomTag.PixelRepresentation, (ushort)0).Add(DicomTag.SamplesPerPixel, (ushort)1).Add(DicomTag.PhotometricInterpretation, "MONOCHROME2");
    }

    /// <summary>Frames through a codec, as the product does it.</summary>
    internal static (DicomPixelData Pixels, DicomPixelData Compressed) Decode(DicomTransferSyntax syntax, DicomDataset description, params byte[][] frames)
    {
        DicomDataset packed = new(syntax), plain = new(DicomTransferSyntax.ExplicitVRLittleEndian);
        packed.Add(description);
        plain.Add(description);
        DicomPixelData from = DicomPixelData.Create(packed, true), to = DicomPixelData.Create(plain, true);
        foreach (byte[] frame in frames)
        {
            from.AddFrame(new MemoryByteBuffer(frame));
        }
        new NativeTranscoderManager().GetCodec(syntax).Decode(from, to, null);
        return (to, from);
    }

    private static byte[] RleFrame(params byte[][] segments)
    {
        var header = new uint[16];
        header[0] = (uint)segments.Length;
        for (int i = 0, at = 64; i < segments.Length; at += segments[i++].Length)
        {
            header[i + 1] = (uint)at;
        }
        return [.. header.SelectMany(BitConverter.GetBytes), .. segments.SelectMany(bytes => bytes)];
    }

    private static DicomPixelData Pixels(DicomBytes dataset) => DicomPixelData.Create(ReadingTests.Open(DicomBytes.File(DicomBytes.Explicit, dataset.ToArray())).Dataset);

    /// <summary>Three fragments of two letters.</summary>
    private static DicomPixelData Fragments(uint[] table, string frames)
    {
        var bytes = new DicomBytes().Text(0x00280008, "IS", frames).UInt16(0x00280100, 8).Header(0x7FE00010, "OB", DicomBytes.Undefined);
        bytes.Item((uint)table.Length * 4).Raw([.. table.SelectMany(BitConverter.GetBytes)]);
        foreach (string text in new[] { "ab", "cd", "ef" })
        {
            bytes.Item(2).Raw(System.Text.Encoding.ASCII.GetBytes(text));
        }
        return DicomPixelData.Create(ReadingTests.Open(DicomBytes.File(DicomBytes.Rle, bytes.SequenceEnd().ToArray())).Dataset);
    }
}

file static class Bytes
{
    internal static byte[] With(this byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }
}
