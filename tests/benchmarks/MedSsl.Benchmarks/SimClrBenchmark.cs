using System.Diagnostics;
using System.Text.Json;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MedSsl.Benchmarks;

/// <summary>Images per second of a SimCLR stage as a user runs it, and the memory after every epoch.</summary>
internal static class SimClrBenchmark
{
    private sealed class Epochs : IProgress<TrainingProgress>
    {
        private int _epoch;

        internal List<(long Step, TimeSpan Elapsed)> Reports { get; } = [];

        internal List<long> Megabytes { get; } = [];

        internal TrainingProgress? Last { get; private set; }

        public void Report(TrainingProgress value)
        {
            Last = value;
            Reports.Add((value.Step, value.Elapsed));
            if (value.Epoch == _epoch)
                return;
            _epoch = value.Epoch;
            Megabytes.Add(Memory("VmRSS"));
        }
    }

    internal static int Run(string[] arguments)
    {
        int epochs = 3, batch = 64, size = 64, threads = 2, count = 1024;
        int? micro = null;
        bool checkpointing = false;
        var precision = Precision.Float32;
        var encoder = EncoderArchitecture.ResNet18;
        var manifests = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--epochs": epochs = int.Parse(arguments[++i]); break;
                case "--batch": batch = int.Parse(arguments[++i]); break;
                case "--size": size = int.Parse(arguments[++i]); break;
                case "--threads": threads = int.Parse(arguments[++i]); break;
                case "--count": count = int.Parse(arguments[++i]); break;
                case "--micro": micro = int.Parse(arguments[++i]); break;
                case "--checkpointing": checkpointing = true; break;
                case "--precision": precision = Enum.Parse<Precision>(arguments[++i], ignoreCase: true); break;
                case "--encoder": encoder = Enum.Parse<EncoderArchitecture>(arguments[++i], ignoreCase: true); break;
                default: manifests.Add(arguments[i]); break;
            }
        }
        torch.set_num_threads(threads);
        var ml = new MLContext(seed: 1);
        var images = manifests.Count == 0 ? Random(ml, count, size) : Files(ml, manifests, size);
        var progress = new Epochs();
        var options = new SimClrOptions
        {
            Encoder = new EncoderSpec { Architecture = encoder },
            Epochs = epochs,
            BatchSize = batch,
            MicroBatchSize = micro,
            GradientCheckpointing = checkpointing,
            Precision = precision,
            Progress = progress,
            Seed = 1,
        };

        var watch = Stopwatch.StartNew();
        ml.SelfSupervised.SimClr("Features", "Image", options).Fit(images);
        var all = watch.Elapsed;
        var last = progress.Last!;
        var (step, elapsed) = progress.Reports.First(report => report.Step >= 2); // two steps to warm up, as the peer
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            images_per_second = Math.Round((last.Step - step) * batch / (last.Elapsed - elapsed).TotalSeconds, 1),
            end_to_end_images_per_second = Math.Round(last.Step * batch / all.TotalSeconds, 1),
            reading_seconds = Math.Round((all - last.Elapsed).TotalSeconds, 2),
            seconds = Math.Round(all.TotalSeconds, 1),
            steps = last.Steps,
            loss = Math.Round(last.Loss, 4),
            threads,
            precision = precision.ToString(),
            processor_seconds = Math.Round(Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds, 1),
            megabytes_each_epoch = progress.Megabytes,
            peak_megabytes = Memory("VmHWM"),
        }));
        return 0;
    }

    private static IDataView Files(MLContext ml, IEnumerable<string> manifests, int size)
    {
        var rows = ml.Data.CreateEnumerable<ManifestRow>(ml.MedicalImages.LoadManifest(manifests, new ManifestOptions { LabelColumns = [] }), false)
            .Where(row => row.Split != "test").ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        return ml.MedicalImages.Load("Image", "ImagePath", size).Fit(data).Transform(data);
    }

    private sealed class ManifestRow
    {
        public string ImagePath { get; set; } = "";

        public string Split { get; set; } = "";
    }

    internal static IDataView Random(MLContext ml, int count, int size)
    {
        var random = new Random(1);
        var definition = SchemaDefinition.Create(typeof(ImageRow));
        definition["Image"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, size, size);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
            new ImageRow { Image = [.. Enumerable.Range(0, size * size).Select(_ => random.Next(256) / 255f)] }).ToArray(), definition);
    }

    private sealed class ImageRow
    {
        public float[] Image { get; set; } = [];
    }

    /// <summary>A line of Linux's process status, in MB; 0 elsewhere.</summary>
    internal static long Memory(string key) => !File.Exists("/proc/self/status") ? 0
        : long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(key)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
}
