namespace MedSsl.MLNet;

/// <summary>The softmax, from logits to probabilities of classes.</summary>
internal static class Softmax
{
    /// <summary>The networks' mean probability of each class, computed in double.</summary>
    /// <param name="logits">[networks, classes].</param>
    /// <param name="probabilities">[classes]: filled.</param>
    internal static void MeanProbability(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        int classes = probabilities.Length, networks = logits.Length / classes;
        var sums = new double[classes];
        for (int at = 0; at < logits.Length; at += classes)
        {
            var row = logits.Slice(at, classes);
            double largest = double.NegativeInfinity, total = 0;
            foreach (float logit in row)
                largest = Math.Max(largest, logit);
            foreach (float logit in row)
                total += Math.Exp(logit - largest);
            for (int c = 0; c < classes; c++)
                sums[c] += Math.Exp(row[c] - largest) / total;
        }
        for (int c = 0; c < classes; c++)
            probabilities[c] = (float)(sums[c] / networks);
    }
}
