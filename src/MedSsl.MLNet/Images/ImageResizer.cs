using System.Numerics;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>
/// Makes a square image in [0, 1]: one or three channels, antialiased, proportions kept (with pixels that are not square, those of what they show). Belongs
/// to one thread at a time; its buffers are used for every image.
/// </summary>
/// <remarks>
/// The vertical pass comes first, one input row after the other and whole vectors at a time; the horizontal one then has few rows left. Images of 8-bit
/// levels are rounded to such levels, as Pillow does; Pillow also rounds between the passes, so that a level may differ by one. Others are not rounded.
/// </remarks>
internal sealed class ImageResizer(int size, int channels, ResizeMode mode)
{
    private readonly TriangleFilter _vertical = new(), _horizontal = new();
    private float[] _row = [], _rows = [];

    /// <summary>Resizes an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="destination">[channels, size, size].</param>
    internal void Resize(ImageRows image, Span<float> destination)
    {
        double wide = image.Width, high = image.Height * image.PixelAspect;
        double ratio = size / (mode == ResizeMode.Pad ? Math.Max(wide, high) : Math.Min(wide, high));
        int newWidth = (int)Math.Clamp(Math.Round(wide * ratio), 1, int.MaxValue), newHeight = (int)Math.Clamp(Math.Round(high * ratio), 1, int.MaxValue);
        var across = Extent.Centred(newWidth, size);
        var down = Extent.Centred(newHeight, size);
        _horizontal.Make(image.Width, newWidth, across.From, across.Count);
        _vertical.Make(image.Height, newHeight, down.From, down.Count);
        int left = _horizontal.First(0), width = _horizontal.End(across.Count - 1) - left;
        int different = image.IsGray ? 1 : channels;
        Grow(ref _row, different * image.Width);
        Grow(ref _rows, different * down.Count * width);
        Array.Clear(_rows, 0, different * down.Count * width);
        if (down.Count < size || across.Count < size)
            destination.Clear();

        ShrinkRows(image, different, left, width, down.Count);
        for (int channel = 0; channel < different; channel++)
            for (int y = 0; y < down.Count; y++)
            {
                var pixels = destination.Slice((channel * size + down.To + y) * size + across.To, across.Count);
                ShrinkColumns(_rows.AsSpan((channel * down.Count + y) * width, width), left, pixels);
                Finish(pixels, image.HasLevels);
            }
        for (int channel = different; channel < channels; channel++)
            destination[..(size * size)].CopyTo(destination[(channel * size * size)..]);
    }

    /// <summary>Adds each input row, with its weight, to the output rows that read it.</summary>
    private void ShrinkRows(ImageRows image, int planes, int left, int width, int count)
    {
        int lowest = 0;
        for (int y = _vertical.First(0); y < _vertical.End(count - 1); y++)
        {
            while (_vertical.End(lowest) <= y)
                lowest++;
            image.Read(y, planes, _row);
            for (int channel = 0; channel < planes; channel++)
            {
                var row = _row.AsSpan(channel * image.Width + left, width);
                for (int i = lowest; i < count && _vertical.First(i) <= y; i++)
                    AddScaled(_rows.AsSpan((channel * count + i) * width, width), row, _vertical.Weights(i)[y - _vertical.First(i)]);
            }
        }
    }

    private void ShrinkColumns(ReadOnlySpan<float> row, int left, Span<float> destination)
    {
        for (int x = 0; x < destination.Length; x++)
        {
            var weights = _horizontal.Weights(x);
            var values = row.Slice(_horizontal.First(x) - left, weights.Length);
            float sum = 0;
            for (int i = 0; i < weights.Length; i++)
                sum += weights[i] * values[i];
            destination[x] = sum;
        }
    }

    private static void Finish(Span<float> pixels, bool hasLevels)
    {
        foreach (ref float pixel in pixels)
            pixel = hasLevels ? StoredImage.Level((int)Math.Clamp(pixel + 0.5f, 0, 255)) : Math.Clamp(pixel, 0, 1);
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
