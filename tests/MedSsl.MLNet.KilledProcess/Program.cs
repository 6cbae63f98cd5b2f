using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

// KilledProcess FOLDER: pretrains with SimCLR, then MICLe, fine-tunes, and saves FOLDER/model.zip. Checkpoints go to FOLDER/checkpoints, one after every
// step, and reports to FOLDER/monitors; it goes on from those that are there. It prints a line whenever there is progress; KillTests kills it again and again.
if (args is ["cache", var cache, var images])
{
    CacheFiller.Run(cache, images);
    return;
}
string folder = args[0];
torch.set_num_threads(1);
var ml = new MLContext(seed: 1);
var progress = new Lines();
var checkpoints = new CheckpointOptions { Folder = Path.Combine(folder, "checkpoints"), EverySteps = 1 };
var monitors = new MonitorOptions
{
    Folder = Path.Combine(folder, "monitors"),
    EverySteps = 1,
    TensorBoard = true,
    LabelColumnName = "Labels",
    ProbeEveryEpochs = 2,
    Neighbours = 3,
    HeldOutShare = 0.5,
};
var data = Row.View(ml);

var spec = Encoders.ResNet18(widthMultiplier: 0.0625, smallImageStem: false);
var pipeline = ml.SelfSupervised
    .SimClr("Features", "Image", new()
    {
        Encoder = spec,
        Epochs = 5,
        BatchSize = 8,
        ProjectionSize = 8,
        WeightAveraging = 0.9,
        Checkpoints = checkpoints,
        Monitors = monitors,
        Progress = progress,
    })
    .Append(ml.SelfSupervised.Micle("Features", "Image", "PatientId", new()
    {
        Epochs = 5,
        BatchSize = 6,
        ProjectionSize = 8,
        Optimizer = OptimizerKind.Lars,
        LearningRate = 0.5,
        Nesterov = true,
        ClipGradientNorm = 1,
        Checkpoints = checkpoints,
        Monitors = monitors,
        Progress = progress,
    }))
    .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", new()
    {
        Epochs = 5,
        MinimumSteps = 0,
        BatchSize = 8,
        Dropout = 0.1,
        GradientAccumulationSteps = 2,
        Checkpoints = checkpoints,
        Monitors = monitors,
        Progress = progress,
    }));
var model = pipeline.Fit(data);

string unfinished = Path.Combine(folder, "model.unfinished");
ml.Model.Save(model, data.Schema, unfinished);
File.Move(unfinished, Path.Combine(folder, "model.zip"));

internal sealed class Lines : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => Console.WriteLine($"{value.Stage} {value.Step} of {value.Steps} {value.Message}");
}

/// <summary>A gray image of 16 × 16 pixels: the patient is the frequency of a wave, each of the patient's two images has its own phase.</summary>
internal sealed class Row
{
    private const int Side = 16, Patients = 12;

    public string PatientId { get; set; } = "";

    [VectorType(1, Side, Side)]
    public float[] Image { get; set; } = [];

    [VectorType(2)]
    public float[] Labels { get; set; } = [];

    internal static IDataView View(MLContext ml)
    {
        var rows = Enumerable.Range(0, 2 * Patients).Select(i => new Row
        {
            PatientId = $"p{i / 2}",
            Image = [.. Enumerable.Range(0, Side * Side).Select(pixel => (pixel % Side * (3 + i / 2) + pixel / Side * 7 * (1 + i / 2 % 3) + 11 * i) % 256 / 255f)],
            Labels = [i / 2 % 2, i / 2 % 3 == 0 ? 1 : 0],
        }).ToArray();
        var definition = SchemaDefinition.Create(typeof(Row));
        VBuffer<ReadOnlyMemory<char>> names = new(2, ["Even".AsMemory(), "Third".AsMemory()]);
        definition["Labels"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, 2));
        return ml.Data.LoadFromEnumerable(rows, definition);
    }
}
