using System.Diagnostics;
using System.Text.Json;
using MedSsl.MLNet;
using Microsoft.ML;
using TorchSharp;

namespace MedSsl.Benchmarks;

/// <summary>Peak memory of one optimizer step of SimCLR, each setting in a process of its own.</summary>
internal static class MemoryBenchmark
{
    internal static int Run(string[] arguments)
    {
        int batch = 1024, size = 64, threads = 2;
        string encoder = "ResNet18";
        int[] micro = [64, 128, 256, 1024];
        bool checkpointing = false, alone = false;
        var precision = Precision.Float32;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--batch": batch = int.Parse(arguments[++i]); break;
                case "--size": size = int.Parse(arguments[++i]); break;
                case "--threads": threads = int.Parse(arguments[++i]); break;
                case "--encoder": encoder = arguments[++i]; break;
                case "--micro": micro = [.. arguments[++i].Split(',').Select(int.Parse)]; break;
                case "--precision": precision = Enum.Parse<Precision>(arguments[++i], ignoreCase: true); break;
                case "--checkpointing": checkpointing = true; break;
                case "--alone": alone = true; break;
                default: throw new ArgumentException($"'{arguments[i]}' is no option of memory.");
            }
        }
        if (alone)
        {
            var spec = new EncoderSpec { Architecture = Enum.Parse<EncoderArchitecture>(encoder, ignoreCase: true) };
            Step(spec, batch, size, micro[0], checkpointing, precision, threads);
            return 0;
        }
        foreach (int pairs in micro)
        {
            string[] others = ["memory", .. arguments, "--micro", $"{pairs}", "--alone"];
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, others) { UseShellExecute = false })!;
            process.WaitForExit();
            if (process.ExitCode != 0)
                return process.ExitCode;
        }
        return 0;
    }

    private static void Step(EncoderSpec spec, int batch, int size, int micro, bool checkpointing, Precision precision, int threads)
    {
        torch.set_num_threads(threads);
        var ml = new MLContext(seed: 1);
        var images = SimClrBenchmark.Random(ml, batch, size);
        var options = new SimClrOptions
        {
            Encoder = spec,
            Epochs = 1,
            BatchSize = batch,
            MicroBatchSize = micro < batch ? micro : null,
            GradientCheckpointing = checkpointing,
            Precision = precision,
            Seed = 1,
        };
        long before = SimClrBenchmark.Memory("VmRSS");
        var watch = Stopwatch.StartNew();
        ml.SelfSupervised.SimClr("Features", "Image", options).Fit(images);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            encoder = spec.Architecture.ToString(),
            pixels = size,
            batch,
            micro,
            checkpointing,
            precision = precision.ToString(),
            megabytes_before = before,
            peak_megabytes = SimClrBenchmark.Memory("VmHWM"),
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            processor_seconds = Math.Round(Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds, 1),
        }));
    }
}
