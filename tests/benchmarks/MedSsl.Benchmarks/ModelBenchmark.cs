using System.Diagnostics;
using System.Text.Json;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MedSsl.Benchmarks;

/// <summary>Seconds and memory of saving a model, loading it, and its first and later predictions, each step in a process of its own.</summary>
internal static class ModelBenchmark
{
    private const int Size = 32;

    internal static int Run(string[] arguments)
    {
        string encoder = "ResNet50", path = "", step = "";
        double width = 1;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--encoder": encoder = arguments[++i]; break;
                case "--width": width = double.Parse(arguments[++i], System.Globalization.CultureInfo.InvariantCulture); break;
                case "--step": step = arguments[++i]; break;
                case "--file": path = arguments[++i]; break;
                default: throw new ArgumentException($"'{arguments[i]}' is no option of model.");
            }
        }
        var spec = new EncoderSpec { Architecture = Enum.Parse<EncoderArchitecture>(encoder, ignoreCase: true), WidthMultiplier = width };
        switch (step)
        {
            case "save": return Save(spec, path, typed: true);
            case "save-plain": return Save(spec, path, typed: false);
            case "load": return Load(path, typed: true);
            case "load-plain": return Load(path, typed: false);
        }

        string file = Path.Combine(Path.GetTempPath(), $"medssl-model-{Environment.ProcessId}.zip");
        try
        {
            foreach (string next in (string[])["save", "load", "load-plain", "save-plain", "load-plain"])
            {
                string[] others = ["model", .. arguments, "--step", next, "--file", file];
                using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, others) { UseShellExecute = false })!;
                process.WaitForExit();
                if (process.ExitCode != 0)
                    return process.ExitCode;
            }
        }
        finally
        {
            File.Delete(file);
        }
        return 0;
    }

    private static int Save(EncoderSpec spec, string path, bool typed)
    {
        var ml = new MLContext(seed: 1);
        IDataView images = SimClrBenchmark.Random(ml, 4, Size);
        ITransformer model = ml.SelfSupervised.SimClr("Features", "Image", new SimClrOptions { Encoder = spec, Epochs = 1, BatchSize = 4, Seed = 1 }).Fit(images);
        Measure(typed ? "MedicalModels.Save" : "ml.Model.Save", () =>
        {
            if (typed)
                ml.MedicalModels.Save(model, images.Schema, path);
            else
                ml.Model.Save(model, images.Schema, path);
        }, () => new FileInfo(path).Length);
        return 0;
    }

    private static int Load(string path, bool typed)
    {
        torch.set_num_threads(1);
        var ml = new MLContext(seed: 1);
        using (torch.zeros(1)) // libtorch is loaded before the clock starts
        {
        }
        ITransformer? model = null;
        Measure(typed ? "MedicalModels.Load" : "ml.Model.Load", () => model = typed ? ml.MedicalModels.Load(path, out _) : ml.Model.Load(path, out _), null);
        PredictionEngine<ImageRow, FeatureRow>? engine = null;
        var image = new ImageRow { Image = new float[Size * Size] };
        Measure("first prediction", () =>
        {
            engine = ml.Model.CreatePredictionEngine<ImageRow, FeatureRow>(model!);
            engine.Predict(image);
        }, null);
        Measure("second prediction", () => engine!.Predict(image), null);
        const int Count = 20;
        Measure($"{Count} predictions", () =>
        {
            for (int i = 0; i < Count; i++)
                engine!.Predict(image);
        }, null);
        GC.KeepAlive(model);
        return 0;
    }

    private static void Measure(string what, Action action, Func<long>? bytes)
    {
        GC.Collect();
        long before = SimClrBenchmark.Memory("VmRSS");
        if (File.Exists("/proc/self/clear_refs"))
            File.WriteAllText("/proc/self/clear_refs", "5"); // VmHWM begins anew
        var watch = Stopwatch.StartNew();
        action();
        double seconds = watch.Elapsed.TotalSeconds;
        long peak = SimClrBenchmark.Memory("VmHWM");
        GC.Collect();
        GC.Collect();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            what,
            seconds = Math.Round(seconds, 4),
            file_megabytes = (bytes?.Invoke() ?? 0) >> 20,
            megabytes_before = before,
            peak_megabytes = peak,
            megabytes_after = SimClrBenchmark.Memory("VmRSS"),
            managed_megabytes = GC.GetTotalMemory(true) >> 20,
        }));
    }

    private sealed class ImageRow
    {
        [VectorType(1, Size, Size)]
        public float[] Image { get; set; } = [];
    }

    private sealed class FeatureRow
    {
        public float[] Features { get; set; } = [];
    }
}
