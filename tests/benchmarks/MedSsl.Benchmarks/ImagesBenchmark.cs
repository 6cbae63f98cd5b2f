using System.Diagnostics;
using System.Text.Json;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Benchmarks;

/// <summary>Images per second of the loading stage: from files, into a cache, and from it; then the peer's, on the same files and cores.</summary>
internal static class ImagesBenchmark
{
    internal static int Run(string[] arguments)
    {
        string? folder = null, peer = null, python = "/usr/bin/python3";
        int size = 224, repeats = 3;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--size": size = int.Parse(arguments[++i]); break;
                case "--repeats": repeats = int.Parse(arguments[++i]); break;
                case "--peer": peer = arguments[++i]; break;
                case "--python": python = arguments[++i]; break;
                default: folder = arguments[i]; break;
            }
        }
        if (folder is null)
            throw new ArgumentException("images needs the folder that tests/peers/images_peer.py --make has filled.");
        foreach (string kind in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            string[] paths = [.. Directory.GetFiles(kind).Order(StringComparer.Ordinal)];
            foreach (string path in paths)
                File.ReadAllBytes(path);
            try
            {
                Measure(Path.GetFileName(kind), paths, size, repeats, new());
                if (paths[0].EndsWith(".jpg", StringComparison.Ordinal))
                    Measure("jpeg-reduced", paths, size, repeats, new() { JpegAtReducedScale = true });
            }
            catch (InvalidDataException error)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { kind = Path.GetFileName(kind), cannot = error.Message }));
            }
        }
        if (peer is null)
            return 0;
        using var process = Process.Start(new ProcessStartInfo(
            python, [peer, "--measure", folder, "--size", $"{size}", "--workers", $"{Environment.ProcessorCount}"])
        { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static void Measure(string kind, string[] paths, int size, int repeats, ImageLoadOptions options)
    {
        var ml = new MLContext();
        string folder = Path.Combine(Path.GetTempPath(), $"medssl-benchmark-{Guid.NewGuid():N}");
        try
        {
            Rate(ml, paths[..Math.Min(64, paths.Length)], size, options);     // compiles it
            long before = GC.GetTotalAllocatedBytes(precise: true);
            double files = Rate(ml, paths, size, options);
            long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            for (int i = 1; i < repeats; i++)
                files = Math.Max(files, Rate(ml, paths, size, options));
            using var cache = new ImageCache(folder);
            double first = Rate(ml, paths, size, options with { Cache = cache }), epoch = 0;
            for (int i = 0; i < repeats; i++)
                epoch = Math.Max(epoch, Rate(ml, paths, size, options with { Cache = cache }));
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                kind,
                images = paths.Length,
                size,
                cores = Environment.ProcessorCount,
                images_per_second = Math.Round(files, 1),
                into_the_cache = Math.Round(first, 1),
                from_the_cache = Math.Round(epoch, 1),
                kilobytes_allocated_an_image = Math.Round(allocated / 1024.0 / paths.Length, 1),
                cache_megabytes = Math.Round(cache.Bytes / 1e6, 1),
            }));
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static double Rate(MLContext ml, string[] paths, int size, ImageLoadOptions options)
    {
        var data = ml.Data.LoadFromEnumerable(paths.Select(path => new Row { ImagePath = path }).ToArray());
        var loaded = ml.MedicalImages.Load("Image", "ImagePath", size, options).Fit(data).Transform(data);
        var watch = Stopwatch.StartNew();
        using var cursor = loaded.GetRowCursor([loaded.Schema["Image"]]);
        var get = cursor.GetGetter<VBuffer<float>>(loaded.Schema["Image"]);
        VBuffer<float> image = default;
        while (cursor.MoveNext())
            get(ref image);
        return paths.Length / watch.Elapsed.TotalSeconds;
    }

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";
    }
}
