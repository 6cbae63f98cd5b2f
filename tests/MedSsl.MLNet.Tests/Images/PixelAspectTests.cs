namespace MedSsl.MLNet.Tests;

/// <summary>Pixels that are not square become so in the resize.</summary>
public class PixelAspectTests
{
    private static DicomBytes Columns(string? tag, int width, int height) => tag switch
    {
        "ratio" => new DicomBytes().Image("MONOCHROME2", width, height, 8, 8, 7, aspect: (2, 1)),
        "detector" => new DicomBytes().Ds(0x00181164, 0.4, 0.2).Image("MONOCHROME2", width, height, 8, 8, 7),
        "film" => new DicomBytes().Ds(0x00182010, 0.2, 0.1).Image("MONOCHROME2", width, height, 8, 8, 7),
        "groups" => new DicomBytes().Image("MONOCHROME2", width, height, 8, 8, 7)
            .Sequence(0x52009229, new DicomBytes().Sequence(0x00289110, new DicomBytes().Ds(0x00280030, 0.6, 0.3))),
        _ => new DicomBytes().Image("MONOCHROME2", width, height, 8, 8, 7),
    };

    private static float[] Read(byte[] file, ResizeMode mode)
    {
        using var folder = new TemporaryFolder();
        var pixels = new float[16 * 16];
        Assert.Null(new ImageReader(16, new() { Resize = mode, Window = WindowOptions.Parse("percentiles:0,100") }).TryRead(folder.Write("f.dcm", file), pixels));
        return pixels;
    }

    /// <summary>16 x 8 pixels, twice as high as wide, fill the square; each column keeps its gray, so that nothing was cut or padded.</summary>
    [Theory]
    [InlineData("ratio")]
    [InlineData("detector")]
    [InlineData("film")]
    [InlineData("groups")]
    public void HighPixelsFillTheSquare(string tag)
    {
        byte[] file = Columns(tag, 16, 8).Bytes(0x7FE00010, [.. Enumerable.Range(0, 128).Select(n => (byte)(n % 16 * 17))]).ToFile();
        foreach (var mode in Enum.GetValues<ResizeMode>())
        {
            float[] pixels = Read(file, mode);
            for (int i = 0; i < pixels.Length; i++)
                Assert.Equal(i % 16 / 15f, pixels[i], 1e-5);
        }
    }

    [Fact]
    public void SquarePixelsArePadded()
    {
        byte[] file = Columns(null, 16, 8).Bytes(0x7FE00010, [.. Enumerable.Range(0, 128).Select(n => (byte)(n % 16 * 17))]).ToFile();
        float[] pixels = Read(file, ResizeMode.Pad);
        Assert.All(pixels[..64], p => Assert.Equal(0, p));
        Assert.All(pixels[192..], p => Assert.Equal(0, p));
        Assert.Equal(1f, pixels[8 * 16 + 15]);
    }

    /// <summary>OpenCV 4.6 resizing a ramp of 5 rows to 10 (INTER_LINEAR): pixels twice as high as wide.</summary>
    [Fact]
    public void RowsBetweenAreInterpolated()
    {
        byte[] file = new DicomBytes().Image("MONOCHROME2", 10, 5, 8, 8, 7, aspect: (2, 1)).Bytes(0x7FE00010, [.. Enumerable.Range(0, 50).Select(n => (byte)(n / 10 * 50))]).ToFile();
        using var folder = new TemporaryFolder();
        var pixels = new float[100];
        Assert.Null(new ImageReader(10, new()).TryRead(folder.Write("f.dcm", file), pixels));
        double[] expected = [0, 12.5, 37.5, 62.5, 87.5, 112.5, 137.5, 162.5, 187.5, 200];
        for (int i = 0; i < 100; i++)
            Assert.Equal(expected[i / 10] / 200, pixels[i], 1e-5);
    }
}
