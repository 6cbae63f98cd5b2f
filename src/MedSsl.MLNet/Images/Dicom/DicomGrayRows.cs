using System.Numerics;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>
/// A gray frame: stored values, modality transform, window, and MONOCHROME1 inverted, in the standard's order (PS3.4 N.2). Padding becomes 0. Values of up
/// to 16 bits go through one table that does all of it, unless the frame has fewer pixels than the table would have entries.
/// </summary>
internal sealed class DicomGrayRows : FloatRows
{
    private const int MostEntries = 65536;
    private readonly DicomFrames _frames;
    private readonly ValueHistogram _histogram = new();
    private readonly float[] _grays = new float[MostEntries];
    private PixelCell _cell;
    private PixelPadding _padding;
    private ModalityTransform _modality = new();
    private ValueMap _window = new RangeMap(0, 1);
    private bool _inverted, _tabled;
    private int[] _values = [];
    private int _low, _high;

    internal DicomGrayRows(DicomFrames frames) => (_frames, IsGray) = (frames, true);

    /// <summary>Takes the frame that was read.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="aspect">A pixel's height over its width.</param>
    /// <param name="modality">The modality transform.</param>
    /// <param name="padding">Values that are no part of the picture.</param>
    internal void Begin(DicomHeader header, double aspect, ModalityTransform modality, PixelPadding padding)
    {
        (Width, Height, PixelAspect, _cell) = (header.Width, header.Height, aspect, header.Cell);
        (_modality, _padding, _inverted) = (modality, padding, header.Photometric == "MONOCHROME1");
        if (_values.Length < Width)
            _values = new int[Width];
        FindRange();
    }

    /// <summary>Says which values become black and white: a window, or what the options make of the frame's own values.</summary>
    internal void SetWindow(ValueMap? window, WindowOptions options)
    {
        _window = window ?? (options.Source == WindowSource.Percentiles ? Range(options.LowPercentile, options.HighPercentile) : Range(0, 100));
        _tabled = (long)_high - _low < Math.Min(MostEntries, (long)Width * Height);
        for (int i = 0; _tabled && i <= _high - _low; i++)
            _grays[i] = Gray(_low + i);
    }

    /// <summary>One row after the modality transform: what a window is about.</summary>
    internal void ReadValues(int y, Span<float> row)
    {
        var stored = ReadStored(y);
        for (int x = 0; x < stored.Length; x++)
            row[x] = (float)Modality(stored[x]);
    }

    private protected override void ReadGray(int y, Span<float> row)
    {
        var stored = ReadStored(y);
        var grays = _grays;
        int low = _low;
        if (_tabled)
            for (int x = 0; x < stored.Length; x++)
                row[x] = grays[stored[x] - low];
        else
            for (int x = 0; x < stored.Length; x++)
                row[x] = Gray(stored[x]);
    }

    private protected override void ReadColour(int y, Span<float> red, Span<float> green, Span<float> blue) => throw new InvalidOperationException("A gray frame has no colours.");

    private float Gray(int stored)
    {
        if (_padding.Contains(stored))
            return 0;
        double gray = _window.Of(Modality(stored));
        return (float)(_inverted ? 1 - gray : gray);
    }

    private double Modality(int stored) => _modality.Of(stored + _cell.Offset);

    private ReadOnlySpan<int> ReadStored(int y)
    {
        var values = _values.AsSpan(0, Width);
        _cell.Read(_frames.Bytes, _frames.FirstCell + (long)y * Width, 1, values);
        return values;
    }

    private void FindRange()
    {
        var (lows, highs) = (new Vector<int>(int.MaxValue), new Vector<int>(int.MinValue));
        var (low, high) = (int.MaxValue, int.MinValue);
        for (int y = 0; y < Height; y++)
        {
            var row = ReadStored(y);
            var vectors = MemoryMarshal.Cast<int, Vector<int>>(row);
            foreach (var vector in vectors)
                (lows, highs) = (Vector.Min(lows, vector), Vector.Max(highs, vector));
            foreach (int value in row[(vectors.Length * Vector<int>.Count)..])
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        for (int i = 0; i < Vector<int>.Count; i++)
            (low, high) = (Math.Min(low, lows[i]), Math.Max(high, highs[i]));
        (_low, _high) = (low, high);
    }

    private RangeMap Range(double low, double high)
    {
        _histogram.Begin(_low, _high);
        for (int y = 0; y < Height; y++)
            _histogram.Add(ReadStored(y), _padding);
        var (black, white) = _histogram.Percentiles(low, high, Modality);
        return new(black, white);
    }
}
