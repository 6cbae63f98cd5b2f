namespace MedSsl.MLNet;

/// <summary>From a volume's values to those of the column, by the window that the options ask for.</summary>
internal static class VolumeIntensity
{
    private const int Bins = 65536;

    /// <summary>Makes the map; values that are missing (NaN, infinite) become the darkest of the others.</summary>
    /// <param name="values">The volume.</param>
    /// <param name="window">The window that was found; null if it goes by the values.</param>
    /// <param name="options">What was asked for; null for values as they are.</param>
    /// <param name="inverted">Whether small values are bright.</param>
    /// <exception cref="InvalidDataException">No value is a number.</exception>
    internal static ValueMap Map(float[] values, ValueMap? window, WindowOptions? options, bool inverted = false)
    {
        var (low, high, missing) = Range(values);
        ValueMap map = options is null ? new SameMap(low)
            : window ?? (options.Source == WindowSource.Percentiles ? Percentiles(values, low, high, options) : new RangeMap(low, high));
        if (missing)
            foreach (ref float value in values.AsSpan())
                if (!float.IsFinite(value))
                    value = inverted && options is not null ? high : low;
        return inverted && options is not null ? new InvertedMap(map) : map;
    }

    /// <summary>The value of padding.</summary>
    internal static float Padding(ValueMap map) => map is SameMap same ? same.Low : 0;

    private static (float Low, float High, bool Missing) Range(float[] values)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        bool missing = false;
        foreach (float value in values)
            if (float.IsFinite(value))
                (low, high) = (value < low ? value : low, value > high ? value : high);
            else
                missing = true;
        return low <= high ? (low, high, missing) : throw new InvalidDataException("none of its values is a number");
    }

    /// <summary>Right to the last digit for whole numbers (Hounsfield units) of a range up to 65,535, otherwise to 1 / 65,535 of the range.</summary>
    private static RangeMap Percentiles(float[] values, float low, float high, WindowOptions options)
    {
        double step = high - (double)low < Bins && Array.TrueForAll(values, v => !float.IsFinite(v) || v == MathF.Floor(v)) ? 1 : (high - (double)low) / (Bins - 1);
        var histogram = new ValueHistogram();
        histogram.Begin(0, Bins - 1);
        var bins = new int[4096];
        for (int at = 0; at < values.Length; at += bins.Length)
        {
            int count = 0;
            foreach (float value in values.AsSpan(at, Math.Min(bins.Length, values.Length - at)))
                if (float.IsFinite(value))
                    bins[count++] = (int)Math.Round((value - (double)low) / step);
            histogram.Add(bins.AsSpan(0, count), PixelPadding.None);
        }
        var (black, white) = histogram.Percentiles(options.LowPercentile, options.HighPercentile, bin => low + bin * step);
        return new(black, white);
    }

    /// <summary>MONOCHROME1.</summary>
    private sealed record InvertedMap(ValueMap Map) : ValueMap
    {
        internal override double Of(double value) => 1 - Map.Of(value);
    }

    /// <summary>Values as they are; <paramref name="Low"/> is the smallest.</summary>
    private sealed record SameMap(float Low) : ValueMap
    {
        internal override double Of(double value) => value;
    }
}
