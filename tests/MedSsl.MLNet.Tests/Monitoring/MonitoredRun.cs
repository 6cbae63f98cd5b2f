using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>A SimCLR run of 3 epochs with 4 steps each on 16 labelled images of 8 patients, to be monitored.</summary>
internal static class MonitoredRun
{
    private sealed class Row
    {
        public string PatientId { get; set; } = "";

        [VectorType(1, PatientRow.Side, PatientRow.Side)]
        public float[] Image { get; set; } = [];

        [VectorType(2)]
        public float[] Labels { get; set; } = [];
    }

    internal static SimClrOptions Options => new()
    {
        Encoder = Encoders.ResNet18(0.0625, smallImageStem: true),
        Epochs = 3,
        BatchSize = 4,
        ProjectionSize = 8,
        Seed = 5,
    };

    /// <summary>All monitors, every second step.</summary>
    internal static MonitorOptions Monitors(string? folder) =>
        new() { Folder = folder, EverySteps = 2, TensorBoard = true, LabelColumnName = "Labels", Neighbours = 3, HeldOutShare = 0.5 };

    /// <summary>Both images of a patient have its labels; the second label of the third patient is not known.</summary>
    internal static IDataView Data(MLContext ml) => ml.Data.LoadFromEnumerable(PatientRow.Make(16).Select((row, i) => new Row
    {
        PatientId = row.PatientId,
        Image = row.Image,
        Labels = [i / 2 % 2, i / 2 == 2 ? float.NaN : i / 4 % 2],
    }).ToArray());

    /// <summary>The encoder's bytes.</summary>
    internal static byte[] Train(SimClrOptions options, MLContext? context = null)
    {
        var ml = context ?? new MLContext(1);
        return ml.SelfSupervised.SimClr("Features", "Image", options).Fit(Data(ml)).Encoder.ToBytes();
    }

    internal static JsonObject[] Lines(string folder, string name = "simclr") =>
        [.. File.ReadAllLines(Path.Combine(folder, name + ".jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())];

    /// <summary>The lines without what differs from run to run.</summary>
    internal static string[] Timeless(string folder, string name = "simclr") => [.. Lines(folder, name).Select(line =>
    {
        Assert.True(line.Remove("time"));
        return line.ToJsonString();
    })];

    internal sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
