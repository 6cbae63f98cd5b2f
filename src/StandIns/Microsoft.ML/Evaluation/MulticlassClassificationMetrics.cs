namespace Microsoft.ML.Data;

/// <summary>Quality of a classifier of several classes. Natural logarithms.</summary>
public sealed class MulticlassClassificationMetrics
{
    public double LogLoss { get; }
    public double LogLossReduction { get; }
    public double MacroAccuracy { get; }
    public double MicroAccuracy { get; }
    public double TopKAccuracy { get; }
    public int TopKPredictionCount { get; }
    public IReadOnlyList<double> TopKAccuracyForAllK { get; }
    public IReadOnlyList<double> PerClassLogLoss { get; }
    public ConfusionMatrix ConfusionMatrix { get; }

    internal MulticlassClassificationMetrics(MulticlassCounts counts, string[] classNames, int topKPredictionCount)
    {
        double rows = counts.Rows;
        double[] ofClass = counts.RowsOfClass;
        MicroAccuracy = Ratio(counts.RankOfTruth[0], rows);
        double[] recalls = [.. ofClass.Select((n, c) => (n, c)).Where(x => x.n > 0).Select(x => counts.Confusion[x.c][x.c] / x.n)];
        MacroAccuracy = Ratio(recalls.Sum(), recalls.Length);
        LogLoss = Ratio(counts.LossOfClass.Sum() + counts.LossOfUnknown, rows);
        PerClassLogLoss = [.. counts.LossOfClass.Select((loss, c) => Ratio(loss, ofClass[c]))];
        double entropy = -ofClass.Where(n => n > 0).Sum(n => n / rows * Math.Log(n / rows));
        LogLossReduction = (entropy - LogLoss) / entropy;

        double within = 0;
        double[] topK = new double[ofClass.Length];
        for (int k = 0; k < topK.Length; k++)
            topK[k] = Ratio(within += counts.RankOfTruth[k], rows);
        TopKAccuracyForAllK = topK;
        TopKPredictionCount = topKPredictionCount;
        TopKAccuracy = topKPredictionCount <= 0 ? 0 : topK[Math.Min(topKPredictionCount, topK.Length) - 1];
        ConfusionMatrix = new ConfusionMatrix(classNames, counts.Confusion, isBinary: false);
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
