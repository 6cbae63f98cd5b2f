using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>Two processes at a time fill a cache and are killed with SIGKILL in the middle of it: what it then holds is right, and the next go on.</summary>
public sealed class CacheKillTests : IDisposable
{
    private const int Count = 600, Side = 32, Rounds = 3;
    private readonly TemporaryFolder _folder = new(), _images = new();
    private readonly Random _random = new(20261122);

    public void Dispose()
    {
        _folder.Dispose();
        _images.Dispose();
    }

    [Fact]
    public async Task KilledWhileItIsWritten()
    {
        Parallel.For(0, Count, i => _images.Write($"{i:D4}.png", PngFile.Gray(Side, Side, (x, y) => (i + x * y) % 256)));
        int between = 0;
        for (int round = 0; round < Rounds; round++)
        {
            await Task.WhenAll(Killed(round), Killed(round));
            using var cache = new ImageCache(_folder.Path);
            between += cache.Count is > 0 and < Count ? 1 : 0;
        }
        Assert.True(between > 0, "no kill met a cache that was being filled");

        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(i => new Row { ImagePath = _images[$"{i:D4}.png"] }));
        for (int run = 0; run < 2; run++)
        {
            using var cache = new ImageCache(_folder.Path);
            var loaded = ml.MedicalImages.Load("Image", "ImagePath", Side, new() { Cache = cache }).Fit(data).Transform(data);
            int number = 0;
            foreach (var image in loaded.GetColumn<VBuffer<float>>(loaded.Schema["Image"]))
            {
                var pixels = image.GetValues();
                for (int i = 0; i < pixels.Length; i++)
                    if (pixels[i] != (number + i % Side * (i / Side)) % 256 / 255f)
                        Assert.Fail($"image {number} is wrong at pixel {i}");
                number++;
            }
            Assert.Equal((Count, Count), (number, cache.Count));
        }
    }

    private async Task Killed(int round)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "MedSsl.MLNet.KilledProcess.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "cache", _folder.Path, _images.Path]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        // It gets no further than the pipe holds, some sixty images, beyond the last line that is read.
        for (int i = _random.Next(Count * (round + 1) / (2 * Rounds)); i >= 0 && await process.StandardOutput.ReadLineAsync() is not null; i--)
        {
        }
        process.Kill();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
    }
}
