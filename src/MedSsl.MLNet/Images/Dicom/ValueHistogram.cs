namespace MedSsl.MLNet;

/// <summary>
/// How often a frame has each stored value, padding left out. Up to 65,536 values are counted one by one; of 32-bit frames with more, parts of their
/// range, so that percentiles are right to 1 / 65,536 of it.
/// </summary>
internal sealed class ValueHistogram
{
    private const int MostBins = 65536;
    private readonly int[] _counts = new int[MostBins];
    private int _low, _bins;
    private long _width;

    /// <summary>Starts anew with stored values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    internal void Begin(int low, int high)
    {
        _low = low;
        _width = ((long)high - low) / MostBins + 1;
        _bins = (int)(((long)high - low) / _width) + 1;
        Array.Clear(_counts, 0, _bins);
    }

    /// <summary>Counts values.</summary>
    internal void Add(ReadOnlySpan<int> values, PixelPadding padding)
    {
        foreach (int value in values)
            if (!padding.Contains(value))
                _counts[(int)(((long)value - _low) / _width)]++;
    }

    /// <summary>
    /// Values after the modality transform at percentiles, between two values on the line between them, as numpy.percentile does; (0, 0) if all is padding.
    /// </summary>
    internal (double Low, double High) Percentiles(double low, double high, Func<int, double> transform)
    {
        var values = new List<(double Value, long Count)>();
        for (int bin = 0; bin < _bins; bin++)
            if (_counts[bin] > 0)
                values.Add((transform((int)(_low + bin * _width)), _counts[bin]));
        if (values.Count == 0)
            return (0, 0);
        values.Sort((a, b) => a.Value.CompareTo(b.Value));
        return (Percentile(values, low), Percentile(values, high));
    }

    private static double Percentile(List<(double Value, long Count)> values, double percentile)
    {
        double rank = percentile / 100 * (values.Sum(v => v.Count) - 1);
        long seen = 0;
        for (int i = 0; ; i++)
        {
            seen += values[i].Count;
            if (rank <= seen - 1 || i == values.Count - 1)
                return values[i].Value;
            if (rank < seen)
                return values[i].Value + (rank - (seen - 1)) * (values[i + 1].Value - values[i].Value);
        }
    }
}
