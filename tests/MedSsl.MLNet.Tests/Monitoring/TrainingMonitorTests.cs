using System.Text.Json.Nodes;
using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

/// <summary>Monitors of real runs: what they write, and that they change nothing.</summary>
public sealed class TrainingMonitorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder["monitors"];

    private string EventFile => Path.Combine(Folder, "tensorboard", "simclr", "events.out.tfevents.medssl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReportsAreWrittenAndWeightsAreAsWithout()
    {
        var options = MonitoredRun.Options with { WeightAveraging = 0.9 };
        var shown = new List<TrainingProgress>();
        byte[] monitored = MonitoredRun.Train(options with { Monitors = MonitoredRun.Monitors(Folder), Progress = new MonitoredRun.Each(shown.Add) });
        Assert.Equal(MonitoredRun.Train(options), monitored);

        var lines = MonitoredRun.Lines(Folder);
        Assert.Equal(
            ["step 2", "step 4", "epoch 4", "step 6", "step 8", "epoch 8", "step 10", "step 12", "epoch 12"],
            lines.Select(line => $"{line["kind"]} {line["step"]}"));
        Assert.All(lines, line => Assert.Equal("SimCLR 12", $"{line["stage"]} {line["steps"]}"));
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], lines.Select(line => (int)line["epoch"]!));
        foreach (var line in lines)
        {
            string[] expected = (string?)line["kind"] == "epoch"
                ? ["epoch_loss", "knn_auroc", "probe_auroc", "feature_rank"]
                : ["loss", "learning_rate", "gradient_norm", "alignment", "uniformity", "positive_similarity", "negative_similarity", "effective_rank", "projection_deviation"];
            var values = line["values"]!.AsObject();
            Assert.Equal(expected, values.Select(value => value.Key));
            foreach (string area in expected.Where(name => name.EndsWith("auroc", StringComparison.Ordinal)))
                Assert.InRange((double)values[area]!, 0, 1);
            Assert.True((double)line["time"]!["elapsed_seconds"]! > 0);
        }
        Assert.Equal((double)lines[1]["values"]!["effective_rank"]!, shown.First(report => report.Step == 4).Monitors["effective_rank"]);
        Assert.Contains("knn_auroc", shown[^1].Monitors.Keys);
        Assert.Equal(Records(lines), File.ReadAllBytes(EventFile));
    }

    /// <summary>The event file that has the numbers of the JSON lines.</summary>
    private static byte[] Records(JsonObject[] lines)
    {
        var bytes = new List<byte>();
        foreach (var line in lines)
        {
            var time = line["time"]!;
            var utc = (DateTimeOffset)time["utc"]!;
            if (bytes.Count == 0)
                bytes.AddRange(EventRecord.FileVersion(utc));
            var values = line["values"]!.AsObject().Select(value => KeyValuePair.Create(value.Key, (double)value.Value!));
            if (time["images_per_second"] is { } rate)
                values = values.Append(KeyValuePair.Create("images_per_second", (double)rate));
            bytes.AddRange(EventRecord.Scalars(utc, (long)line["step"]!, values));
        }
        return [.. bytes];
    }

    /// <summary>Cancelled after step 8 and set back to the checkpoint of step 6, as if killed: later lines are cut off, half a line too.</summary>
    [Fact]
    public void AResumedRunWritesWhatTheUninterruptedOneWrites()
    {
        string whole = _folder["whole"], checkpoints = _folder["checkpoints"];
        byte[] expected = MonitoredRun.Train(MonitoredRun.Options with { Monitors = MonitoredRun.Monitors(whole) });

        var options = MonitoredRun.Options with
        {
            Monitors = MonitoredRun.Monitors(Folder),
            Checkpoints = new() { Folder = checkpoints, EverySteps = 3, KeepLast = 9 },
        };
        Interrupt(options);
        File.Delete(Path.Combine(checkpoints, "simclr-000000008.checkpoint"));
        Assert.Contains(MonitoredRun.Lines(Folder), line => (int)line["step"]! > 6);
        File.AppendAllText(Path.Combine(Folder, "simclr.jsonl"), "{\"stage\":");
        File.AppendAllText(EventFile, "half a record");

        Assert.Equal(expected, MonitoredRun.Train(options));
        Assert.Equal(MonitoredRun.Timeless(whole), MonitoredRun.Timeless(Folder));
        Assert.Equal(Records(MonitoredRun.Lines(Folder)), File.ReadAllBytes(EventFile));
    }

    [Fact]
    public void ARunThatBeganWithoutMonitorsGoesOnWithThem()
    {
        byte[] expected = MonitoredRun.Train(MonitoredRun.Options);
        var options = MonitoredRun.Options with { Checkpoints = new() { Folder = _folder["checkpoints"] } };
        Interrupt(options);
        Assert.Equal(expected, MonitoredRun.Train(options with { Monitors = MonitoredRun.Monitors(Folder) }));
        var first = MonitoredRun.Lines(Folder)[0];
        Assert.Equal(10, (int)first["step"]!);
        Assert.Contains(first["values"]!.AsObject(), value => value.Key == "effective_rank");
    }

    /// <summary>Cancels the run after step 8.</summary>
    private static void Interrupt(SimClrOptions options)
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => MonitoredRun.Train(options with
        {
            CancellationToken = source.Token,
            Progress = new MonitoredRun.Each(report =>
            {
                if (report.Step == 8)
                    source.Cancel();
            }),
        }));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenToEndsTheMonitorsOnly()
    {
        File.WriteAllText(Folder, "a file");
        var ml = new MLContext(1);
        var warnings = new List<string>();
        var messages = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.Message);
        };
        var options = MonitoredRun.Options with { Epochs = 1, Progress = new MonitoredRun.Each(report => messages.Add(report.Message ?? "")) };
        MonitoredRun.Train(options with { Monitors = MonitoredRun.Monitors(Folder) with { TensorBoard = false } }, ml);
        Assert.Contains("can no longer be written", Assert.Single(warnings, warning => warning.Contains(Folder)));
        Assert.Single(messages, message => message.Contains("The training goes on"));
    }

    [Fact]
    public void FineTuningReportsToo()
    {
        var ml = new MLContext(1);
        var data = MonitoredRun.Data(ml);
        var encoder = ml.SelfSupervised.Encoder("Features", "Image", MonitoredRun.Options.Encoder!, 3).Fit(data).Transform(data);
        ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", new FineTuneOptions
        {
            Epochs = 2,
            BatchSize = 8,
            Seed = 2,
            WarmupEpochs = 0,
            MinimumSteps = 0,
            ProbeFirst = false,
            Augmentation = ViewAugmentationOptions.None,
            Monitors = MonitoredRun.Monitors(Folder) with { EverySteps = 1 },
        }).Fit(encoder);
        var lines = MonitoredRun.Lines(Folder, "fine-tuning");
        Assert.Equal(["step 1", "step 2", "epoch 2", "step 3", "step 4", "epoch 4"], lines.Select(line => $"{line["kind"]} {line["step"]}"));
        Assert.Equal(["loss", "learning_rate", "gradient_norm"], lines[0]["values"]!.AsObject().Select(value => value.Key));
    }

    [Fact]
    public void NothingIsMeasuredThatNobodyAsksFor()
    {
        var monitors = new MonitorOptions { Folder = Folder, EverySteps = 5, GradientNorm = false, Projections = false };
        MonitoredRun.Train(MonitoredRun.Options with { Monitors = monitors });
        var lines = MonitoredRun.Lines(Folder);
        Assert.Equal(["step 5", "step 10", "step 12"], lines.Where(line => (string?)line["kind"] == "step").Select(line => $"{line["kind"]} {line["step"]}"));
        Assert.All(lines, line => Assert.DoesNotContain(line["values"]!.AsObject(), value => value.Key is not ("loss" or "learning_rate" or "epoch_loss")));
        Assert.False(Directory.Exists(Path.Combine(Folder, "tensorboard")));
    }
}
