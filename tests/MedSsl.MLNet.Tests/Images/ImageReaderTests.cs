namespace MedSsl.MLNet.Tests;

public class ImageReaderTests
{
    private static int GrayPixel(int x, int y) => (x * 7 + y * 13 + x * y % 31 * 5) % 256;

    private static int ColourPixel(int x, int y, int channel) =>
        channel switch { 0 => x * 11 + y * 3, 1 => x * 5 + y * 17 + 40, _ => x * y + 90 } % 256;

    /// <summary>The expected levels are Pillow 9.4's: Image.resize(BILINEAR) to the rounded size, then pasted centred on black, or cropped at (excess // 2).</summary>
    [Theory]
    [InlineData(37, 23, 16, ResizeMode.Pad, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAFCxHYHqPhKa4eFdth7uncDlnlrCUr46GhpNYNWJbOllhnZCXipGBeoRWakdjU2KjiKaUjXmLaWhNWVtvcW2RoqKLdXRwa2NIT1t4gYyHn5Oae29qU1hoXHqBkZ+1oaaBcVFJT2hmdHmJoKassLGDb4ttWFtqdoeks7yrkIqdfG1wY2N8hqSioqGdjWxseVBkUmqDmZ2olouVe49qaHtHWQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData(23, 37, 16, ResizeMode.CentreCrop, "b6e1b7d5joyCjFNicE89boO+grF2mXJhcotfZkRNRUaYsX16X29qgEyNVjZOSlxerWySWKBegEk+hlxJYHJhfrF0gWVfSl4/OmxoY2aUhY1+OC43RDqKcG9ydXZ6fX+2k39rfTpMW1tmdYGLmqizr6h5XlpUY3tvf3yLpbqu0LGxPGlQa3CCgqOzl7enrYuyQVh5ZoOAkY+cq6OFjpaPq0BwW5h5u42qsaKWioyNs0RWj36+obS0r3qpjmdvm0+Za66Jkcu0eqZ3nmKIWnCLpYDMsJaTjsGcgn1jRpyLaD6U6tnItY1oS4ShjlJIMTJCcmtkXXDe2cWln5diUUpceQ==")]
    [InlineData(9, 7, 16, ResizeMode.Pad, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgYKDhIWGh4iJiouMjY4BQgNEhccISYrMDU6P0RJTAwQFx4kKzI5P0VMU1lgZ2sUGSEqMjpDS1NbZGx0fYWKHCIrNkBJVF1ncXuEj5miqSMrNkFNWGRwe4eSnaq1wMgrM0BNW2h0go+dqrfEzcC5MjtKWWh3hZSkssHQ3uGjfjpEVGV2hpanuMipd527nIlCTV9xg5WnucjVgw5Mi52oSVVpfZCkuMyybFpbgqe7x05bcISZrsPYpCk/jaW5ztsAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData(131, 77, 12, ResizeMode.CentreCrop, "Z3aPknhxd4STiIFuhJaOb2JskqGKbGqFlHZicI6RhHlsf5eWZXCMmo16aHmVmItscZOKd2JllKiOWGt7iHxoc4uThXRrf4iRZnGFmpB/aXiTm4htfpePcmt1jZuIaWV7pHtobIuYiHBidIuSpWh4mqOWY2qKj4VygIaQfGNvi5iFa29/lX9qZIKUlHVfaoOg")]
    public void GrayImagesAreResizedAsByPillow(int width, int height, int size, ResizeMode mode, string expected) =>
        AssertLevels(expected, Read(PngFile.Gray(width, height, GrayPixel), "image.png", size, 1, mode));

    /// <summary>Pillow 9.4: convert("L"), then as above.</summary>
    [Fact]
    public void ColourBecomesLuma() => AssertLevels(
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM0FRYXGBkKCuj4OSTFpre4ycrb3Jop6gZ3eImaq8ydS7aFlDg5OltLeoj4JUKjVEl5J9dWdkZ2tLRFdoRkJKW2tseYJcZXmJP1FleH6EmJZ3hpOaWGp/jY6gtKqRmZ+wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        Read(PngFile.Colour(30, 20, ColourPixel), "image.png", 12, 1, ResizeMode.Pad));

    /// <summary>Pillow 9.4, the channels one after the other.</summary>
    [Fact]
    public void ColourImagesAreRedGreenBluePlanes() => AssertLevels(
        "Ql55lbDM4F1JZYCct9PeQVBsh6O+2r4hWHSPq8bimx9fe5ayzeJaIGeDnrrV0y4oboqlwdyuIC91kazI45gaNlZib3uIlKGtfIiVoa66x9Ons8DM09S3e9HZzKFlRiwrh2Y7KC46R1MqMj9LWGRxfVFdanaDj5yod4OQnKm1ws5gYmVnamxvcW11fYWNlZ2le4mYprXDzMGJnrPH1LZnQpizzcx+NDlUpsfMTS9LbY611X4vUnqhvsK6NEh2os2O",
        Read(PngFile.Colour(30, 20, ColourPixel), "image.png", 8, 3, ResizeMode.CentreCrop));

    [Fact]
    public void GrayIsRepeatedInThreeChannels()
    {
        float[] one = Read(PngFile.Gray(20, 20, GrayPixel), "image.png", 20, 1, ResizeMode.Pad), three = Read(PngFile.Gray(20, 20, GrayPixel), "image.png", 20, 3, ResizeMode.Pad);
        Assert.Equal([.. one, .. one, .. one], three);
    }

    [Fact]
    public void AnImageOfTheRightSizeKeepsItsLevels()
    {
        float[] pixels = Read(PngFile.Gray(19, 19, GrayPixel), "image.png", 19, 1, ResizeMode.CentreCrop);
        for (int y = 0; y < 19; y++)
            for (int x = 0; x < 19; x++)
                Assert.Equal(GrayPixel(x, y) / 255f, pixels[y * 19 + x]);
    }

    /// <summary>A 16x16 ramp that Pillow 9.4 (libjpeg) wrote and decoded: the same row sixteen times. The name says PNG: the content counts.</summary>
    [Fact]
    public void BaselineJpeg()
    {
        float[] pixels = Read(SampleJpeg.Gray, "ramp.png", 16, 1, ResizeMode.Pad);
        byte[] row = Convert.FromBase64String("ABAiM0RUZneImKq7zN3v/w==");
        for (int i = 0; i < pixels.Length; i++)
            Assert.InRange(pixels[i] * 255 - row[i % 16], -1.001f, 1.001f);
    }

    /// <summary>Progressive colour JPEG, no subsampling, decoded and made gray by Pillow 9.4.</summary>
    [Fact]
    public void ProgressiveJpeg()
    {
        float[] pixels = Read(SampleJpeg.Progressive, "image.jpg", 16, 1, ResizeMode.Pad);
        byte[] expected = Convert.FromBase64String("IiguNDtBR05UWmBmbXN5fywzOT9GTFJZX2Vscnl/hYs4PkVLUlheZWxyeH+FjJKYQklPVl1janB3fYSKkZiepU5UW2Fpb3Z8g4mQl56kq7JYX2VsdHqBiI6VnKKqsLe+Y2pxeH+GjZSboaivt73Ey251fIOKkZifpq20u8LJ0Nd2g4WRlpujq7K7v8XQ19vmiIiSmJ+rsLS9xszV2EtVWJGTnqmrsL7DydBDSFJYY2aZpKevucEuNkFFTVRgYmpxoqu0Ji01O0VJVFpfaHJcZRweLSw2QUVQVl5nbnheaG0kLDE+RktSWmRndHphbHR/Ljg9R0tWYGZud32Gc3iAhg==");
        for (int i = 0; i < pixels.Length; i++)
            Assert.InRange(pixels[i] * 255 - expected[i], -2.001f, 2.001f);
    }

    private static float[] Read(byte[] file, string name, int size, int channels, ResizeMode mode)
    {
        using var folder = new TemporaryFolder();
        var pixels = new float[channels * size * size];
        pixels.AsSpan().Fill(7);                                // what was there before must not show through
        Assert.Null(new ImageReader(size, new ImageLoadOptions { Channels = channels, Resize = mode }).TryRead(folder.Write(name, file), pixels));
        return pixels;
    }

    private static void AssertLevels(string expected, float[] pixels)
    {
        byte[] levels = Convert.FromBase64String(expected);
        Assert.Equal(levels.Length, pixels.Length);
        for (int i = 0; i < levels.Length; i++)
            Assert.InRange(pixels[i] * 255 - levels[i], -1.001f, 1.001f);
        Assert.True(levels.Zip(pixels).Count(p => MathF.Abs(p.First - p.Second * 255) < 0.01f) > levels.Length * 3 / 4, "most levels are Pillow's exactly");
    }

    /// <summary>Files that say that they are gray are resized once, whatever the channels; the result is that of three planes.</summary>
    [Theory]
    [InlineData("gray.png", true)]
    [InlineData("gray.jpg", true)]
    [InlineData("colour.png", false)]
    [InlineData("colour.jpg", false)]
    [InlineData("palette.png", false)]
    [InlineData("progressive.jpg", false)]
    public void GrayFilesAreKnown(string name, bool isGray)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fuzzing", "seeds", name));
        Assert.Null(new EightBitDecoder().TryDecode(file, out var image));
        Assert.Equal(isGray, image!.IsGray);
        if (!isGray)
            return;
        float[] one = new float[image.Width], three = new float[3 * image.Width];
        for (int y = 0; y < image.Height; y++)
        {
            image.Read(y, 1, one);
            image.Read(y, 3, three);
            Assert.Equal([.. one, .. one, .. one], three);
        }
    }
}
