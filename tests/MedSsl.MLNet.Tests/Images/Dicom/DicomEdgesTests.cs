namespace MedSsl.MLNet.Tests;

/// <summary>Ends of ranges and seldom-met rules of the standard; numbers are worked by hand.</summary>
public class DicomEdgesTests
{
    private const uint Pixels = 0x7FE00010;

    private static float[] Read(DicomBytes file, WindowOptions? window = null)
    {
        byte[] bytes = file.ToFile();
        Assert.Null(new DicomDecoder(new() { Window = window ?? new() }).TryDecode(bytes, out var image));
        var pixels = new float[image!.Width * image.Height];
        for (int y = 0; y < image.Height; y++)
            image.Read(y, 1, pixels.AsSpan(y * image.Width, image.Width));
        return pixels;
    }

    private static DicomBytes Image(int width, int height, int bits = 16, bool signed = false, string photometric = "MONOCHROME2") =>
        new DicomBytes().Image(photometric, width, height, bits, bits, bits - 1, signed);

    /// <summary>35 cells: whole vectors of any size, and some that are left; bits above the value are not read.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CellsAfterTheLastVectorAreRead(bool signed)
    {
        int[] expected = [.. Enumerable.Range(0, 35).Select(i => i * 117 % 4096 - (signed ? 2048 : 0))];
        byte[] cells = [.. expected.SelectMany(v => BitConverter.GetBytes((ushort)(v & 0xFFF | 0xA000)))];
        var values = new int[35];
        new PixelCell(16, 12, 11, signed).Read(cells, 0, 1, values);
        Assert.Equal(expected, values);
    }

    /// <summary>Values up to 2^32 - 1, in a range that goes through the table.</summary>
    [Fact]
    public void TheLargestValuesOf32BitsAreRead()
    {
        float[] pixels = Read(Image(4, 2, 32).Ints(Pixels, -1, -2, -3, -4, -5, -3, -1, -5), new() { Source = WindowSource.Full });
        Assert.Equal([1, 0.75f, 0.5f, 0.25f, 0, 0.5f, 1, 0], pixels);
    }

    /// <summary>PS3.3 C.7.5.1.1.2: the limit may be below the value; C.11.2 inverts the picture, of which padding is no part.</summary>
    [Fact]
    public void PaddingIsBlackWhicheverWayItsRangeRuns()
    {
        float[] pixels = Read(Image(4, 1, photometric: "MONOCHROME1").Us(0x00280120, 12).Us(0x00280121, 10).Words(Pixels, 10, 12, 100, 200), new() { Source = WindowSource.Full });
        Assert.Equal([0, 0, 1, 0], pixels);
    }

    /// <summary>0 entries stand for 65,536, which 16 bits cannot say.</summary>
    [Fact]
    public void TablesOf65536EntriesAreRead()
    {
        Assert.Null(LookupTable.TryMake([0, 0, 16], [.. Enumerable.Range(0, 65536).Select(i => (ushort)(65535 - i))], false, out var table));
        Assert.Equal((65536, 65535, 0), (table!.Entries.Length, table[0], table[65535]));
        Assert.NotNull(LookupTable.TryMake([0, 0, 16], new ushort[65535], false, out _));
    }

    /// <summary>LINEAR needs a width of 1, LINEAR_EXACT one above 0: 0.5 is white from 7.25.</summary>
    [Fact]
    public void ExactWindowsMayBeNarrowerThanOne() => Assert.Equal([0, 0.5f, 1, 1],
        Read(Image(4, 1).Ds(0x00281050, 7).Ds(0x00281051, 0.5).Text(0x00281056, "CS", "LINEAR_EXACT").Words(Pixels, 6, 7, 8, 9)));

    /// <summary>What comes out of a modality LUT is not signed, whatever goes in: the VOI LUT begins at 40,000.</summary>
    [Fact]
    public void AVoiLutAfterAModalityLutBeginsWhereItSays()
    {
        var file = Image(4, 1, signed: true);
        file.Sequence(0x00283000, file.Item().Us(0x00283002, 4, 0, 16).Text(0x00283004, "LO", "US").Words(0x00283006, 39000, 40000, 40001, 40002))
            .Sequence(0x00283010, file.Item().Us(0x00283002, 3, 40000, 8).Words(0x00283006, 51, 102, 255));
        Assert.Equal([0.2f, 0.2f, 0.4f, 1], Read(file.Words(Pixels, 0, 1, 2, 3)));
    }

    /// <summary>A value between two entries gets the lower one, as in pydicom.</summary>
    [Fact]
    public void ValuesBetweenEntriesGetTheLower()
    {
        var file = Image(4, 1).Ds(0x00281052, 0).Ds(0x00281053, 0.75);
        file.Sequence(0x00283010, file.Item().Us(0x00283002, 3, 0, 8).Words(0x00283006, 51, 102, 255));
        Assert.Equal([0.2f, 0.2f, 0.4f, 1], Read(file.Words(Pixels, 0, 1, 2, 3)));
    }

    [Fact]
    public void UnsignedPaddingMayBeTheLargestValue() =>
        Assert.Equal([0, 0, 1, 0], Read(Image(4, 1).Us(0x00280120, 65535).Words(Pixels, 65535, 10, 20, 65535), new() { Source = WindowSource.Full }));

    /// <summary>The private syntax of old GE scanners turns pixel data in pairs of bytes; a frame may begin within a pair.</summary>
    [Fact]
    public void TurnedFramesMayBeginWithinAPair()
    {
        byte[] file = new DicomBytes(explicitVr: false).Image("MONOCHROME2", 3, 1, 8, 8, 7, frames: 2).Bytes(Pixels, 20, 10, 40, 30, 60, 50).ToFile("1.2.840.113619.5.2");
        Assert.Null(new DicomDecoder(new() { Frame = 2 }).TryDecode(file, out var image));
        var values = new float[3];
        ((DicomGrayRows)image!).ReadValues(0, values);
        Assert.Equal([40, 50, 60], values);
    }

    /// <summary>PS3.3 C.7.9.2.3: an indirect segment repeats others, by their offset in bytes, but no other indirect one.</summary>
    [Fact]
    public void IndirectSegmentsRepeatOthers()
    {
        Assert.Equal([5, 10, 20, 30, 40, 10, 20, 30, 40], SegmentedTable.TryExpand([0, 1, 5, 0, 2, 10, 20, 1, 2, 40, 2, 2, 6, 0], 65536)!);
        Assert.Null(SegmentedTable.TryExpand([0, 1, 5, 2, 1, 6, 0], 65536));
        Assert.Null(SegmentedTable.TryExpand([0, 1, 5, 2, 1, 200, 0], 65536));
        Assert.Null(SegmentedTable.TryExpand([0, 2, 5, 6, 2, 1, 0, 0], 3));
    }

    /// <summary>Rows of an odd width end with a luma that is not shown (PS3.3 C.7.6.3.1.2); 128 is no colour, so that red, green and blue are the luma.</summary>
    [Fact]
    public void RowsOfSharedColoursMayBeOdd()
    {
        byte[] file = new DicomBytes().Image("YBR_FULL_422", 3, 2, 8, 8, 7, samples: 3).Bytes(Pixels, 51, 102, 128, 128, 153, 9, 128, 128, 204, 255, 128, 128, 0, 9, 128, 128).ToFile();
        Assert.Null(new DicomDecoder(new()).TryDecode(file, out var image));
        var row = new float[9];
        image!.Read(0, 3, row);
        Assert.All(row, (v, i) => Assert.Equal(new[] { 0.2f, 0.4f, 0.6f }[i % 3], v, 1e-6));
        image.Read(1, 3, row);
        Assert.All(row, (v, i) => Assert.Equal(new[] { 0.8f, 1, 0 }[i % 3], v, 1e-6));
    }

    /// <summary>Luma of 16 and 235 are black and white (ITU-R BT.601, 8 bits).</summary>
    [Fact]
    public void StudioRangeIsSpread()
    {
        byte[] file = new DicomBytes().Image("YBR_PARTIAL_422", 2, 1, 8, 8, 7, samples: 3).Bytes(Pixels, 16, 235, 128, 128).ToFile();
        Assert.Null(new DicomDecoder(new()).TryDecode(file, out var image));
        var row = new float[6];
        image!.Read(0, 3, row);
        Assert.All(row, (v, i) => Assert.Equal(i % 2, v, 1e-6));
    }

    /// <summary>The middle of 10 bits is 512 of 1,023.</summary>
    [Fact]
    public void NoColourIsTheMiddleOfTheStoredBits()
    {
        byte[] file = new DicomBytes().Image("YBR_FULL", 1, 1, 16, 10, 9, samples: 3).Words(Pixels, 300, 512, 512).ToFile();
        Assert.Null(new DicomDecoder(new()).TryDecode(file, out var image));
        var row = new float[3];
        image!.Read(0, 3, row);
        Assert.All(row, v => Assert.Equal(300 / 1023f, v, 1e-6));
    }

    [Fact]
    public void JpegLsWithoutItsEndIsRefused()
    {
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fuzzing", "seeds", "jpeg-ls.dcm"));
        Assert.Null(new DicomDecoder(new()).TryDecode(file, out _));
        file[file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) + 1] = 0;
        Assert.Contains("no end marker", new DicomDecoder(new()).TryDecode(file, out _));
    }

    /// <summary>Three channels of a gray image are resized once.</summary>
    [Fact]
    public void GrayIsTheSameInThreeChannels()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("ct.dcm", DicomCases.Files["ct"]);
        foreach (var mode in Enum.GetValues<ResizeMode>())
        {
            float[] one = new float[25], three = [.. Enumerable.Repeat(float.NaN, 75)];
            Assert.Null(new ImageReader(5, new() { Resize = mode }).TryRead(path, one));
            Assert.Null(new ImageReader(5, new() { Resize = mode, Channels = 3 }).TryRead(path, three));
            Assert.True(one.Distinct().Count() > 5);
            Assert.Equal([.. one, .. one, .. one], three);
        }
    }
}
