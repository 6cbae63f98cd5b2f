namespace MedSsl.MLNet;

/// <summary>From a volume's values to those of the column, by the window that the options ask for.</summary>
internal static class VolumeIntensity
{
    private const int Bins = 65536;

    /// <summary>Makes the map; values that are missing (NaN, infinite) become the smallest of the others.</summary>
    /// <exception cref="InvalidDataException">No value is a number, or the file lacks the window asked for.</exception>
    internal static ValueMap Map(float[] values, IReadOnlyList<(string Name, ValueMap Map)> windows, WindowOptions? options)
    {
        var (low, high, missing) = Range(values);
        ValueMap map = options?.Source switch
        {
            null => new SameMap(low),
            WindowSource.Tissue => TissueWindows.Of(options.Tissue) is var (centre, width) ? new WindowMap(centre, width) : null!,
            WindowSource.Values => new WindowMap(options.Centre, options.Width),
            WindowSource.Percentiles => Percentiles(values, low, high, options),
            WindowSource.File when windows.Count > 0 => OfFile(windows, options),
            _ => new RangeMap(low, high),
        };
        if (missing)
            foreach (ref float value in values.AsSpan())
                if (!float.IsFinite(value))
                    value = low;
        return map;
    }

    /// <summary>The value of padding.</summary>
    internal static float Padding(ValueMap map) => map is SameMap same ? same.Low : 0;

    private static ValueMap OfFile(IReadOnlyList<(string Name, ValueMap Map)> windows, WindowOptions options)
    {
        if (options.Name is not { } name)
            return options.Index <= windows.Count ? windows[options.Index - 1].Map
                : throw new InvalidDataException($"it has {windows.Count} windows; number {options.Index} was asked for");
        foreach (var window in windows)
            if (window.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return window.Map;
        throw new InvalidDataException($"it has no window called '{name}'; its windows are {string.Join(", ", windows.Select(w => $"'{w.Name}'"))}");
    }

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

    /// <summary>Values as they are; <paramref name="Low"/> is the smallest.</summary>
    private sealed record SameMap(float Low) : ValueMap
    {
        internal override double Of(double value) => value;
    }
}
