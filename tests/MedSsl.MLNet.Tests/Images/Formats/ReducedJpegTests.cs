using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public sealed class ReducedJpegTests : IDisposable
{
    private const int Width = 509, Height = 301;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A smooth colour image, and a JPEG of it.</summary>
    private string Write()
    {
        var pixels = new byte[4 * Width * Height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 4 % Width, y = i / 4 / Width;
            pixels[i] = (i % 4) switch { 0 => (byte)(x / 2), 1 => (byte)(128 + 100 * Math.Sin(y / 20.0)), 2 => (byte)((x + y) / 4), _ => 255 };
        }
        using var image = MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Rgba32, pixels);
        image.Save(_folder["image.jpg"]);
        return _folder["image.jpg"];
    }

    private static float[] Read(string path, int size, ImageLoadOptions options)
    {
        var pixels = new float[options.Channels * size * size];
        Assert.Null(new ImageReader(size, options).TryRead(path, pixels));
        return pixels;
    }

    [Theory]
    [InlineData(1, ResizeMode.Pad)]
    [InlineData(3, ResizeMode.CentreCrop)]
    public void ItIsTheImageToTwoLevels(int channels, ResizeMode resize)
    {
        string path = Write();
        var options = new ImageLoadOptions { Channels = channels, Resize = resize };
        foreach (int size in new[] { 16, 32, 100, 400 })
        {
            float[] whole = Read(path, size, options), reduced = Read(path, size, options with { JpegAtReducedScale = true });
            Assert.InRange(whole.Zip(reduced, (a, b) => Math.Abs(a - b)).Average() * 255, 0, 2);
        }
    }

    [Theory]
    [InlineData(16, ResizeMode.Pad, 64, 38)]        // an eighth, rounded up
    [InlineData(32, ResizeMode.Pad, 128, 76)]       // an eighth would be 64 pixels, and fewer than twice 32
    [InlineData(64, ResizeMode.Pad, 255, 151)]
    [InlineData(64, ResizeMode.CentreCrop, 255, 151)]
    [InlineData(76, ResizeMode.CentreCrop, Width, Height)]
    [InlineData(128, ResizeMode.Pad, Width, Height)]
    public void AtLeastTwiceTheSizeIsLeft(int size, ResizeMode resize, int width, int height)
    {
        var decoder = new ReducedJpegDecoder(size, new() { Resize = resize });
        Assert.Null(decoder.TryDecode(File.ReadAllBytes(Write()), out var image));
        Assert.Equal(TurboJpeg.Instance is null ? (Width, Height) : (width, height), (image!.Width, image.Height));
        decoder.Release();
    }

    [Fact]
    public void DamagedFilesAreToldAsEver()
    {
        byte[] file = File.ReadAllBytes(Write());
        string path = _folder.Write("cut.jpg", file[..^100]);
        var pixels = new float[256];
        Assert.Contains("truncated", new ImageReader(16, new() { JpegAtReducedScale = true }).TryRead(path, pixels));
    }
}
