namespace Microsoft.ML.Data;

/// <summary>Quality of a binary classifier whose score is no probability.</summary>
public class BinaryClassificationMetrics
{
    public double AreaUnderRocCurve { get; }
    public double Accuracy { get; }
    public double PositivePrecision { get; }
    public double PositiveRecall { get; }
    public double NegativePrecision { get; }
    public double NegativeRecall { get; }
    public double F1Score { get; }
    public double AreaUnderPrecisionRecallCurve { get; }
    public ConfusionMatrix ConfusionMatrix { get; }

    internal BinaryClassificationMetrics(BinaryScores rows)
    {
        AreaUnderRocCurve = RankingCurves.AreaUnderRoc(rows.Scores, rows.Positive);
        AreaUnderPrecisionRecallCurve = RankingCurves.AreaUnderPrecisionRecall(rows.Scores, rows.Positive);

        double truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0;
        for (int i = 0; i < rows.Scores.Length; i++)
        {
            bool predicted = rows.Scores[i] > 0;
            if (rows.Positive[i])
                _ = predicted ? truePositives++ : falseNegatives++;
            else
                _ = predicted ? falsePositives++ : trueNegatives++;
        }
        Accuracy = Ratio(truePositives + trueNegatives, rows.Scores.Length);
        PositivePrecision = Ratio(truePositives, truePositives + falsePositives);
        PositiveRecall = Ratio(truePositives, truePositives + falseNegatives);
        NegativePrecision = Ratio(trueNegatives, trueNegatives + falseNegatives);
        NegativeRecall = Ratio(trueNegatives, trueNegatives + falsePositives);
        F1Score = Ratio(2 * PositivePrecision * PositiveRecall, PositivePrecision + PositiveRecall);
        ConfusionMatrix = new ConfusionMatrix(["positive", "negative"],
            [[truePositives, falseNegatives], [falsePositives, trueNegatives]], isBinary: true);
    }

    private protected static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
