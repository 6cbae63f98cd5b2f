using System.IO.Compression;

namespace MedSsl.MLNet.Tests;

/// <summary>What cannot be read is refused with one sentence, before memory is taken, and without a word about the patient.</summary>
public class DicomFaultsTests
{
    private const uint Pixels = 0x7FE00010;

    private static string Fault(byte[] file, ImageLoadOptions? options = null)
    {
        var decoder = ImageDecoders.Make(16, options ?? new()).First(d => d.Is(file));
        string? fault = decoder.TryDecode(file, out _);
        Assert.NotNull(fault);
        Assert.DoesNotContain("DOE", fault);
        return fault;
    }

    private static DicomBytes Patient() => new DicomBytes().Text(0x00080060, "CS", "MR").Text(0x00100010, "PN", "DOE^JANE").Text(0x00100020, "LO", "DOE-4711");

    private static DicomBytes Small(int allocated = 16, int stored = 16, int high = 15, string photometric = "MONOCHROME2", int samples = 1, int width = 4, int height = 4) =>
        Patient().Image(photometric, width, height, allocated, stored, high, samples: samples);

    [Fact]
    public void ImpossibleHeadersAreNamed()
    {
        byte[] data = new byte[200];
        Assert.Contains("20 bits stored", Fault(Small(16, 20, 19).Bytes(Pixels, data).ToFile()));
        Assert.Contains("12 allocated", Fault(Small(12, 12, 11).Bytes(Pixels, data).ToFile()));
        Assert.Contains("0 x 4 pixels", Fault(Small(width: 0).Bytes(Pixels, data).ToFile()));
        Assert.Contains("60000 x 60000 pixels", Fault(Small(width: 60000, height: 60000).Bytes(Pixels, data).ToFile()));
        Assert.Contains("CMYK", Fault(Small(8, 8, 7, "CMYK", 4).Bytes(Pixels, data).ToFile()));
        Assert.Contains("1 samples of 8 bits for RGB", Fault(Small(8, 8, 7, "RGB").Bytes(Pixels, data).ToFile()));
        Assert.Contains("without a palette", Fault(Small(8, 8, 7, "PALETTE COLOR").Bytes(Pixels, data).ToFile()));
        Assert.Contains("no code of the standard", Fault(Small(8, 8, 7, "Jane DOE").Bytes(Pixels, data).ToFile()));
        Assert.Contains("slope is 0", Fault(Small().Ds(0x00281053, 0).Bytes(Pixels, data).ToFile()));
        Assert.Contains("(0028,1053) is no number", Fault(Small().Text(0x00281053, "DS", "DOE").Bytes(Pixels, data).ToFile()));
        Assert.Contains("window 1 has a width", Fault(Small().Ds(0x00281050, 5).Ds(0x00281051, 0).Bytes(Pixels, data).ToFile()));
        Assert.Contains("VOI LUT function", Fault(Small().Ds(0x00281050, 5).Ds(0x00281051, 9).Text(0x00281056, "CS", "CUBIC").Bytes(Pixels, data).ToFile()));
        Assert.Contains("100 times", Fault(Patient().Image("MONOCHROME2", 4, 4, 16, 16, 15, aspect: (1000, 1)).Bytes(Pixels, data).ToFile()));
        Assert.Contains("3 samples of 8 bits for RGB", Fault(Patient().Image("RGB", 4, 4, 8, 8, 7, signed: true, samples: 3).Bytes(Pixels, data).ToFile()));
        var table = Small();
        Assert.Contains("lookup table", Fault(table.Sequence(0x00283000, table.Item().Us(0x00283002, 100, 0, 16).Words(0x00283006, 1, 2, 3)).Bytes(Pixels, data).ToFile()));
    }

    [Fact]
    public void WhatWasAskedForMustBeThere()
    {
        byte[] ct = DicomCases.Files["ct"];
        Assert.Contains("2 windows; number 3", Fault(ct, new() { Window = new() { Index = 3 } }));
        Assert.Contains("no window of the name", Fault(ct, new() { Window = new() { Name = "Jane DOE" } }));
        Assert.Contains("2 VOI LUTs; number 3", Fault(DicomCases.Files["voi-lut"], new() { Window = new() { Index = 3 } }));
        Assert.Contains("modality is MR, not CT", Fault(Small().Bytes(Pixels, new byte[32]).ToFile(), new() { Window = WindowOptions.Parse("lung") }));
        Assert.Contains("2 frames", Fault(DicomCases.Files["enhanced"]));
        Assert.Contains("2 frames; number 3", Fault(DicomCases.Files["enhanced"], new() { Frame = 3 }));
    }

    /// <summary>A preamble may be the start of a TIFF file: the file is DICOM all the same.</summary>
    [Fact]
    public void APreambleOfTiffIsDicom()
    {
        byte[] file = [.. DicomCases.Files["ct"]];
        "II*\0"u8.CopyTo(file);
        Assert.IsType<DicomDecoder>(ImageDecoders.Make(16, new()).First(d => d.Is(file)));
    }

    [Fact]
    public void FilesWithoutAnImageAreNamed()
    {
        Assert.Contains("SOP class CT Image Storage", Fault(new DicomBytes().Text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2").Text(0x00100010, "PN", "DOE^JANE").ToFile()));
        Assert.Contains("SOP class none", Fault(Patient().ToFile()));
        Assert.Contains("transfer syntax", Fault(Encapsulated("1.2.840.10008.1.2.4.100", [1, 2, 3, 4])));        // MPEG-2
    }

    [Fact]
    public void TruncatedPixelsAreFound()
    {
        Assert.Contains("truncated: its pixel data end after 30 bytes; frame 1 ends at 32", Fault(Small().Bytes(Pixels, new byte[30]).ToFile()));
        byte[] whole = Small().Bytes(Pixels, new byte[32]).ToFile();
        for (int cut = 1; cut < 60; cut++)
            Fault(whole[..^cut]);
    }

    /// <summary>8,192 x 8,192 pixels of 4 bytes that are not there take no memory.</summary>
    [Fact]
    public void ClaimedSizesTakeNoMemory()
    {
        byte[] file = Small(32, 32, 31, width: 8192, height: 8192).Bytes(Pixels, new byte[64]).ToFile();
        Fault(file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("truncated", Fault(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    /// <summary>A compressed frame that says another size than the header is refused before its decoder takes memory for it.</summary>
    [Theory]
    [InlineData("1.2.840.10008.1.2.4.50", "FFD8FFC0000B08EA60EA6001011100FFD9")]                // JPEG, 60,000 x 60,000
    [InlineData("1.2.840.10008.1.2.4.70", "FFD8FFC3000B10EA60EA6001011100FFD9")]
    [InlineData("1.2.840.10008.1.2.4.80", "FFD8FFF7000B10EA60EA6001011100FFD9")]
    [InlineData("1.2.840.10008.1.2.4.90", "FF4FFF51002900000000EA600000EA6000000000000000000000EA600000EA60000000000000000000010F0101")]
    [InlineData("1.2.840.10008.1.2.4.90", "00000000")]
    public void ClaimsOfCompressedFramesAreCompared(string syntax, string frame) => Assert.Contains("not one of 4 x 4 pixels", Fault(Encapsulated(syntax, Convert.FromHexString(frame))));

    /// <summary>A deflated data set of 600 MB in 600 KB.</summary>
    [Fact]
    public void DeflateBombsAreRefused()
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (int i = 0; i < 600; i++)
                deflate.Write(new byte[1 << 20]);
        byte[] empty = new DicomBytes().ToFile(DicomBytes.Deflated);
        byte[] header = empty[..empty.AsSpan().LastIndexOf("1.2.3.4"u8)];
        Assert.Contains("512 MB", Fault([.. header, .. "1.2.3.4\0"u8, .. packed.ToArray()]));
    }

    /// <summary>An encapsulated file of one frame (PS3.5 A.4): pixel data of undefined length, an empty offset table, one fragment, the end.</summary>
    private static byte[] Encapsulated(string syntax, byte[] frame)
    {
        byte[] even = frame.Length % 2 == 0 ? frame : [.. frame, 0];
        return [.. Small(8, 8, 7).ToFile(syntax), 0xE0, 0x7F, 0x10, 0, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0,
            0xFE, 0xFF, 0, 0xE0, .. BitConverter.GetBytes(even.Length), .. even, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
    }
}
