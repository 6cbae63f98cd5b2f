using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MedSsl.MLNet.Tests.Contract;

/// <summary>ML.NET's own estimators keep <see cref="EstimatorContract{TRow}"/>: as much a test of the contract as, in a debian build, of the stand-in.</summary>
public sealed class StockEstimatorTests(FreshScorer fresh) : IClassFixture<FreshScorer>
{
    private readonly MLContext _ml = new(seed: 1);

    private EstimatorContract<Row> Contract(IEstimator<ITransformer>? prefix = null, bool anyType = false, bool promisesMore = false) =>
        new(_ml, Row.Make(), prefix) { AnyType = anyType, PromisesMore = promisesMore, Fresh = fresh };

    [Fact]
    public void CopyColumns() => Contract(anyType: true).Check(_ml.Transforms.CopyColumns("B", "A"), ["A"], ["B"]);

    [Fact]
    public void Concatenate() => Contract().Check(_ml.Transforms.Concatenate("Joined", "A", "Features"), ["A", "Features"], ["Joined"]);

    [Fact]
    public void SelectColumns() => Contract(anyType: true).Check(_ml.Transforms.SelectColumns("A", "Name"), ["A", "Name"], ["A", "Name"]);

    [Fact]
    public void MapValueToKey() => Contract(anyType: true).Check(_ml.Transforms.Conversion.MapValueToKey("Key", "Name"), ["Name"], ["Key"]);

    [Fact]
    public void MapKeyToValue() => Contract(_ml.Transforms.Conversion.MapValueToKey("Key", "Name")).Check(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key"), ["Key"], ["Back"]);

    [Fact]
    public void MapValue() => Contract().Check(
        _ml.Transforms.Conversion.MapValue("Number", new Dictionary<string, float> { ["a"] = 1.5f, ["b"] = -2 }, "Name"), ["Name"], ["Number"]);

    [Fact]
    public void ConvertType() => Contract().Check(_ml.Transforms.Conversion.ConvertType("Double", "A", DataKind.Double), ["A"], ["Double"]);

    [Fact]
    public void NormalizeMinMax() => Contract().Check(_ml.Transforms.NormalizeMinMax("Scaled", "Features"), ["Features"], ["Scaled"]);

    [Fact]
    public void NormalizeMeanVariance() => Contract().Check(_ml.Transforms.NormalizeMeanVariance("Scaled", "Features"), ["Features"], ["Scaled"]);

    [Fact]
    public void ReplaceMissingValues() => Contract().Check(
        _ml.Transforms.ReplaceMissingValues("Whole", "Features", MissingValueReplacingEstimator.ReplacementMode.Mean), ["Features"], ["Whole"]);

    [Fact]
    public void IndicateMissingValues() => Contract().Check(_ml.Transforms.IndicateMissingValues("Missing", "Features"), ["Features"], ["Missing"]);

    [Fact]
    public void MapKeyToVector() => Contract(_ml.Transforms.Conversion.MapValueToKey("Key", "Name")).Check(
        _ml.Transforms.Conversion.MapKeyToVector("OneHot", "Key"), ["Key"], ["OneHot"]);

    [Fact]
    public void ProjectToPrincipalComponents() => Contract().Check(
        _ml.Transforms.ProjectToPrincipalComponents("Principal", "Features", rank: 2, seed: 1), ["Features"], ["Principal"]);

    [Fact]
    public void KMeans() => Contract().Check(_ml.Clustering.Trainers.KMeans(numberOfClusters: 3), ["Features"], ["Score", "PredictedLabel"]);

    /// <summary>The real one looks for the features only when it is fitted, and promises slot names of the predicted label.</summary>
    [Fact]
    public void OneVersusAll() => Contract(_ml.Transforms.Conversion.MapValueToKey("Key", "Name"), promisesMore: true).Check(
        _ml.MulticlassClassification.Trainers.OneVersusAll(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Key"), "Key"), ["Key"], ["Score", "PredictedLabel"]);

    [Fact]
    public void LogisticRegression() => Contract().Check(
        _ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Positive", "Features"), ["Positive", "Features"], ["Score", "Probability", "PredictedLabel"]);

    [Fact]
    public void MaximumEntropy() => Contract(_ml.Transforms.Conversion.MapValueToKey("Key", "Name")).Check(
        _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Features"), ["Key", "Features"], ["Score", "PredictedLabel"]);

    private sealed class Row
    {
        public float A { get; set; }

        public string Name { get; set; } = "";

        public bool Positive { get; set; }

        [VectorType(3)]
        public float[] Features { get; set; } = [];

        internal static Row[] Make() => [.. Enumerable.Range(0, 40).Select(i => new Row
        {
            A = i * 0.37f - 3,
            Name = "abc"[i * 7 % 3].ToString(),
            Positive = i * 5 % 7 > 2,
            Features = [i * 5 % 7, MathF.Sin(i), i * 7 % 3 + 0.25f * MathF.Cos(3 * i)],
        })];
    }
}
