using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MedSsl.MLNet.Tests;

/// <summary>Training reads from the cache of the loading stage, and learns the same.</summary>
public sealed class CachedTrainingTests : IDisposable
{
    private const int Side = 16, Count = 40;
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new(), _images = new();

    public void Dispose()
    {
        _folder.Dispose();
        _images.Dispose();
    }

    private IDataView Manifest(int count = Count, int side = Side)
    {
        var random = new Random(5);
        for (int i = 0; i < count; i++)
            _images.Write($"{i}.png", PngFile.Gray(side, side, (x, y) => (random.Next(40) + x * (1 + i % 5) + y) % 256));
        return _ml.MedicalImages.LoadManifest(_images.Write("m.csv",
            "image_path,patient_id,view,Edema,Mass\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{i}.png,p{i / 2},v{i % 3},{i % 2},{(i == 1 ? "" : "1")}\n"))));
    }

    private IDataView Load(IDataView data, ImageCache? cache, int size = Side) =>
        _ml.MedicalImages.Load("Image", "ImagePath", size, new() { Cache = cache, OnBadImage = BadImagePolicy.Skip }).Fit(data).Transform(data);

    private static float[] Pixels(TrainingImages set)
    {
        using var batch = set.Batch([.. Enumerable.Range(0, set.Count)]);
        return batch.data<float>().ToArray();
    }

    private TrainingImages Read(IDataView data, Func<int, bool>? only = null, long? memory = null) =>
        TrainingImages.Read(_ml, data, "Image", "PatientId", "Labels", only: only, memory: memory, textColumns: ["View", "ImagePath"]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheSetIsTheSameWithACache(bool some)
    {
        var data = Manifest();
        File.Delete(_images["0.png"]);
        foreach (int i in new[] { 7, 33, 34, 39 })
            _images.Write($"{i}.png", "no image");
        Func<int, bool>? only = some ? row => row % 3 != 1 : null;
        var expected = Read(Load(data, null), only);
        using var cache = new ImageCache(_folder.Path);
        for (int run = 0; run < 2; run++)
        {
            var set = Read(Load(data, cache), only);
            Assert.Equal((expected.Count, expected.SkippedRows), (set.Count, set.SkippedRows));
            Assert.Equal(Pixels(expected), Pixels(set));
            Assert.Equal(expected.Groups, set.Groups);
            Assert.Equal(expected.Labels, set.Labels);
            Assert.Equal(expected.Text("View"), set.Text("View"));
            Assert.Equal(expected.Text("ImagePath"), set.Text("ImagePath"));
            Assert.Equal(expected.Fingerprint(), set.Fingerprint());
        }
    }

    [Fact]
    public void TrainingIsTheSameToTheBit()
    {
        float[] Train(ImageCache? cache)
        {
            var ml = new MLContext(seed: 3);
            var data = Manifest();
            var model = ml.MedicalImages.Load("Image", "ImagePath", Side, new() { Cache = cache })
                .Append(ml.SelfSupervised.SimClr("Features", "Image", new()
                {
                    Encoder = Encoders.ResNet18(0.0625, true),
                    Epochs = 2,
                    BatchSize = 20,
                    ProjectionSize = 8,
                }))
                .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", new() { Epochs = 1, MinimumSteps = 0, BatchSize = 20 }))
                .Fit(data);
            return [.. ColumnCursorExtensions.GetColumn<float[]>(model.Transform(data), "Score").SelectMany(row => row)];
        }

        var expected = Train(null);
        using var cache = new ImageCache(_folder.Path);
        Assert.Equal(expected, Train(cache));
        Assert.Equal(Count, cache.Count);
        Assert.Equal(expected, Train(cache));
    }

    [Fact]
    public void ImagesInTheCacheTakeNoMemory()
    {
        const int Large = 128;
        using var cache = new ImageCache(_folder.Path);
        var data = Load(Manifest(200, Large), cache, Large);
        Assert.Equal(0, Read(data).BytesInMemory);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var set = Read(data);
        // A collection in between can make the count a little too small.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, long.MinValue, 200 * Large * Large / 10);
        Assert.Equal((200, 0, true), (set.Count, set.BytesInMemory, set.IsOnDisk));
    }

    [Fact]
    public void ImagesBeyondTheLimitOfMemoryGoToAFile()
    {
        var data = Load(Manifest(), null);
        var expected = Read(data);
        var set = Read(data, memory: 10 * Side * Side);
        Assert.Equal(Pixels(expected), Pixels(set));
        Assert.Equal(expected.Fingerprint(), set.Fingerprint());
        Assert.Equal((Count * Side * Side, false), (expected.BytesInMemory, expected.IsOnDisk));
        Assert.Equal((10 * Side * Side, true), (set.BytesInMemory, set.IsOnDisk));
    }

    [Fact]
    public void WhatTheCacheDoesNotTakeStaysInMemory()
    {
        using var cache = new ImageCache(_folder.Path, maximumBytes: 9 * Side * Side);
        var data = Manifest();
        Assert.Equal(Pixels(Read(Load(data, null))), Pixels(Read(Load(data, cache))));
        Assert.Equal(9, cache.Count);
    }

    [Fact]
    public void ADamagedImageIsReadAnewWhileTraining()
    {
        using var cache = new ImageCache(_folder.Path);
        var data = Load(Manifest(), cache);
        var set = Read(data);
        var expected = Pixels(set);
        string fingerprint = set.Fingerprint();
        Damage();
        Assert.Equal(expected, Pixels(set));
        Assert.Equal(fingerprint, set.Fingerprint());
        Assert.Equal(Count, cache.Count);
    }

    [Fact]
    public void ADamagedImageWhoseFileChangedIsNamed()
    {
        using var cache = new ImageCache(_folder.Path);
        var set = Read(Load(Manifest(), cache));
        Damage();
        foreach (string path in Directory.GetFiles(_images.Path, "*.png"))
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        string message = Assert.Throws<InvalidDataException>(() => Pixels(set)).Message;
        Assert.Contains(".png", message);
        Assert.Contains("changed", message);
    }

    /// <summary>The paths at hand are not those that the images are of.</summary>
    [Fact]
    public void WhereThePathsWereReplacedTheImagesAreRead()
    {
        using var cache = new ImageCache(_folder.Path);
        var data = Load(Manifest(), cache);
        var renamed = _ml.Transforms.CopyColumns("ImagePath", "View").Fit(data).Transform(data);
        Assert.Equal(Pixels(Read(data)), Pixels(Read(renamed)));
        var dropped = _ml.Transforms.SelectColumns("Image", "PatientId").Fit(data).Transform(data);
        Assert.Equal(Pixels(Read(data)), Pixels(TrainingImages.Read(_ml, dropped, "Image")));
    }

    private void Damage()
    {
        using var file = new FileStream(Directory.GetFiles(_folder.Path, "*.pixels").Single(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        for (int image = 0; image < Count; image += 9)
        {
            file.Position = image * Side * Side + 11;
            file.Write([1, 2, 3, 4]);
        }
    }
}
