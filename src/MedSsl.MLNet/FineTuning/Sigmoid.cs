namespace MedSsl.MLNet;

/// <summary>The logistic function, from logits to probabilities.</summary>
internal static class Sigmoid
{
    /// <summary>1 / (1 + exp(-logit)), computed in double so that large logits keep their digits; NaN stays NaN.</summary>
    internal static float Of(float logit) => (float)Exact(logit);

    private static double Exact(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>The logit of the networks' mean probability. One network's logit stays as it is.</summary>
    /// <param name="logits">[networks, outputs].</param>
    /// <param name="scores">[outputs]: filled.</param>
    internal static void MeanLogit(ReadOnlySpan<float> logits, Span<float> scores)
    {
        if (logits.Length == scores.Length)
        {
            logits.CopyTo(scores);
            return;
        }
        for (int k = 0; k < scores.Length; k++)
        {
            // Both sums by themselves: 1 - p would lose a small q.
            double positive = 0, negative = 0;
            for (int at = k; at < logits.Length; at += scores.Length)
            {
                positive += Exact(logits[at]);
                negative += Exact(-logits[at]);
            }
            scores[k] = (float)Math.Log(positive / negative);
        }
    }
}
