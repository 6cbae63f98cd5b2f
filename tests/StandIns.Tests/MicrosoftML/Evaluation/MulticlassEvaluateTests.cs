namespace StandIns.Tests.MicrosoftML.Evaluation;

public sealed class MulticlassEvaluateTests
{
    private const double Tolerance = 1e-6;
    private readonly MLContext _ml = new(1);

    [Fact]
    public void MatchesScikitLearn()
    {
        Row[] rows =
        [
            new(0, 0.7f, 0.2f, 0.1f), new(1, 0.3f, 0.4f, 0.3f), new(2, 0.2f, 0.5f, 0.3f), new(1, 0.6f, 0.3f, 0.1f), new(0, 0.05f, 0.15f, 0.8f),
            new(2, 0.25f, 0.25f, 0.5f), new(float.NaN, 1, 0, 0),
        ];
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows), topKPredictionCount: 2);
        // sklearn.metrics on the rows with a label: accuracy_score, balanced_accuracy_score, log_loss, top_k_accuracy_score, confusion_matrix.
        Assert.Equal(0.5, metrics.MicroAccuracy, Tolerance);
        Assert.Equal(0.5, metrics.MacroAccuracy, Tolerance);
        Assert.Equal(1.2282984564297825, metrics.LogLoss, Tolerance);
        // 1 - log_loss / ln 3: the classes are equally frequent.
        Assert.Equal(-0.11804543704758341, metrics.LogLossReduction, Tolerance);
        Assert.Equal([1.6762036087463617, 1.0601317681000455, 0.9485599924429406], metrics.PerClassLogLoss, (a, b) => Math.Abs(a - b) < Tolerance);
        Assert.Equal(0.8333333333333334, metrics.TopKAccuracy, Tolerance);
        Assert.Equal(2, metrics.TopKPredictionCount);
        Assert.Equal([0.5, 5 / 6.0, 1], metrics.TopKAccuracyForAllK);
        Assert.Equal([[1.0, 0, 1], [1, 1, 0], [0, 1, 1]], metrics.ConfusionMatrix.Counts);
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void EqualScoresRankByClassAndNoProbabilityIsBelowTheLeast()
    {
        Row[] rows = [new(1, 0.5f, 0.5f, 0), new(2, 1, 0, 0)];
        MulticlassClassificationMetrics metrics = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows), topKPredictionCount: 1);
        Assert.Equal(0, metrics.MicroAccuracy);
        Assert.Equal([0, 0.5, 1], metrics.TopKAccuracyForAllK);
        // By hand: -ln 0.5 and -ln 1e-15.
        Assert.Equal((Math.Log(2) + 15 * Math.Log(10)) / 2, metrics.LogLoss, Tolerance);
    }

    [Fact]
    public void ScoresMustBeAVectorOfKnownSize()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new VariableRow()]);
        foreach (string score in new[] { "Score", "Label" })
            Assert.Contains($"'{score}'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.MulticlassClassification.Evaluate(rows, scoreColumnName: score)).Message);
    }

    [Fact]
    public void TheConfusionTableIsLaidOutAsInMlNetsSamples()
    {
        Row[] rows = [new(0, 1, 0, 0), new(1, 0, 1, 0), new(2, 0, 1, 0)];
        string[] expected =
        [
            "Confusion table",
            "          ||========================",
            "PREDICTED ||     0 |     1 |     2 | Recall",
            "TRUTH     ||========================",
            "        0 ||     1 |     0 |     0 | 1.0000",
            "        1 ||     0 |     1 |     0 | 1.0000",
            "        2 ||     0 |     1 |     0 | 0.0000",
            "          ||========================",
            "Precision ||1.0000 |0.5000 |0.0000 |",
        ];
        string table = _ml.MulticlassClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows)).ConfusionMatrix.GetFormattedConfusionTable();
        Assert.Equal(expected, table.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
    }

    private sealed class VariableRow
    {
        public float Label { get; set; }

        public float[] Score { get; set; } = [];

        public float PredictedLabel { get; set; }
    }

    private sealed class Row(float label, params float[] score)
    {
        public float Label => label;

        [VectorType(3)]
        public float[] Score => score;

        public float PredictedLabel => 0;
    }
}
