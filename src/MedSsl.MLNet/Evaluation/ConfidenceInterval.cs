using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>A percentile interval from a bootstrap (Efron 1979) that draws whole patients with replacement.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Level">Coverage asked for, e.g. 0.95.</param>
/// <param name="Samples">Replicates the interval was read from.</param>
/// <param name="Skipped">Replicates left out because a label had one class only in them.</param>
public sealed record ConfidenceInterval(double Lower, double Upper, double Level, int Samples, int Skipped)
{
    /// <summary>For example "0.761-0.874".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lower:0.000}-{Upper:0.000}");

    /// <summary>Reads the interval off the replicates' values; NaN = undefined. Null if fewer than two replicates are defined.</summary>
    /// <remarks>Quantiles are interpolated linearly between order statistics, as numpy.quantile does by default.</remarks>
    internal static ConfidenceInterval? Of(ReadOnlySpan<double> replicates, double level)
    {
        var values = new List<double>(replicates.Length);
        foreach (double value in replicates)
        {
            if (!double.IsNaN(value))
                values.Add(value);
        }

        if (values.Count < 2)
            return null;
        values.Sort();
        return new(Quantile(values, (1 - level) / 2), Quantile(values, (1 + level) / 2), level, values.Count, replicates.Length - values.Count);
    }

    private static double Quantile(List<double> sorted, double share)
    {
        double at = share * (sorted.Count - 1);
        int below = (int)at;
        return below + 1 >= sorted.Count ? sorted[^1] : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
