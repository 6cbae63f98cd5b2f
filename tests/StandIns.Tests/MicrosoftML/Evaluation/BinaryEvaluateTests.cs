namespace StandIns.Tests.MicrosoftML.Evaluation;

public sealed class BinaryEvaluateTests
{
    private const double Tolerance = 1e-9;
    private static readonly bool[] Labels = [true, false, true, true, false, false, true, false];
    private static readonly float[] Scores = [2, -1, 0.5f, -0.5f, 0.5f, -3, 0.5f, 1.5f];
    private readonly MLContext _ml = new(1);

    [Fact]
    public void MatchesScikitLearn()
    {
        CalibratedBinaryClassificationMetrics metrics = _ml.BinaryClassification.Evaluate(Rows(Labels, Scores));
        // sklearn.metrics on the same rows: roc_auc_score, accuracy_score, precision_score, recall_score, f1_score.
        Assert.Equal(0.6875, metrics.AreaUnderRocCurve, Tolerance);
        Assert.Equal(0.625, metrics.Accuracy, Tolerance);
        Assert.Equal(0.6, metrics.PositivePrecision, Tolerance);
        Assert.Equal(0.75, metrics.PositiveRecall, Tolerance);
        Assert.Equal(0.6666666666666666, metrics.NegativePrecision, Tolerance);
        Assert.Equal(0.5, metrics.NegativeRecall, Tolerance);
        Assert.Equal(0.6666666666666665, metrics.F1Score, Tolerance);
        // log_loss / ln 2; half the rows are positive, so the entropy is 1. Probabilities are rounded to float.
        Assert.Equal(0.9172832277715335, metrics.LogLoss, 1e-6);
        Assert.Equal(1, metrics.Entropy, Tolerance);
        Assert.Equal(1 - 0.9172832277715335, metrics.LogLossReduction, 1e-6);
        // confusion_matrix, positives first.
        Assert.Equal([[3.0, 1], [2, 2]], metrics.ConfusionMatrix.Counts);
        Assert.Equal(2, metrics.ConfusionMatrix.GetCountForClassPair(predictedClassIndicatorIndex: 0, actualClassIndicatorIndex: 1));
        Assert.Equal([0.6, 2 / 3.0], metrics.ConfusionMatrix.PerClassPrecision);
        Assert.Equal([0.75, 0.5], metrics.ConfusionMatrix.PerClassRecall);
    }

    [Fact]
    public void TiedScoresAreNotGroupedInThePrecisionRecallCurve()
    {
        // ML.NET 5.0.0, as run: four equal scores give 1.0 or 0.29 by the order of the rows, and an AUC of one half.
        var first = _ml.BinaryClassification.EvaluateNonCalibrated(Rows([true, true, false, false], [1, 1, 1, 1]));
        var last = _ml.BinaryClassification.EvaluateNonCalibrated(Rows([false, false, true, true], [1, 1, 1, 1]));
        Assert.Equal(1, first.AreaUnderPrecisionRecallCurve, Tolerance);
        Assert.Equal(0.5 * (1 / 3.0) / 2 + 0.5 * (1 / 3.0 + 0.5) / 2, last.AreaUnderPrecisionRecallCurve, Tolerance);
        Assert.Equal(0.5, first.AreaUnderRocCurve, Tolerance);
        Assert.Equal(0.5, last.AreaUnderRocCurve, Tolerance);
    }

    [Fact]
    public void APositiveIsARawScoreAboveZeroWhateverThePredictedLabel()
    {
        // Probabilities in place of raw scores: all above 0, so all rows count as positive, though the ranking is perfect.
        var metrics = _ml.BinaryClassification.EvaluateNonCalibrated(Rows([true, true, false, false], [0.9f, 0.8f, 0.2f, 0.1f]));
        Assert.Equal(0.5, metrics.Accuracy, Tolerance);
        Assert.Equal(1, metrics.AreaUnderRocCurve, Tolerance);
        // A score of exactly 0 is negative.
        Assert.Equal(0, _ml.BinaryClassification.EvaluateNonCalibrated(Rows([true, false], [0, -1])).PositiveRecall);
    }

    [Fact]
    public void F1OfNoPositivePredictionIsZero()
    {
        var metrics = _ml.BinaryClassification.EvaluateNonCalibrated(Rows([true, false], [-1, -2]));
        Assert.Equal(0, metrics.F1Score);
        Assert.Equal(0, metrics.PositivePrecision);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ASingleClassIsOutOfRange(bool label) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.BinaryClassification.EvaluateNonCalibrated(Rows([label, label], [1, 2])));

    [Fact]
    public void LogLossIsNotClipped()
    {
        Row[] rows = [new() { Label = 1, Score = -9, Probability = 0 }, new() { Label = 0, Score = -9, Probability = 0.5f }];
        Assert.Equal(double.PositiveInfinity, _ml.BinaryClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows)).LogLoss);
    }

    [Fact]
    public void RowsWithoutLabelAreSkipped()
    {
        Row[] rows = [.. Labels.Zip(Scores, (label, score) => new Row { Label = label ? 1 : 0, Score = score }), new Row { Label = float.NaN, Score = 9 }];
        var metrics = _ml.BinaryClassification.EvaluateNonCalibrated(_ml.Data.LoadFromEnumerable(rows));
        Assert.Equal(0.6875, metrics.AreaUnderRocCurve, Tolerance);
        Assert.Equal(0.625, metrics.Accuracy, Tolerance);
    }

    [Fact]
    public void WrongColumnsAreReported()
    {
        IDataView rows = Rows(Labels, Scores);
        Assert.Contains("'Missing'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.BinaryClassification.Evaluate(rows, "Missing")).Message);
        Assert.Contains("Single", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.BinaryClassification.Evaluate(rows, scoreColumnName: "PredictedLabel")).Message);
    }

    [Fact]
    public void AVectorOfScoresIsRefused()
    {
        IDataView rows = _ml.Transforms.Concatenate("Scores", "Score", "Probability").Fit(Rows(Labels, Scores)).Transform(Rows(Labels, Scores));
        Assert.Contains("'Scores'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.BinaryClassification.EvaluateNonCalibrated(rows, scoreColumnName: "Scores")).Message);
    }

    [Fact]
    public void TheConfusionTableIsLaidOutAsInMlNetsSamples()
    {
        string[] expected =
        [
            "TEST POSITIVE RATIO:\t0.5000 (4.0/(4.0+4.0))",
            "Confusion table",
            "          ||======================",
            "PREDICTED || positive | negative | Recall",
            "TRUTH     ||======================",
            " positive ||        3 |        1 | 0.7500",
            " negative ||        2 |        2 | 0.5000",
            "          ||======================",
            "Precision ||   0.6000 |   0.6667 |",
        ];
        string table = _ml.BinaryClassification.EvaluateNonCalibrated(Rows(Labels, Scores)).ConfusionMatrix.GetFormattedConfusionTable();
        Assert.Equal(expected, table.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()));
    }

    private IDataView Rows(bool[] labels, float[] scores) => _ml.Data.LoadFromEnumerable(labels.Zip(scores, (label, score) => new BoolRow
    {
        Label = label,
        Score = score,
        Probability = 1 / (1 + MathF.Exp(-score)),
    }).ToArray());

    private sealed class BoolRow
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Row
    {
        public float Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
