using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public sealed class CachedLoadingTests : IDisposable
{
    private const int Side = 24, Count = 30;
    private readonly TemporaryFolder _folder = new(), _images = new();
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];

    public CachedLoadingTests() => _ml.Log += (_, e) =>
    {
        if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            lock (_warnings)
                _warnings.Add(e.Message);
    };

    public void Dispose()
    {
        _folder.Dispose();
        _images.Dispose();
    }

    private IDataView Manifest()
    {
        for (int i = 0; i < Count; i++)
            Write(i, i);
        return _ml.MedicalImages.LoadManifest(_images.Write(
            "m.csv", "image_path,patient_id,Mass\n" + string.Concat(Enumerable.Range(0, Count).Select(i => $"{i}.png,patient-{i},{i % 2}\n"))));
    }

    private string Write(int image, int level) => _images.Write($"{image}.png", PngFile.Gray(Side, Side, (x, y) => (level * 5 + x + y) % 256));

    private ImageLoadOptions Options(ImageCache? cache) => new() { Cache = cache, OnBadImage = BadImagePolicy.Skip };

    private float[][] Read(IDataView data, ImageLoadOptions options, int size = 16)
    {
        var loaded = _ml.MedicalImages.Load("Image", "ImagePath", size, options).Fit(data).Transform(data);
        return [.. loaded.GetColumn<VBuffer<float>>(loaded.Schema["Image"]).Select(v => v.DenseValues().ToArray())];
    }

    [Fact]
    public void TheSecondEpochAndTheNextRunReadNoFile()
    {
        var data = Manifest();
        var expected = Read(data, Options(null));
        using (var cache = new ImageCache(_folder.Path))
            Assert.Equal(expected, Read(data, Options(cache)));
        foreach (string path in Directory.GetFiles(_images.Path, "*.png"))
        {
            var changed = File.GetLastWriteTimeUtc(path);
            File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
            File.SetLastWriteTimeUtc(path, changed);
        }
        using var again = new ImageCache(_folder.Path);
        Assert.Equal(Count, again.Count);
        Assert.Equal(expected, Read(data, Options(again)));
        Assert.Equal(expected, Read(data, Options(again)));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void AChangedFileIsReadAnew()
    {
        var data = Manifest();
        using var cache = new ImageCache(_folder.Path);
        var before = Read(data, Options(cache));
        File.SetLastWriteTimeUtc(Write(3, 40), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var after = Read(data, Options(cache));
        Assert.Equal(Read(data, Options(null)), after);
        Assert.NotEqual(before[3], after[3]);
        Assert.Equal(Count + 1, cache.Count);
    }

    [Fact]
    public void ALinkIsTheFileThatItLeadsTo()
    {
        var data = Manifest();
        string target = _images["target.png"], other = _images["other.png"];
        File.Move(_images["0.png"], target);
        File.Copy(_images["9.png"], other);
        File.CreateSymbolicLink(_images["0.png"], target);
        using var cache = new ImageCache(_folder.Path);
        Assert.Equal(Read(data, Options(null)), Read(data, Options(cache)));
        File.SetLastWriteTimeUtc(other, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(other, target, overwrite: true);
        Assert.Equal(Read(data, Options(null)), Read(data, Options(cache)));
    }

    [Fact]
    public void WhatDecidesThePixelsDecidesTheKey()
    {
        var data = Manifest();
        using var cache = new ImageCache(_folder.Path);
        ImageLoadOptions[] ways = [Options(cache), Options(cache) with { Channels = 3 }, Options(cache) with { Resize = ResizeMode.CentreCrop }];
        foreach (var way in ways)
            Assert.Equal(Read(data, way with { Cache = null }), Read(data, way));
        Assert.Equal(3 * Count, cache.Count);
        Read(data, ways[0], size: 17);
        Assert.Equal(4 * Count, cache.Count);
        Read(data, ways[0] with { OnBadImage = BadImagePolicy.Stop });
        Assert.Equal(4 * Count, cache.Count);
    }

    [Fact]
    public void UnreadableFilesAreNotCached()
    {
        var data = Manifest();
        using var cache = new ImageCache(_folder.Path);
        _images.Write("5.png", "no image");
        File.Delete(_images["6.png"]);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            var images = Read(data, Options(cache));
            Assert.True(float.IsNaN(images[5][0]) && float.IsNaN(images[6][0]) && !float.IsNaN(images[7][0]));
        }
        Assert.Equal(Count - 2, cache.Count);
    }

    [Fact]
    public void DamagedPixelsAreReadAnew()
    {
        var data = Manifest();
        using var cache = new ImageCache(_folder.Path);
        var expected = Read(data, Options(cache));
        using (var file = new FileStream(Directory.GetFiles(_folder.Path, "*.pixels").Single(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = 16 * 16 * 4 + 7;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }
        Assert.Equal(expected, Read(data, Options(cache)));
        Assert.Equal((Count, (Count + 1) * 16 * 16L), (cache.Count, new FileInfo(Directory.GetFiles(_folder.Path, "*.index").Single()).Length / 48 * 256 - 256));
    }

    [Fact]
    public void ACacheThatIsFullSaysSoOnce()
    {
        var data = Manifest();
        var expected = Read(data, Options(null));
        using var cache = new ImageCache(_folder.Path, maximumBytes: 4 * 256);
        for (int epoch = 0; epoch < 2; epoch++)
            Assert.Equal(expected, Read(data, Options(cache)));
        Assert.Equal(4, cache.Count);
        Assert.Equal(2, _warnings.Count(w => w.Contains(_folder.Path) && w.Contains("limit of 1024 bytes")));    // one of each transformer
    }

    [Fact]
    public void ACacheThatIsRemovedMeanwhileIsDoneWithout()
    {
        var data = Manifest();
        var expected = Read(data, Options(null));
        using (var first = new ImageCache(_folder.Path))
            Read(data, Options(first));
        using var cache = new ImageCache(_folder.Path);
        ImageCache.Clear(_folder.Path);
        Assert.Equal(expected, Read(data, Options(cache)));
        Assert.Equal(expected, Read(data, Options(cache)));
        Assert.Contains("removed", cache.Fault);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void NothingButPixelsCanBeRead()
    {
        using (var cache = new ImageCache(_folder.Path))
            Read(Manifest(), Options(cache));
        foreach (string file in Directory.GetFiles(_folder.Path))
        {
            string text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("png", text + file[_folder.Path.Length..]);
            Assert.DoesNotContain("patient", text);
        }
    }

    [Fact]
    public void TheCacheIsNotSavedWithTheModel()
    {
        var data = Manifest();
        using var cache = new ImageCache(_folder.Path);
        var model = _ml.MedicalImages.Load("Image", "ImagePath", 16, Options(cache)).Fit(data);
        _ml.Model.Save(model, data.Schema, _images["model.zip"]);
        var loaded = _ml.Model.Load(_images["model.zip"], out _).Transform(data);
        Assert.Equal(Count, loaded.GetColumn<VBuffer<float>>(loaded.Schema["Image"]).Count());
        Assert.Equal(0, cache.Count);
    }
}
