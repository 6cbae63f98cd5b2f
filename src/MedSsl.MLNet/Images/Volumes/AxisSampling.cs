namespace MedSsl.MLNet;

/// <summary>
/// What each place along an axis of the loaded volume is made of: weights of places of the source, or padding. Source and samples have the same middle; with a
/// whole number of samples cut off or added at each end (the odd one at the far end).
/// </summary>
internal sealed class AxisSampling
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    private AxisSampling(int count) => (_first, _weights) = (new int[count], new float[count][]);

    /// <summary>Places of the source from one sample to the next.</summary>
    internal double Step { get; private init; }

    /// <summary>Where in the source sample 0 is.</summary>
    internal double Start { get; private init; }

    /// <summary>The first place of the source that any sample is made of.</summary>
    internal int From { get; private set; }

    /// <summary>The place after the last one that any sample is made of.</summary>
    internal int To { get; private set; }

    /// <summary>The first place of the source that a sample is made of.</summary>
    internal int First(int sample) => _first[sample];

    /// <summary>The weights of that place and those after it, which add up to 1; none for padding.</summary>
    internal ReadOnlySpan<float> Weights(int sample) => _weights[sample];

    /// <param name="length">Places of the source.</param>
    /// <param name="count">Samples.</param>
    /// <param name="step">Places of the source from one sample to the next; null spreads the samples over the source.</param>
    /// <param name="interpolation">Linear is a triangle of half width max(1, step), as Pillow and torch's antialiased bilinear; nearest rounds halves up.</param>
    internal static AxisSampling Make(int length, int count, double? step, VolumeInterpolation interpolation)
    {
        double ratio = step ?? (double)length / count;
        long whole = step is null ? count : Math.Max(1, (long)Math.Round(length / ratio));           // samples that cover the source
        long skipped = whole >= count ? (whole - count) / 2 : -((count - whole) / 2);
        double start = (skipped - (whole - 1) / 2.0) * ratio + (length - 1) / 2.0;
        var sampling = new AxisSampling(count) { Step = ratio, Start = start, From = length };
        for (int i = 0; i < count; i++)
        {
            sampling._weights[i] = [];
            if (i + skipped < 0 || i + skipped >= whole)
                continue;
            double at = start + i * ratio;
            if (interpolation == VolumeInterpolation.Nearest)
                (sampling._first[i], sampling._weights[i]) = (Math.Clamp((int)Math.Floor(at + 0.5), 0, length - 1), [1]);
            else
                (sampling._first[i], sampling._weights[i]) = Triangle(at, length, Math.Max(1, ratio));
            sampling.From = Math.Min(sampling.From, sampling._first[i]);
            sampling.To = Math.Max(sampling.To, sampling._first[i] + sampling._weights[i].Length);
        }
        return sampling;
    }

    private static (int First, float[] Weights) Triangle(double at, int length, double reach)
    {
        int first = Math.Clamp((int)Math.Floor(at - reach) + 1, 0, length - 1), end = Math.Clamp((int)Math.Ceiling(at + reach), first + 1, length);
        var weights = new double[end - first];
        for (int x = first; x < end; x++)
            weights[x - first] = Math.Max(0, 1 - Math.Abs(x - at) / reach);
        double sum = weights.Sum();
        return sum > 0 ? (first, [.. weights.Select(w => (float)(w / sum))]) : (first, [1]);
    }
}
