namespace Microsoft.ML.Data;

/// <summary>Adds to <see cref="BinaryClassificationMetrics"/> what needs a probability. Logarithms to base 2.</summary>
public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    public double LogLoss { get; }
    public double LogLossReduction { get; }
    public double Entropy { get; }

    internal CalibratedBinaryClassificationMetrics(BinaryScores rows) : base(rows)
    {
        double loss = 0, positives = 0, counted = 0;
        for (int i = 0; i < rows.Probabilities.Length; i++)
        {
            float probability = rows.Probabilities[i];
            if (float.IsNaN(probability))
                continue;
            // Not clipped: a certain and wrong probability costs infinity.
            loss -= Math.Log2(rows.Positive[i] ? probability : 1.0 - probability);
            positives += rows.Positive[i] ? 1 : 0;
            counted++;
        }
        LogLoss = Ratio(loss, counted);
        Entropy = EntropyOf(Ratio(rows.Positive.Count(isPositive => isPositive), rows.Positive.Length));
        double prior = EntropyOf(Ratio(positives, counted));
        LogLossReduction = counted == 0 ? 0 : (prior - LogLoss) / prior;
    }

    private static double EntropyOf(double p) => p is 0 or 1 ? 0 : -p * Math.Log2(p) - (1 - p) * Math.Log2(1 - p);
}
