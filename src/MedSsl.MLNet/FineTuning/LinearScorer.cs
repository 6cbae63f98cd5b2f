namespace MedSsl.MLNet;

/// <summary>
/// The trained linear layer in managed code: a sum in fixed order and double precision, so that a score is the same to the bit whatever the batch.
/// </summary>
/// <param name="Bias">[labels].</param>
/// <param name="Weight">[labels, features], row by row.</param>
internal sealed record LinearScorer(float[] Bias, float[] Weight)
{
    internal int FeatureSize => Weight.Length / Bias.Length;

    /// <summary>The logits of one image.</summary>
    internal void Score(ReadOnlySpan<float> features, Span<float> logits)
    {
        for (int label = 0; label < Bias.Length; label++)
        {
            var row = Weight.AsSpan(label * features.Length, features.Length);
            double sum = Bias[label];
            for (int i = 0; i < row.Length; i++)
                sum += (double)row[i] * features[i];
            logits[label] = (float)sum;
        }
    }
}
