using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class SupervisedTermTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static readonly EncoderSpec _small = Encoders.ResNet18(0.0625, smallImageStem: true);

    private static SimClrOptions SimClr => new() { Encoder = _small, Epochs = 2, BatchSize = 8, Seed = 5, ProjectionSize = 4, WarmupEpochs = 0 };

    private sealed class LabelledRow
    {
        [VectorType(1, PatientRow.Side, PatientRow.Side)]
        public float[] Image { get; set; } = [];

        public string PatientId { get; set; } = "";

        [VectorType(2)]
        public float[] Labels { get; set; } = [];
    }

    private IDataView Data(int count, Func<int, float[]> labels) => _ml.Data.LoadFromEnumerable(
        PatientRow.Make(count).Select((row, i) => new LabelledRow { Image = row.Image, PatientId = row.PatientId, Labels = labels(i) }).ToArray());

    private static float[] Known(int i) => [i / 2 % 2, i % 3 == 0 ? float.NaN : i / 4 % 2];

    /// <summary>
    /// By hand: projections (1, 0), (0, 2) twice each give ln(e + 2) − 1 at τ = 1; logits 0 give ln 2 for every known label, of which unknown ones
    /// change nothing.
    /// </summary>
    [Fact]
    public void TheLossIsTheSumOfItsTermsByHand()
    {
        using var scope = NewDisposeScope();
        var images = TrainingImages.Read(_ml, Data(2, i => [i, float.NaN]), "Image", null, "Labels");
        var outputs = tensor(new[] { 1f, 0, 0, 5, 0, 2, 0, 5, 1, 0, 0, 5, 0, 2, 0, 5 }, 4, 4);
        var options = SimClr with { ProjectionSize = 2, Temperature = 1, LabelColumnName = "Labels", SupervisedWeight = 0.25 };
        var batch = new PairBatch([0, 1, 0, 1]);
        Assert.Equal(Math.Log(Math.E + 2) - 1 + 0.25 * Math.Log(2), new ContrastiveLoss(options, images).Of(outputs, batch).ToSingle(), 1e-6);
        var none = TrainingImages.Read(_ml, Data(2, _ => [float.NaN, float.NaN]), "Image", null, "Labels");
        Assert.Equal(Math.Log(Math.E + 2) - 1, new ContrastiveLoss(options, none).Of(outputs, batch).ToSingle(), 1e-6);
        Assert.Equal(Math.Log(Math.E + 2) - 1, new ContrastiveLoss(options with { LabelColumnName = null }, images).Of(outputs.narrow(1, 0, 2), batch).ToSingle(), 1e-6);
    }

    /// <summary>A batch's known labels are rare, so their gradient reaches the encoder only through rows that have some.</summary>
    [Fact]
    public void RowsWithoutLabelsHaveNoSupervisedGradient()
    {
        using var scope = NewDisposeScope();
        var images = TrainingImages.Read(_ml, Data(2, i => i == 0 ? [1, 0] : [float.NaN, float.NaN]), "Image", null, "Labels");
        var outputs = tensor(new[] { 1f, 0, 0.5f, 5, 0, 2, 0.5f, 5, 1, 0, 0.5f, 5, 0, 2, 0.5f, 5 }, 4, 4, requires_grad: true);
        new ContrastiveLoss(SimClr with { ProjectionSize = 2, LabelColumnName = "Labels" }, images).Of(outputs, new PairBatch([0, 1, 0, 1])).backward();
        float[] gradient = outputs.grad!.contiguous().data<float>().ToArray();
        Assert.All([0, 2], row => Assert.True(gradient[row * 4 + 2] < 0 && gradient[row * 4 + 3] > 0));
        Assert.All([1, 3], row => Assert.Equal((0f, 0f), (gradient[row * 4 + 2], gradient[row * 4 + 3])));
    }

    [Fact]
    public void LabelsTeachTheEncoderAndUnknownOnesDoNot()
    {
        byte[] Train(IDataView data, double weight, bool labels = true) => _ml.SelfSupervised
            .SimClr("Features", "Image", SimClr with { LabelColumnName = labels ? "Labels" : null, SupervisedWeight = weight }).Fit(data).Encoder.ToBytes();
        var known = Data(16, Known);
        byte[] plain = Train(known, 1, labels: false), one = Train(known, 1), two = Train(known, 2);
        Assert.NotEqual(plain, one);
        Assert.NotEqual(one, two);
        Assert.Equal(one, Train(known, 1));
        Assert.Equal(plain, Train(Data(16, _ => [float.NaN, float.NaN]), 1));
    }

    [Theory]
    [InlineData(BagPairing.RandomPair)]
    [InlineData(BagPairing.AllPairs)]
    [InlineData(BagPairing.MultiPositive)]
    public void MicleTrainsWithEveryPolicyAndLabels(BagPairing pairing)
    {
        var options = new MicleOptions { Encoder = _small, Epochs = 2, BatchSize = 4, Seed = 6, Pairing = pairing, LabelColumnName = "Labels" };
        byte[] Run(MicleOptions o) => _ml.SelfSupervised.Micle("Features", "Image", "PatientId", o).Fit(Data(16, Known)).Encoder.ToBytes();
        Assert.Equal(Run(options), Run(options));
        Assert.NotEqual(Run(options), Run(options with { LabelColumnName = null }));
    }

    [Fact]
    public void BadLabelsAreNamed()
    {
        string Error(IDataView data, string column = "Labels") =>
            Assert.ThrowsAny<ArgumentException>(() => _ml.SelfSupervised.SimClr("Features", "Image", SimClr with { LabelColumnName = column }).Fit(data)).Message;
        Assert.Contains("'Findings'", Error(Data(8, Known), "Findings"));
        Assert.Contains("Row 4 of the data has 3", Error(Data(8, i => [i == 3 ? 3 : 0, 0])));
        Assert.Contains("SupervisedWeight is 0;", Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.SimClr("Features", "Image", SimClr with { SupervisedWeight = 0 })).Message);
    }
}
