using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests.Contract;

/// <summary>Every estimator of the library keeps <see cref="EstimatorContract{TRow}"/>.</summary>
public sealed class OwnEstimatorTests(FreshScorer fresh) : IClassFixture<FreshScorer>, IDisposable
{
    private static readonly EncoderSpec Small = Encoders.ResNet18(0.0625, smallImageStem: true);
    private static readonly FineTuneOptions Tuning = new() { Epochs = 1, MinimumSteps = 0, BatchSize = 8, Seed = 5, Runs = 1 };
    private readonly MLContext _ml = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LoadImages()
    {
        PathRow[] rows = [.. Enumerable.Range(0, 7).Select(i => new PathRow { Path = _folder.Write($"{i}.png", PngFile.Gray(20 + i, 18, (x, y) => (x * (i + 3) + y * 5) % 256)) })];
        new EstimatorContract<PathRow>(_ml, rows) { Fresh = fresh }.Check(_ml.MedicalImages.Load("Image", "Path", 16), ["Path"], ["Image"]);
    }

    [Fact]
    public void LoadVolumes()
    {
        PathRow[] rows = [.. Enumerable.Range(0, 5).Select(i => new PathRow { Path = _folder.Write($"{i}.nii", new NiftiFile(8, 9 + i, 4).With(NiftiFile.Ramp(32 * (9 + i)))) })];
        new EstimatorContract<PathRow>(_ml, rows) { Fresh = fresh }.Check(_ml.MedicalImages.LoadVolume("Volume", "Path", 3, 8, 9), ["Path"], ["Volume"]);
        new EstimatorContract<PathRow>(_ml, rows) { Fresh = fresh }.Check(_ml.MedicalImages.LoadVolume("Volume", "Path", 3, 8, 9, new() { GeometryColumnName = "Geometry" }), ["Path"], ["Volume", "Geometry"]);
    }

    [Fact]
    public void SimClr() => new EstimatorContract<BlobImages.Row>(_ml, BlobImages.Rows(5)) { Fresh = fresh }
        .Check(_ml.SelfSupervised.SimClr("Features", "Image", new() { Encoder = Small, Epochs = 1, BatchSize = 4 }), ["Image"], ["Features"]);

    [Fact]
    public void Encoder() => new EstimatorContract<BlobImages.Row>(_ml, BlobImages.Rows(4)) { Fresh = fresh }.Check(_ml.SelfSupervised.Encoder("Features", "Image", Small, 1), ["Image"], ["Features"]);

    [Fact]
    public void Micle() => new EstimatorContract<BlobImages.Row>(_ml, BlobImages.Rows(6), _ml.SelfSupervised.Encoder("Features", "Image", Small, 1)) { Fresh = fresh }
        .Check(_ml.SelfSupervised.Micle("Features", "Image", "PatientId", new() { Epochs = 1, BatchSize = 4 }), ["Image", "PatientId"], ["Features"]);

    [Fact]
    public void FineTune() => new EstimatorContract<BlobImages.Row>(_ml, BlobImages.Rows(8), _ml.SelfSupervised.Encoder("Features", "Image", Small, 1)) { Fresh = fresh }
        .Check(_ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", Tuning), ["Labels", "Features"], ["Score", "Probability", "PredictedLabels"]);

    [Fact]
    public void DistillIntoASmallerEncoder()
    {
        var data = _ml.Data.LoadFromEnumerable(BlobImages.Rows(8));
        var encoder = _ml.SelfSupervised.Encoder("Features", "Image", Small, 1);
        var teacher = encoder.Append(_ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", Tuning)).Fit(data).LastTransformer;
        new EstimatorContract<BlobImages.Row>(_ml, BlobImages.Rows(8), encoder) { Fresh = fresh }
            .Check(_ml.MultiLabelClassification.Trainers.Distill("Labels", "Features", teacher, new() { LabelWeight = 0.5, Training = Tuning with { ProbeFirst = false } }), ["Labels", "Features"], ["Score", "Probability", "PredictedLabels"]);
    }

    [Fact]
    public void FineTuneOneClass()
    {
        var prefix = _ml.SelfSupervised.Encoder("Features", "Image", Small, 1).Append(_ml.Transforms.Conversion.MapValueToKey("Label", "Diagnosis"));
        new EstimatorContract<OneClassRow>(_ml, OneClassRow.Make(), prefix) { Fresh = fresh }
            .Check(_ml.MedicalClassification.Multiclass.FineTune("Label", "Features", Tuning), ["Label", "Features"], ["Score", "PredictedLabel"]);
    }

    [Fact]
    public void FineTuneADecision() => new EstimatorContract<OneClassRow>(_ml, OneClassRow.Make(), _ml.SelfSupervised.Encoder("Features", "Image", Small, 1)) { Fresh = fresh }
        .Check(_ml.MedicalClassification.Binary.FineTune("Sick", "Features", Tuning), ["Sick", "Features"], ["Score", "Probability", "PredictedLabel"]);

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }

    private sealed class OneClassRow
    {
        public string PatientId { get; set; } = "";

        [VectorType(1, BlobImages.Size, BlobImages.Size)]
        public float[] Image { get; set; } = [];

        public string Diagnosis { get; set; } = "";

        public bool Sick { get; set; }

        internal static OneClassRow[] Make() => [.. BlobImages.Rows(8).Select(row => new OneClassRow
        {
            PatientId = row.PatientId,
            Image = row.Image,
            Diagnosis = row.Labels[0] > 0 ? "bright" : row.Labels[1] > 0 ? "dark" : "none",
            Sick = row.Labels[0] + row.Labels[1] > 0,
        })];
    }
}
