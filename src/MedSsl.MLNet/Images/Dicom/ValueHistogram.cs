namespace MedSsl.MLNet;

/// <summary>
/// How often a frame has each stored value, padding left out. Up to 65,536 values are counted one by one; of 32-bit frames with more, parts of their
/// range, so that percentiles are right to 1 / 65,536 of it.
/// </summary>
internal sealed class ValueHistogram
{
    private const int MostBins = 65536;
    private readonly int[] _counts = new int[MostBins];
    private readonly List<(double Value, int Count)> _values = [];
    private int _low, _bins, _least, _most;
    private long _width;

    /// <summary>Starts anew with stored values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    internal void Begin(int low, int high)
    {
        _low = low;
        _width = ((long)high - low) / MostBins + 1;
        _bins = (int)(((long)high - low) / _width) + 1;
        (_least, _most) = (int.MaxValue, int.MinValue);
        Array.Clear(_counts, 0, _bins);
    }

    /// <summary>Counts values.</summary>
    internal void Add(ReadOnlySpan<int> values, PixelPadding padding)
    {
        foreach (int value in values)
            if (!padding.Contains(value))
            {
                _least = Math.Min(_least, value);
                _most = Math.Max(_most, value);
                _counts[(int)(((long)value - _low) / _width)]++;
            }
    }

    /// <summary>
    /// Values after the modality transform at percentiles, between two values on the line between them, as numpy.percentile does; (0, 0) if all is padding.
    /// </summary>
    internal (double Low, double High) Percentiles(double low, double high, Func<int, double> transform)
    {
        if (_most < _least)
            return (0, 0);
        _values.Clear();
        bool sorted = true;
        long count = 0;
        for (int bin = 0; bin < _bins; bin++)
            if (_counts[bin] > 0)
            {
                // A part of the range stands for its first value, the first and the last for the frame's own ends.
                long first = _low + bin * _width;
                double value = transform(first + _width > _most ? _most : (int)Math.Max(first, _least));
                sorted &= _values.Count == 0 || value >= _values[^1].Value;
                _values.Add((value, _counts[bin]));
                count += _counts[bin];
            }
        if (!sorted)
            _values.Sort((a, b) => a.Value.CompareTo(b.Value));
        return (Percentile(low, count), Percentile(high, count));
    }

    private double Percentile(double percentile, long count)
    {
        double rank = percentile / 100 * (count - 1);
        long seen = 0;
        for (int i = 0; ; i++)
        {
            seen += _values[i].Count;
            if (rank <= seen - 1 || i == _values.Count - 1)
                return _values[i].Value;
            if (rank < seen)
                return _values[i].Value + (rank - (seen - 1)) * (_values[i + 1].Value - _values[i].Value);
        }
    }
}
