using System.Globalization;
using Microsoft.ML.Trainers;

namespace StandIns.Tests.MicrosoftML.Trainers;

public sealed class MaximumEntropyTests
{
    private static readonly string[] Species = ["setosa", "versicolor", "virginica"];
    private readonly MLContext _ml = new(1);

    [Fact]
    public void ReachesScikitLearnsOptimum()
    {
        AssertOptimum(1, SklearnCases.IrisL1x1L2x1Weights, SklearnCases.IrisL1x1L2x1Biases);
        AssertOptimum(0, SklearnCases.IrisL1x0L2x1Weights, SklearnCases.IrisL1x0L2x1Biases);
    }

    [Fact]
    public void AddsScoresAndAKeyWithTheLabelsNames()
    {
        IDataView data = Iris();
        var fitted = _ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(data);
        foreach (ITransformer transformer in new ITransformer[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView scored = transformer.Transform(data);
            Assert.Equal(["Name", "Features", "Label", "PredictedLabel", "Score"], scored.Schema.Select(c => c.Name));
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), scored.Schema["Score"].Type);
            Assert.Equal(Species, Reloaded.SlotNames(scored.Schema["Score"]));
            Assert.Equal(Species, Reloaded.KeyValues(scored.Schema["PredictedLabel"]));
            float[][] scores = [.. scored.GetColumn<float[]>("Score")];
            Assert.All(scores, s => Assert.Equal(1, s.Sum(), 1e-5));
            Assert.Equal(scores.Select(s => (uint)Array.IndexOf(s, s.Max()) + 1), scored.GetColumn<uint>("PredictedLabel"));
            Assert.Equal(_ml.MulticlassClassification.Evaluate(fitted.Transform(data)).LogLoss, _ml.MulticlassClassification.Evaluate(scored).LogLoss);
            IDataView named = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored);
            Assert.Subset(Species.ToHashSet(), named.GetColumn<string>("PredictedLabel").ToHashSet());
        }
        Assert.True(_ml.MulticlassClassification.Evaluate(fitted.Transform(data)).MacroAccuracy > 0.9);
    }

    private void AssertOptimum(float l1, double[] weights, double[] biases)
    {
        MaximumEntropyModelParameters model = _ml.MulticlassClassification.Trainers
            .LbfgsMaximumEntropy(l1Regularization: l1).Fit(Iris()).Model;
        VBuffer<float>[] learned = [];
        model.GetWeights(ref learned, out int classes);
        Assert.Equal(3, classes);
        Assert.Equal(weights, learned.SelectMany(w => w.DenseValues()).Select(w => (double)w), (a, b) => Math.Abs(a - b) < 1e-3);
        // Adding a number to all biases changes nothing.
        double[] found = [.. model.GetBiases().Select(b => (double)b)];
        Assert.Equal(biases.Select(b => b - biases.Average()), found.Select(b => b - found.Average()), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    private IDataView Iris()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(SklearnCases.IrisData.Split('\n').Select(line =>
        {
            float[] numbers = [.. line.Split(' ').Select(n => float.Parse(n, CultureInfo.InvariantCulture))];
            return new Row { Name = Species[(int)numbers[4]], Features = numbers[..4] };
        }).ToArray());
        return _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows);
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}
