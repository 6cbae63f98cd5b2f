using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MedSsl.MLNet.Tests;

public sealed class TrainingImagesTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private IDataView Manifest(int count, ImageLoadOptions? options = null)
    {
        for (int i = 0; i < count; i++)
            _folder.Write($"{i}.png", PngFile.Gray(9, 9, (x, y) => (i * 10 + x + y) % 256));
        var data = _ml.MedicalImages.LoadManifest(_folder.Write(
            "m.csv", "image_path,patient_id,Edema,Mass\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{i}.png,p{i / 2},{i % 2},{(i == 1 ? "" : "1")}\n"))));
        return _ml.MedicalImages.Load("Image", "ImagePath", 9, options).Fit(data).Transform(data);
    }

    [Fact]
    public void ImagesGroupsAndLabelsAreRead()
    {
        var set = TrainingImages.Read(_ml, Manifest(5), "Image", "PatientId", "Labels");
        Assert.Equal((5, new ImageShape(1, 9, 9), 0), (set.Count, set.Shape, set.SkippedRows));
        Assert.Equal(["p0", "p0", "p1", "p1", "p2"], set.Groups);
        Assert.Equal(["Edema", "Mass"], set.LabelNames);
        Assert.Equal([0, 1, 1, float.NaN, 0, 1, 1, 1, 0, 1], set.Labels);

        using var batch = set.Batch([4, 1]);
        Assert.Equal([2, 1, 9, 9], batch.shape);
        float[] pixels = batch.data<float>().ToArray();
        for (int i = 0; i < 81; i++)
        {
            Assert.Equal((40 + i % 9 + i / 9) / 255f, pixels[i]);
            Assert.Equal((10 + i % 9 + i / 9) / 255f, pixels[81 + i]);
        }
        using var labels = set.LabelBatch([1, 0]);
        Assert.Equal([1, float.NaN, 0, 1], labels.data<float>().ToArray());
        Assert.Empty(TrainingImages.Read(_ml, Manifest(2), "Image").Groups);
    }

    [Fact]
    public void PixelsThatAreNoLevelsAreKeptExactly()
    {
        float[] image = [0.1f, 0.2f, MathF.PI / 4, 1];
        var set = TrainingImages.Read(_ml, _ml.Data.LoadFromEnumerable(new[] { new ImageRow { Image = image } }), "Image");
        using var batch = set.Batch([0, 0]);
        Assert.Equal([.. image, .. image], batch.data<float>().ToArray());
    }

    [Fact]
    public void EightBitImagesTakeAByteAPixel()
    {
        float[] pixels = [.. Enumerable.Range(0, 1 << 20).Select(i => (i & 255) / 255f)];
        var image = new StoredImage(pixels);
        Assert.Equal((PixelKind.Byte, 1 << 20), (image.Kind, image.Bytes.Length));
        var back = new float[pixels.Length];
        image.CopyTo(back);
        Assert.Equal(pixels, back);
    }

    [Fact]
    public void MissingImagesAreLeftOutAndCounted()
    {
        var data = Manifest(6, new() { OnBadImage = BadImagePolicy.Skip });
        File.Delete(_folder["0.png"]);
        File.WriteAllText(_folder["4.png"], "no image");
        var warnings = new List<string>();
        _ml.Log += (_, e) => { if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning) lock (warnings) warnings.Add(e.Message); };
        var set = TrainingImages.Read(_ml, data, "Image", "PatientId", "Labels");
        Assert.Equal((4, 2), (set.Count, set.SkippedRows));
        Assert.Equal(["p0", "p1", "p1", "p2"], set.Groups);
        Assert.Equal(8, set.Labels.Length);
        Assert.True(float.IsNaN(set.LabelsOf(0)[1]));
        Assert.Contains(warnings, w => w.Contains("2 rows"));
    }

    [Fact]
    public void AnEmptySetIsSaid()
    {
        var data = Manifest(2, new() { OnBadImage = BadImagePolicy.Skip });
        Assert.Contains("empty", Assert.Throws<InvalidDataException>(() => TrainingImages.Read(_ml, _ml.Data.TakeRows(data, 0), "Image")).Message);
        File.Delete(_folder["0.png"]);
        File.Delete(_folder["1.png"]);
        Assert.Contains("None of the 2 images", Assert.Throws<InvalidDataException>(() => TrainingImages.Read(_ml, data, "Image")).Message);
    }

    [Theory]
    [InlineData("Nothing", null, null, "'Nothing'")]
    [InlineData("Labels", null, null, "Vector<Single, C, H, W>")]
    [InlineData("Image", "Labels", null, "'Labels' is Vector<Single, 2>")]
    [InlineData("Image", null, "PatientId", "'PatientId'")]
    public void ColumnsAreChecked(string image, string? group, string? labels, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => TrainingImages.Read(_ml, Manifest(1), image, group, labels)).Message);

    [Fact]
    public void ReadingCanBeCancelled()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => TrainingImages.Read(_ml, Manifest(3), "Image", cancellation: cancel.Token));
    }
}
