namespace MedSsl.MLNet;

/// <summary>
/// Weights of a first convolution on normalised colours, summed so that it takes gray images: with weights w of colour c, mean m and deviation s of
/// each colour, Σ w_c (x − m_c) / s_c = (x − M) / S · Σ w_c S / s_c + Σ w_c (M − m_c) / s_c. The last term is a constant wherever the kernel lies
/// within the image, and moves into the running mean of the normalisation behind it.
/// </summary>
internal static class GrayFolding
{
    /// <summary>The specification for one channel: one mean and one deviation, the colours' averages.</summary>
    internal static EncoderSpec Spec(EncoderSpec colour) => colour with
    {
        PixelMean = EncoderMetadata.Mean(colour).Average(),
        PixelStd = EncoderMetadata.Std(colour).Average(),
        ColourMean = null,
        ColourStd = null,
    };

    /// <summary>[C, 3, k, k] to [C, 1, k, k], and the running mean [C] that goes with it.</summary>
    internal static (NamedTensor Weight, NamedTensor RunningMean) Fold(NamedTensor weight, NamedTensor runningMean, EncoderSpec colour)
    {
        var gray = Spec(colour);
        float[] means = [.. Three(EncoderMetadata.Mean(colour))], deviations = [.. Three(EncoderMetadata.Std(colour))];
        long kernel = weight.Shape[2] * weight.Shape[3];
        var sums = new float[weight.Shape[0] * kernel];
        var shifted = (float[])runningMean.Values.Clone();
        for (long to = 0; to < weight.Shape[0]; to++)
        {
            double constant = 0;
            for (long tap = 0; tap < kernel; tap++)
            {
                double sum = 0;
                for (int colourIndex = 0; colourIndex < 3; colourIndex++)
                {
                    double value = weight.Values[(to * 3 + colourIndex) * kernel + tap] / (double)deviations[colourIndex];
                    sum += value * gray.PixelStd;
                    constant += value * (gray.PixelMean - means[colourIndex]);
                }
                sums[to * kernel + tap] = (float)sum;
            }
            shifted[to] = (float)(runningMean.Values[to] - constant);
        }
        return (new(weight.Name, [weight.Shape[0], 1, .. weight.Shape[2..]], sums), new(runningMean.Name, runningMean.Shape, shifted));
    }

    private static IEnumerable<float> Three(float[] values) => values.Length == 3 ? values : Enumerable.Repeat(values[0], 3);
}
