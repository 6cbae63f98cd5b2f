using System.Globalization;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;

namespace StandIns.Tests.MicrosoftML.Trainers;

public sealed class LogisticRegressionTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void ReachesScikitLearnsOptimum()
    {
        // By default both penalties are 1.
        AssertOptimum(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression(),
            SklearnCases.BreastCancerL1x1L2x1Weights, SklearnCases.BreastCancerL1x1L2x1Biases);
        AssertOptimum(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 0),
            SklearnCases.BreastCancerL1x0L2x1Weights, SklearnCases.BreastCancerL1x0L2x1Biases);
        AssertOptimum(_ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            L1Regularization = 5,
            L2Regularization = 0.5f,
            OptimizationTolerance = 1e-9f,
        }), SklearnCases.BreastCancerL1x5L2x0p5Weights, SklearnCases.BreastCancerL1x5L2x0p5Biases);
    }

    [Fact]
    public void AddsScoreProbabilityAndPredictedLabel()
    {
        IDataView data = BreastCancer();
        var trainer = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression();
        var fitted = trainer.Fit(data);
        LinearBinaryModelParameters model = fitted.Model.SubModel;
        Row[] rows = [.. _ml.Data.CreateEnumerable<Row>(data, false)];
        foreach (ITransformer transformer in new ITransformer[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView scored = transformer.Transform(data);
            Assert.Equal(["Label", "Features", "PredictedLabel", "Score", "Probability"], scored.Schema.Select(c => c.Name));
            Assert.Equal(["Score", "Probability", "PredictedLabel"], new[] { "Score", "Probability", "PredictedLabel" }.Select(n => ValueKind(scored.Schema[n])));
            Assert.True(scored.Schema["Probability"].IsNormalized());
            float[] scores = [.. scored.GetColumn<float>("Score")];
            Assert.Equal(rows.Select(r => (float)(model.Bias + r.Features.Select((x, i) => (double)x * model.Weights[i]).Sum())), scores, (a, b) => Math.Abs(a - b) < 1e-5);
            Assert.Equal(scores.Select(s => (float)(1 / (1 + Math.Exp(-s)))), scored.GetColumn<float>("Probability"));
            Assert.Equal(scores.Select(s => s > 0), scored.GetColumn<bool>("PredictedLabel"));
            using var engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(transformer, new PredictionEngineOptions { OwnsTransformer = false });
            Assert.Equal(scores[7], engine.Predict(rows[7]).Score);
        }
        Assert.Equal(scoresOf(fitted), scoresOf(Reloaded.Of(fitted, data.Schema)));
        Assert.True(_ml.BinaryClassification.Evaluate(fitted.Transform(data)).AreaUnderRocCurve > 0.95);

        float[] scoresOf(ITransformer transformer) => [.. transformer.Transform(data).GetColumn<float>("Score")];
    }

    [Fact]
    public void WeightsCountRowsThatOften()
    {
        Weighted[] weighted = [new(true, 2, 3), new(false, -1, 1), new(true, -0.5f, 2), new(false, 0.7f, 1)];
        Weighted[] repeated = [.. weighted.SelectMany(r => Enumerable.Repeat(r, (int)r.Weight))];
        var options = new LbfgsLogisticRegressionBinaryTrainer.Options { L1Regularization = 0, OptimizationTolerance = 1e-12f, ExampleWeightColumnName = "Weight" };
        var one = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(options).Fit(_ml.Data.LoadFromEnumerable(weighted)).Model.SubModel;
        options.ExampleWeightColumnName = null;
        var other = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(options).Fit(_ml.Data.LoadFromEnumerable(repeated)).Model.SubModel;
        Assert.Equal(other.Weights[0], one.Weights[0], 1e-4);
        Assert.Equal(other.Bias, one.Bias, 1e-4);
    }

    [Fact]
    public void WeightsCanBeHeldNonNegative()
    {
        var model = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(enforceNonNegativity: true, l1Regularization: 0).Fit(BreastCancer()).Model.SubModel;
        // Every weight of the free optimum is negative.
        Assert.All(SklearnCases.BreastCancerL1x0L2x1Weights, w => Assert.True(w < 0));
        Assert.All(model.Weights, w => Assert.Equal(0, w));
        // What is left is the bias: the log-odds of the labels.
        bool[] labels = [.. BreastCancer().GetColumn<bool>("Label")];
        Assert.Equal(Math.Log(labels.Count(l => l) / (double)labels.Count(l => !l)), model.Bias, 1e-3);
    }

    [Fact]
    public void TrainingCanGoOnFromAModel()
    {
        IDataView data = BreastCancer();
        var first = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options { MaximumNumberOfIterations = 2 }).Fit(data);
        var trainer = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression();
        AssertClose(SklearnCases.BreastCancerL1x1L2x1Weights, trainer.Fit(data, first.Model.SubModel).Model.SubModel.Weights);
        Assert.NotEqual(SklearnCases.BreastCancerL1x1L2x1Weights[0], first.Model.SubModel.Weights[0], 0.01);
    }

    [Fact]
    public void WrongColumnsAndOptionsAreReported()
    {
        IDataView data = BreastCancer();
        var trainers = _ml.BinaryClassification.Trainers;
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsLogisticRegression("Nothing").Fit(data)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsLogisticRegression("Features").Fit(data));
        Assert.Contains("L2Regularization", Assert.Throws<ArgumentOutOfRangeException>(() => trainers.LbfgsLogisticRegression(l2Regularization: -1)).Message);
        var fitted = trainers.LbfgsLogisticRegression().Fit(data);
        IDataView other = _ml.Data.LoadFromEnumerable([new Weighted(true, 1, 1)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => fitted.Transform(other));
    }

    private void AssertOptimum(LbfgsLogisticRegressionBinaryTrainer trainer, double[] weights, double[] biases)
    {
        CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> model = trainer.Fit(BreastCancer()).Model;
        AssertClose(weights, model.SubModel.Weights);
        Assert.Equal(biases[0], model.SubModel.Bias, 1e-3);
        Assert.Equal((-1.0, 0.0), (model.Calibrator.Slope, model.Calibrator.Offset));
    }

    private static void AssertClose(double[] expected, IReadOnlyList<float> actual) =>
        Assert.Equal(expected, actual.Select(w => (double)w), (a, b) => Math.Abs(a - b) < 1e-3);

    private IDataView BreastCancer() => _ml.Data.LoadFromEnumerable(SklearnCases.BreastCancerData.Split('\n').Select(line =>
    {
        float[] numbers = [.. line.Split(' ').Select(n => float.Parse(n, CultureInfo.InvariantCulture))];
        return new Row { Label = numbers[5] == 1, Features = numbers[..5] };
    }).ToArray());

    private static string ValueKind(DataViewSchema.Column column)
    {
        ReadOnlyMemory<char> kind = default;
        column.Annotations.GetValue("ScoreValueKind", ref kind);
        return kind.ToString();
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        [VectorType(5)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }

    private sealed class Weighted(bool label, float feature, float weight)
    {
        public bool Label => label;

        [VectorType(1)]
        public float[] Features => [feature];

        public float Weight => weight;
    }
}
