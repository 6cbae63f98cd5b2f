namespace MedSsl.MLNet;

/// <summary>
/// The weights that make <c>count</c> samples of <c>length</c>: a triangle filter, as wide as the spacing of the samples where that is more than one pixel, so
/// that making an image smaller averages what falls together. The same as Pillow's <c>Image.resize(BILINEAR)</c>. Only the samples that are used are made.
/// </summary>
internal sealed class TriangleFilter
{
    private (int Length, int Count, int From, int Used) _made;
    private int[] _first = [], _end = [];
    private float[] _weights = [];
    private int _stride;

    /// <summary>The first pixel that sample <paramref name="i"/> of those used reads.</summary>
    internal int First(int i) => _first[i];

    /// <summary>The pixel after the last one that sample <paramref name="i"/> of those used reads.</summary>
    internal int End(int i) => _end[i];

    /// <summary>The weights of pixels <see cref="First"/> to <see cref="End"/> - 1 in sample <paramref name="i"/> of those used; their sum is 1.</summary>
    internal ReadOnlySpan<float> Weights(int i) => _weights.AsSpan(i * _stride, _end[i] - _first[i]);

    /// <summary>Makes the weights, unless they are those already made.</summary>
    /// <param name="length">Pixels there are.</param>
    /// <param name="count">Samples to make of them.</param>
    /// <param name="from">The first sample that is used.</param>
    /// <param name="used">How many samples are used.</param>
    internal void Make(int length, int count, int from, int used)
    {
        if (_made == (length, count, from, used))
            return;
        double scale = (double)length / count, spread = Math.Max(scale, 1);
        _stride = (int)Math.Ceiling(spread) * 2 + 1;
        if (_first.Length < used)
            (_first, _end) = (new int[used], new int[used]);
        if (_weights.Length < used * _stride)
            _weights = new float[used * _stride];
        Span<double> row = stackalloc double[0];
        row = _stride <= 512 ? stackalloc double[_stride] : new double[_stride];
        for (int i = 0; i < used; i++)
        {
            double centre = (from + i + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - spread + 0.5)), end = Math.Min(length, (int)(centre + spread + 0.5));
            double sum = 0;
            for (int x = first; x < end; x++)
                sum += row[x - first] = Math.Max(0, 1 - Math.Abs((x - centre + 0.5) / spread));
            for (int x = first; x < end; x++)
                _weights[i * _stride + x - first] = (float)(row[x - first] / sum);
            (_first[i], _end[i]) = (first, end);
        }
        _made = (length, count, from, used);
    }
}
