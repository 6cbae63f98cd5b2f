using Microsoft.ML.Trainers;

namespace StandIns.Tests.MicrosoftML.Trainers;

public sealed class OneVersusAllTests
{
    private readonly MLContext _ml = new(1);

    private LbfgsLogisticRegressionBinaryTrainer Binary => _ml.BinaryClassification.Trainers.LbfgsLogisticRegression(l1Regularization: 0, optimizationTolerance: 1e-10f);

    [Fact]
    public void ProbabilitiesAreScikitLearns()
    {
        IDataView data = SmallData.Iris(_ml);
        MulticlassPredictionTransformer<OneVersusAllModelParameters> fitted = _ml.MulticlassClassification.Trainers.OneVersusAll(Binary).Fit(data);
        foreach (ITransformer transformer in new ITransformer[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView scored = transformer.Transform(data);
            float[][] scores = [.. scored.GetColumn<float[]>("Score")];
            Assert.Equal(SklearnCases.IrisOneVersusAll, scores.Where((_, i) => i % 10 == 0).SelectMany(s => s).Select(s => (double)s), (a, b) => Math.Abs(a - b) < 1e-3);
            Assert.All(scores, s => Assert.Equal(1, s.Sum(), 1e-5));
            Assert.Equal(scores.Select(s => (uint)Array.IndexOf(s, s.Max()) + 1), scored.GetColumn<uint>("PredictedLabel"));
            Assert.Equal(SmallData.Species, Reloaded.SlotNames(scored.Schema["Score"]));
            Assert.Equal(SmallData.Species, Reloaded.KeyValues(scored.Schema["PredictedLabel"]));
        }
        Assert.IsType<MulticlassPredictionTransformer<OneVersusAllModelParameters>>(Reloaded.Of(fitted, data.Schema));
    }

    [Fact]
    public void WithoutProbabilitiesTheScoresAreTheBinaryModels()
    {
        IDataView data = SmallData.Iris(_ml);
        float[][] probabilities = Scores(_ml.MulticlassClassification.Trainers.OneVersusAll(Binary).Fit(data));
        var raw = _ml.MulticlassClassification.Trainers.OneVersusAll(Binary, useProbabilities: false).Fit(data);
        float[][] scores = Scores(raw);
        for (int i = 0; i < scores.Length; i++)
        {
            double[] logistic = [.. scores[i].Select(s => 1 / (1 + Math.Exp(-s)))];
            Assert.Equal(logistic.Select(p => p / logistic.Sum()), probabilities[i].Select(p => (double)p), (a, b) => Math.Abs(a - b) < 1e-5);
        }
        Assert.Equal(scores.SelectMany(s => s), Scores(Reloaded.Of(raw, data.Schema)).SelectMany(s => s));

        float[][] Scores(ITransformer model) => [.. model.Transform(data).GetColumn<float[]>("Score")];
    }

    [Fact]
    public void RowsWithoutALabelAreLeftOutOrNegative()
    {
        Row[] rows = [.. Enumerable.Range(0, 30).Select(i => new Row { Label = (uint)(i % 3), Features = [i % 3, 1] })];
        // As input a key counts from 0: this one is out of range, hence missing.
        Row[] more = [.. rows, .. Enumerable.Range(0, 60).Select(_ => new Row { Label = uint.MaxValue, Features = [0, 1] })];
        float Bias(Row[] data, bool negative) => Scores(data, negative)[0][0];

        Assert.Equal(Bias(rows, false), Bias(more, false), 1e-4);
        Assert.True(Bias(more, true) < Bias(rows, false) - 0.1);

        float[][] Scores(Row[] data, bool negative) => [.. _ml.MulticlassClassification.Trainers.OneVersusAll(Binary, imputeMissingLabelsAsNegative: negative, useProbabilities: false)
            .Fit(_ml.Data.LoadFromEnumerable(data)).Transform(_ml.Data.LoadFromEnumerable(rows)).GetColumn<float[]>("Score")];
    }

    [Fact]
    public void CrossValidates()
    {
        var folds = _ml.MulticlassClassification.CrossValidate(SmallData.Iris(_ml), _ml.MulticlassClassification.Trainers.OneVersusAll(Binary), 3);
        Assert.Equal([0, 1, 2], folds.Select(f => f.Fold));
        Assert.All(folds, f => Assert.InRange(f.Metrics.MicroAccuracy, 0.7, 1));
    }

    [Fact]
    public void WrongLabelsAreReported()
    {
        IDataView data = SmallData.Iris(_ml);
        Assert.Contains("'Name'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Trainers.OneVersusAll(Binary, "Name").Fit(data)).Message);
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Trainers.OneVersusAll(Binary, "Nothing").Fit(data)).Message);
    }

    private sealed class Row
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
