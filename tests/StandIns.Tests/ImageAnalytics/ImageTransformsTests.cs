using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace StandIns.Tests.ImageAnalytics;

public sealed class ImageTransformsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("images").FullName;
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public string? Path { get; set; }
    }

    private sealed class ImageRow
    {
        [ImageType(1, 2)]
        public MLImage? Image { get; set; }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IDataView Write(string name, int width, int height, Func<int, int, byte> blue)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height).SelectMany(i => new byte[] { blue(i % width, i / width), 10, 20, 255 })];
        using var image = MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels);
        image.Save(Path.Combine(_folder, name));
        return _ml.Data.LoadFromEnumerable(new[] { new Row { Path = name } });
    }

    private static T First<T>(IDataView data, string column) => data.GetColumn<T>(column).First();

    [Fact]
    public void LoadsResizesAndExtracts()
    {
        var data = Write("a.png", 4, 4, (x, y) => (byte)(16 * (4 * y + x)));
        var pipeline = _ml.Transforms.LoadImages("Image", _folder, "Path")
            .Append(_ml.Transforms.ResizeImages("Small", 2, 2, "Image"))
            .Append(_ml.Transforms.ExtractPixels("Pixels", "Small", offsetImage: 1, scaleImage: 0.5f));
        var output = pipeline.Fit(data).Transform(data);
        Assert.Equal("Image<2, 2>", output.Schema["Small"].Type.ToString());
        Assert.Equal(new[] { 3, 2, 2 }, ((VectorDataViewType)output.Schema["Pixels"].Type).Dimensions);
        // Means of 2 x 2 blocks of 0, 16, ..., 240: 40, 72, 168, 200. Red, green, blue planes of (value - 1) / 2.
        Assert.Equal([9.5f, 9.5f, 9.5f, 9.5f, 4.5f, 4.5f, 4.5f, 4.5f, 19.5f, 35.5f, 83.5f, 99.5f], First<VBuffer<float>>(output, "Pixels").DenseValues());
    }

    [Theory]
    // The order of red, green and blue among the extracted colours (blue 0, green 10, red 20, alpha 255).
    [InlineData(ImagePixelExtractingEstimator.ColorsOrder.ARGB, ImagePixelExtractingEstimator.ColorBits.Rgb, new byte[] { 20, 10, 0 })]
    [InlineData(ImagePixelExtractingEstimator.ColorsOrder.ABGR, ImagePixelExtractingEstimator.ColorBits.All, new byte[] { 255, 0, 10, 20 })]
    [InlineData(ImagePixelExtractingEstimator.ColorsOrder.AGBR, ImagePixelExtractingEstimator.ColorBits.Rgb, new byte[] { 10, 0, 20 })]
    [InlineData(ImagePixelExtractingEstimator.ColorsOrder.ARGB, ImagePixelExtractingEstimator.ColorBits.Green, new byte[] { 10 })]
    public void ExtractsTheColoursAskedForAsBytes(ImagePixelExtractingEstimator.ColorsOrder order, ImagePixelExtractingEstimator.ColorBits colors, byte[] expected)
    {
        var data = Write("a.png", 2, 1, (x, _) => (byte)x);
        var pipeline = _ml.Transforms.LoadImages("Image", _folder, "Path").Append(_ml.Transforms.ResizeImages("Image", 2, 1))
            .Append(_ml.Transforms.ExtractPixels("Pixels", "Image", colors, order, interleavePixelColors: true, outputAsFloatArray: false));
        var output = pipeline.Fit(data).Transform(data);
        Assert.Equal(new[] { 1, 2, expected.Length }, ((VectorDataViewType)output.Schema["Pixels"].Type).Dimensions);
        Assert.Equal(expected, First<VBuffer<byte>>(output, "Pixels").DenseValues().Take(expected.Length));
    }

    [Theory]
    // An image of 8 x 4, blue = 10 x, made 4 x 4. Halved: 5, 25, 45, 65 at scale 1/2; pad leaves a black row above and below.
    [InlineData(ImageResizingEstimator.ResizingKind.IsoPad, ImageResizingEstimator.Anchor.Center, new byte[] { 0, 0, 0, 0, 5, 25, 45, 65 })]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Center, new byte[] { 20, 30, 40, 50, 20, 30, 40, 50 })]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Left, new byte[] { 0, 10, 20, 30, 0, 10, 20, 30 })]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoCrop, ImageResizingEstimator.Anchor.Right, new byte[] { 40, 50, 60, 70, 40, 50, 60, 70 })]
    [InlineData(ImageResizingEstimator.ResizingKind.Fill, ImageResizingEstimator.Anchor.Center, new byte[] { 10, 30, 50, 70, 10, 30, 50, 70 })]
    public void PlacesTheImage(ImageResizingEstimator.ResizingKind resizing, ImageResizingEstimator.Anchor anchor, byte[] blue)
    {
        var data = Write("a.png", 8, 4, (x, _) => (byte)(10 * x));
        var pipeline = _ml.Transforms.LoadImages("Image", _folder, "Path").Append(_ml.Transforms.ResizeImages("Small", 4, 4, "Image", resizing, anchor));
        var image = First<MLImage>(pipeline.Fit(data).Transform(data), "Small");
        Assert.Equal(blue, Enumerable.Range(0, 8).Select(i => image.Pixels[4 * i]));
        Assert.Equal(255, image.Pixels[3]);
    }

    [Fact]
    public void SavesAndLoads()
    {
        var data = Write("a.png", 6, 5, (x, y) => (byte)(x * y));
        var model = _ml.Transforms.LoadImages("Image", _folder, "Path").Append(_ml.Transforms.ResizeImages("Image", 3, 3, resizing: ImageResizingEstimator.ResizingKind.Fill))
            .Append(_ml.Transforms.ExtractPixels("Pixels", "Image")).Fit(data);
        string path = Path.Combine(_folder, "model.zip");
        _ml.Model.Save(model, data.Schema, path);
        var loaded = new MLContext().Model.Load(path, out _);
        Assert.Equal(First<VBuffer<float>>(model.Transform(data), "Pixels").DenseValues(), First<VBuffer<float>>(loaded.Transform(data), "Pixels").DenseValues());
    }

    [Fact]
    public void NamesAFileThatIsMissing()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Row { Path = "missing.png" } });
        var output = _ml.Transforms.LoadImages("Image", _folder, "Path").Fit(data).Transform(data);
        Assert.Contains("missing.png", Assert.ThrowsAny<Exception>(() => First<MLImage>(output, "Image")).Message);
    }

    [Fact]
    public void RefusesColumnsThatDoNotFit()
    {
        var data = Write("a.png", 2, 2, (_, _) => 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.ResizeImages("Small", 2, 2, "Path").Fit(data));
        var unknownSize = _ml.Transforms.LoadImages("Image", _folder, "Path").Append(_ml.Transforms.ExtractPixels("Pixels", "Image"));
        Assert.Contains("unknown-size image", Assert.Throws<ArgumentOutOfRangeException>(() => unknownSize.Fit(data)).Message);
        Assert.Throws<ArgumentException>(() => _ml.Transforms.ResizeImages("Small", 0, 2, "Image"));
        Assert.Throws<ArgumentException>(() => _ml.Transforms.ExtractPixels("Pixels", "Image", scaleImage: 0));
    }

    [Fact]
    public void ImagesInARowClassAreAColumnOfTheirSize()
    {
        using var image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, [1, 2, 3, 255, 4, 5, 6, 255]);
        var data = _ml.Data.LoadFromEnumerable(new[] { new ImageRow { Image = image } });
        Assert.Equal(new ImageDataViewType(1, 2), data.Schema["Image"].Type);
        var output = _ml.Transforms.ExtractPixels("Pixels", "Image").Fit(data).Transform(data);
        Assert.Equal([1f, 4, 2, 5, 3, 6], First<VBuffer<float>>(output, "Pixels").DenseValues());
    }
}
