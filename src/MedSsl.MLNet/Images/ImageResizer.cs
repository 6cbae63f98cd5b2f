using System.Numerics;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>
/// Makes a square image in [0, 1] of 8-bit pixels: one or three channels, antialiased, proportions kept. Belongs to one thread at a time; its buffers are
/// used for every image.
/// </summary>
/// <remarks>
/// The vertical pass comes first, one input row after the other and whole vectors at a time; the horizontal one then has few rows left. Values are rounded
/// to 8-bit levels, as Pillow does; Pillow also rounds between the passes, so that a level may differ by one.
/// </remarks>
internal sealed class ImageResizer(int size, int channels, ResizeMode mode)
{
    private readonly TriangleFilter _vertical = new(), _horizontal = new();
    private float[] _row = [], _rows = [];

    /// <summary>Resizes an image.</summary>
    /// <param name="pixels">Four bytes a pixel, rows from the top.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="blueFirst">Whether the bytes are blue, green, red, alpha, not red, green, blue, alpha.</param>
    /// <param name="destination">[channels, size, size].</param>
    internal void Resize(ReadOnlySpan<byte> pixels, int width, int height, bool blueFirst, Span<float> destination)
    {
        int longer = Math.Max(width, height), shorter = Math.Min(width, height);
        double ratio = (double)size / (mode == ResizeMode.Pad ? longer : shorter);
        int newWidth = Math.Max(1, (int)Math.Round(width * ratio)), newHeight = Math.Max(1, (int)Math.Round(height * ratio));
        var across = Extent.Centred(newWidth, size);
        var down = Extent.Centred(newHeight, size);
        _horizontal.Make(width, newWidth);
        _vertical.Make(height, newHeight);
        Grow(ref _row, width);
        Grow(ref _rows, channels * down.Count * width);
        Array.Clear(_rows, 0, channels * down.Count * width);
        if (down.Count < size || across.Count < size)
            destination.Clear();

        ShrinkRows(MemoryMarshal.Cast<byte, uint>(pixels), width, blueFirst, down);
        for (int channel = 0; channel < channels; channel++)
            for (int y = 0; y < down.Count; y++)
                ShrinkColumns(
                    _rows.AsSpan((channel * down.Count + y) * width, width), across.From,
                    destination.Slice((channel * size + down.To + y) * size + across.To, across.Count));
    }

    /// <summary>Adds each input row, with its weight, to the output rows that read it.</summary>
    private void ShrinkRows(ReadOnlySpan<uint> pixels, int width, bool blueFirst, Extent down)
    {
        int lowest = down.From, last = down.From + down.Count;
        for (int y = _vertical.First(lowest); y < _vertical.End(last - 1); y++)
        {
            while (_vertical.End(lowest) <= y)
                lowest++;
            var input = pixels.Slice(y * width, width);
            for (int channel = 0; channel < channels; channel++)
            {
                if (channels == 1)
                    PixelRows.Luma(input, blueFirst, _row);
                else
                    PixelRows.Channel(input, 8 * (blueFirst ? 2 - channel : channel), _row);
                for (int i = lowest; i < last && _vertical.First(i) <= y; i++)
                    AddScaled(_rows.AsSpan((channel * down.Count + i - down.From) * width, width), _row, _vertical.Weights(i)[y - _vertical.First(i)]);
            }
        }
    }

    private void ShrinkColumns(ReadOnlySpan<float> row, int from, Span<float> destination)
    {
        for (int x = 0; x < destination.Length; x++)
        {
            var weights = _horizontal.Weights(from + x);
            var values = row.Slice(_horizontal.First(from + x), weights.Length);
            float sum = 0;
            for (int i = 0; i < weights.Length; i++)
                sum += weights[i] * values[i];
            destination[x] = StoredImage.Level((int)Math.Clamp(sum + 0.5f, 0, 255));
        }
    }

    private static void AddScaled(Span<float> sum, ReadOnlySpan<float> row, float weight)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row[..sum.Length]);
        var weights = new Vector<float>(weight);
        for (int i = 0; i < sums.Length; i++)
            sums[i] += weights * rows[i];
        for (int i = sums.Length * Vector<float>.Count; i < sum.Length; i++)
            sum[i] += weight * row[i];
    }

    private static void Grow(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new float[length];
    }

    /// <summary>Which of an axis' resized pixels are used (<c>From</c>, <c>Count</c>), and where in the square they go (<c>To</c>).</summary>
    private readonly record struct Extent(int From, int Count, int To)
    {
        internal static Extent Centred(int resized, int size) =>
            resized <= size ? new(0, resized, (size - resized) / 2) : new((resized - size) / 2, size, 0);
    }
}
