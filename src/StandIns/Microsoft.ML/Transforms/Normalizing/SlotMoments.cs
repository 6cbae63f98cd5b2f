namespace Microsoft.ML.Data;

/// <summary>The mean of each slot and the mean square of what it deviates by; NaN does not count.</summary>
internal sealed class SlotMoments(int slots)
{
    private readonly long[] _count = new long[slots];
    private readonly double[] _mean = new double[slots], _squares = new double[slots];

    internal void Add(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                continue;
            double before = values[i] - _mean[i];
            _mean[i] += before / ++_count[i];
            _squares[i] += before * (values[i] - _mean[i]);
        }
    }

    /// <summary>
    /// (value - offset) * scale has mean 0 and variance 1, or with zero kept a mean square of 1. A slot of a single value becomes 0.
    /// </summary>
    internal (double Scale, double Offset)[] ToAffine(bool fixZero) => [.. _count.Select((count, i) =>
    {
        double variance = count == 0 ? 0 : _squares[i] / count;
        return !(variance > 0) ? (0, 0) : fixZero ? (1 / Math.Sqrt(variance + _mean[i] * _mean[i]), 0) : (1 / Math.Sqrt(variance), _mean[i]);
    })];
}
