using System.Diagnostics;
using System.Text.Json;
using MedSsl.MLNet;
using Microsoft.ML;

namespace MedSsl.Benchmarks;

/// <summary>Memory of an epoch of SimCLR over sets of growing size, from a cache and without one, each in a process of its own.</summary>
internal static class MappedBenchmark
{
    private const int Side = 1024;

    internal static int Run(string[] arguments)
    {
        int[] megabytes = [250, 2000];
        string folder = Path.Combine(Path.GetTempPath(), "medssl-mapped");
        bool alone = false, cached = true;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--megabytes": megabytes = [.. arguments[++i].Split(',').Select(int.Parse)]; break;
                case "--folder": folder = arguments[++i]; break;
                case "--alone": alone = true; break;
                case "--no-cache": cached = false; break;
                default: throw new ArgumentException($"'{arguments[i]}' is no option of mapped.");
            }
        }
        if (alone)
        {
            Train(folder, megabytes[0], cached);
            return 0;
        }
        try
        {
            foreach (int size in megabytes)
            {
                string[] others = ["mapped", "--folder", folder, "--megabytes", $"{size}", "--alone"];
                foreach (string[] all in new[] { others, others, [.. others, "--no-cache"] })     // fills the cache, reads it, does without
                {
                    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, all) { UseShellExecute = false })!;
                    process.WaitForExit();
                    if (process.ExitCode != 0)
                        return process.ExitCode;
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private sealed class Peak : IProgress<TrainingProgress>
    {
        internal long Anonymous { get; private set; }

        internal long Mapped { get; private set; }

        public void Report(TrainingProgress value)
        {
            Anonymous = Math.Max(Anonymous, SimClrBenchmark.Memory("RssAnon"));
            Mapped = Math.Max(Mapped, SimClrBenchmark.Memory("RssFile"));
        }
    }

    /// <summary>Images of a megabyte each in the cache, made of files of a few hundred bytes.</summary>
    private static void Train(string folder, int megabytes, bool cached)
    {
        Directory.CreateDirectory(folder);
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, megabytes).Select(i => new Row { ImagePath = Path.Combine(folder, $"{i}.png") }).ToArray();
        foreach (var row in rows.Where(row => !File.Exists(row.ImagePath)))
            Write(row.ImagePath, row.ImagePath.Length);
        using var cache = cached ? new ImageCache(Path.Combine(folder, "cache")) : null;
        int known = cache?.Count ?? 0;
        var data = ml.Data.LoadFromEnumerable(rows);
        var peak = new Peak();
        var watch = Stopwatch.StartNew();
        ml.MedicalImages.Load("Image", "ImagePath", Side, new() { Cache = cache }).Append(ml.SelfSupervised.SimClr("Features", "Image", new()
        {
            Encoder = Encoders.ResNet18(0.0625, smallImageStem: false),
            Epochs = 1,
            BatchSize = 10,
            ViewSize = 32,
            Augmentation = ViewAugmentationOptions.None,
            Progress = peak,
        })).Fit(data);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            set_megabytes = megabytes,
            cache = !cached ? "none" : known < megabytes ? "filled" : "read",
            anonymous_megabytes = peak.Anonymous,
            mapped_megabytes = peak.Mapped,
            managed_megabytes = GC.GetTotalMemory(forceFullCollection: true) >> 20,
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
        }));
    }

    private static void Write(string path, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[4 * 16 * 16];
        random.NextBytes(pixels);
        for (int i = 3; i < pixels.Length; i += 4)
            pixels[i] = 255;
        using var image = Microsoft.ML.Data.MLImage.CreateFromPixels(16, 16, Microsoft.ML.Data.MLPixelFormat.Rgba32, pixels);
        image.Save(path);
    }

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
    }
}
