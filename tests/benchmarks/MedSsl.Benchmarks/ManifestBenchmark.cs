using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Benchmarks;

/// <summary>Memory and time of a manifest with many rows; pandas reads the same file beside it.</summary>
internal static class ManifestBenchmark
{
    private const string Pandas = "import pandas, resource, sys, time; start = time.perf_counter(); frame = pandas.read_csv(sys.argv[1]); seconds = time.perf_counter() - start; "
        + "print('%.2f %.0f %.0f' % (seconds, frame.memory_usage(deep=True).sum() / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3))";

    internal static int Run(string[] args)
    {
        var options = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        int rows = int.Parse(options.GetValueOrDefault("--rows", "1000000"), CultureInfo.InvariantCulture);
        string path = Path.Combine(Path.GetTempPath(), $"medssl-manifest-{Environment.ProcessId}.csv");
        try
        {
            Write(path, rows);
            long before = GC.GetTotalMemory(true), peakBefore = Peak();
            var clock = Stopwatch.StartNew();
            IDataView data = new MLContext(seed: 1).MedicalImages.LoadManifest(path);
            double load = clock.Elapsed.TotalSeconds;
            long heap = GC.GetTotalMemory(true) - before, peak = Peak();
            clock.Restart();
            int read = data.GetColumn<VBuffer<float>>(data.Schema["Labels"]).Count();
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                rows = read,
                fileMegabytes = new FileInfo(path).Length / 1_000_000,
                loadSeconds = Math.Round(load, 2),
                heapMegabytes = heap / 1_000_000,
                peakMegabytes = peak / 1_000_000,
                peakBeforeMegabytes = peakBefore / 1_000_000,
                labelsSeconds = Math.Round(clock.Elapsed.TotalSeconds, 2),
            }));
            GC.KeepAlive(data);
            if (options.TryGetValue("--python", out string? python))
            {
                var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, ArgumentList = { "-c", Pandas, path } };
                using Process peer = Process.Start(start)!;
                string[] said = peer.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
                Console.WriteLine(JsonSerializer.Serialize(new { peer = "pandas", loadSeconds = said[0], heapMegabytes = said[1], peakMegabytes = said[2] }));
            }
        }
        finally
        {
            File.Delete(path);
        }
        return 0;
    }

    /// <summary>As of a set of radiographs: a folder a study, a long name an image, one to five studies a patient, fourteen labels.</summary>
    private static void Write(string path, int rows)
    {
        var random = new Random(1);
        string[] states = ["", "0", "1", "-1"];
        using var file = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        file.WriteLine("image_path,patient_id,study_id,view,split," + string.Join(',', Enumerable.Range(1, 14).Select(i => $"Finding {i}")));
        for (int row = 0, patient = 10_000_000, study = 50_000_000; row < rows; patient++)
        {
            string split = random.Next(10) switch { 0 => "test", 1 => "validation", _ => "train" };
            for (int studies = random.Next(1, 6); studies > 0; studies--, study++)
                for (int image = random.Next(1, 3); image > 0 && row < rows; image--, row++)
                {
                    file.Write(FormattableString.Invariant($"files/p{patient % 100}/p{patient}/s{study}/{random.Next():x8}-{random.Next():x8}-{random.Next():x8}-{random.Next():x8}-{row:x8}.jpg,"));
                    file.Write(FormattableString.Invariant($"p{patient},s{study},{(image == 1 ? "PA" : "L")},{split}"));
                    for (int label = 0; label < 14; label++)
                    {
                        file.Write(',');
                        file.Write(states[random.Next(4)]);
                    }
                    file.WriteLine();
                }
        }
    }

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
