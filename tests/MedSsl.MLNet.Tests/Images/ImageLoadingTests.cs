using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public sealed class ImageLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    /// <summary>A manifest of n images; image i is gray level i all over.</summary>
    private IDataView Images(int count)
    {
        for (int i = 0; i < count; i++)
            _folder.Write($"{i}.png", PngFile.Gray(20, 16, (_, _) => i));
        return _ml.MedicalImages.LoadManifest(_folder.Write("m.csv", "image_path,patient_id\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{i}.png,p{i}\n"))));
    }

    private static List<float[]> Pixels(IDataView data) => [.. data.GetColumn<VBuffer<float>>(data.Schema["Image"]).Select(v => v.DenseValues().ToArray())];

    [Fact]
    public void ImagesComeInOrderAsChannelsHeightWidth()
    {
        var data = Images(100);
        var estimator = _ml.MedicalImages.Load("Image", "ImagePath", 16, new() { Resize = ResizeMode.CentreCrop });
        var loaded = estimator.Fit(data).Transform(data);
        Assert.Equal("Vector<Single, 1, 16, 16>", loaded.Schema["Image"].Type.ToString());
        var images = Pixels(loaded);
        Assert.Equal(100, images.Count);
        for (int i = 0; i < images.Count; i++)
            Assert.All(images[i], p => Assert.Equal(i / 255f, p));
    }

    [Fact]
    public void TheEstimatorAnnouncesWhatTheTransformerDelivers()
    {
        var data = Images(1);
        var estimator = _ml.MedicalImages.Load("Image", "ImagePath", 16);
        var pipeline = estimator.Append(_ml.MedicalImages.Load("Second", "ImagePath", 8, new() { Channels = 3 }));
        var schema = pipeline.Fit(data).Transform(data).Schema;
        Assert.Equal("Vector<Single, 3, 8, 8>", schema["Second"].Type.ToString());
        var shape = pipeline.GetOutputSchema(Shapes.Of<PathRow>(_ml));
        Assert.Equal(["ImagePath", "Image", "Second"], shape.Select(c => c.Name));
        Assert.All(shape.Skip(1), c => Assert.Equal((SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single), (c.Kind, c.ItemType)));
        Assert.Contains("'ImagePath'", Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(Shapes.Of<PixelRow>(_ml))).Message);
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentException>(() => _ml.MedicalImages.Load("Image", "Nothing").Fit(data)).Message);
        Assert.Contains("Labels", Assert.Throws<ArgumentException>(() => _ml.MedicalImages.Load("Image", "Labels").Append(estimator).Fit(
            _ml.MedicalImages.LoadManifest(_folder.Write("l.csv", "image_path,patient_id,Mass\na.png,p,1\n")))).Message);
    }

    [Fact]
    public void RowByRowGivesTheSame()
    {
        var data = Images(3);
        var model = _ml.MedicalImages.Load("Image", "ImagePath", 24).Fit(data);
        using var engine = _ml.Model.CreatePredictionEngine<PathRow, PixelRow>(model);
        var batched = Pixels(model.Transform(data));
        for (int i = 0; i < 3; i++)
            Assert.Equal(batched[i], engine.Predict(new() { ImagePath = _folder[$"{i}.png"] }).Image);
    }

    [Fact]
    public void ABadImageStopsWithItsNameAndTheRemedy()
    {
        var data = Images(50);
        byte[] whole = File.ReadAllBytes(_folder["33.png"]);
        File.WriteAllBytes(_folder["33.png"], whole[..^20]);
        File.Delete(_folder["40.png"]);
        var loaded = _ml.MedicalImages.Load("Image", "ImagePath", 16).Fit(data).Transform(data);
        string message = Assert.Throws<InvalidDataException>(() => Pixels(loaded)).Message;
        Assert.Contains(_folder["33.png"], message);
        Assert.Contains("truncated", message);
        Assert.Contains("BadImagePolicy.Skip".Split('.')[1], message);
    }

    [Fact]
    public void SkippedImagesAreMissingAndReportedOnce()
    {
        var warnings = new List<string>();
        var data = Images(50);
        File.WriteAllText(_folder["7.png"], "no image");
        File.Delete(_folder["40.png"]);
        var found = new List<BadImageReport>();
        _ml.Log += (_, e) => { if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning) lock (warnings) warnings.Add(e.Message); };
        var model = _ml.MedicalImages.Load("Image", "ImagePath", 16, new() { OnBadImage = BadImagePolicy.Skip, BadImageFound = found.Add }).Fit(data);
        var images = Pixels(model.Transform(data));
        Pixels(model.Transform(data));
        Assert.All(images[7], p => Assert.True(float.IsNaN(p)));
        Assert.All(images[40], p => Assert.True(float.IsNaN(p)));
        Assert.DoesNotContain(float.NaN, images[8]);
        Assert.Equal([_folder["40.png"], _folder["7.png"]], model.BadImages.Select(b => b.Path));
        Assert.Contains("no such file", model.BadImages[0].Reason);
        Assert.Equal(2, found.Count);
        Assert.Contains(warnings, w => w.Contains(_folder["7.png"]));
        Assert.Contains(warnings, w => w.Contains(_folder["40.png"]));
    }

    [Theory]
    [InlineData(4, 1, "size")]
    [InlineData(5000, 1, "size")]
    [InlineData(64, 2, "Channels")]
    public void OptionsAreChecked(int size, int channels, string name) =>
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => _ml.MedicalImages.Load("Image", "ImagePath", size, new() { Channels = channels })).Message);

    private sealed class PathRow
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class PixelRow
    {
        public float[] Image { get; set; } = [];
    }
}
