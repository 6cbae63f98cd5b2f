namespace MedSsl.MLNet;

/// <summary>A colour frame: three samples, or an index into a palette; values are divided by the largest that their bits can hold.</summary>
internal sealed class DicomColourRows(DicomFrames frames) : FloatRows
{
    private DicomHeader? _header;
    private LookupTable[] _palette = [];
    private float[][] _colours = [];
    private int[] _values = [];
    private bool _shared;

    /// <summary>Takes the frame that was read.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="aspect">A pixel's height over its width.</param>
    /// <param name="palette">Tables of red, green and blue, where the frame has indices.</param>
    internal void Begin(DicomHeader header, double aspect, LookupTable[] palette)
    {
        (Width, Height, PixelAspect, _header, _palette) = (header.Width, header.Height, aspect, header, palette);
        _shared = header.Colours is ColourSpace.YbrFull422 or ColourSpace.YbrPartial422;
        _colours = [.. palette.Select(table => Array.ConvertAll(table.Entries, entry => (float)(entry / table.Largest)))];
        if (_values.Length < Width)
            _values = new int[Width];
    }

    private protected override void ReadGray(int y, Span<float> row) => throw new InvalidOperationException("A colour frame is not gray.");

    private protected override void ReadColour(int y, Span<float> red, Span<float> green, Span<float> blue)
    {
        var header = _header!;
        if (header.IsPalette)
        {
            ReadPalette(y, red, green, blue);
            return;
        }
        if (_shared)
            ReadShared(y, red, green, blue);
        else
        {
            long plane = header.Planar ? (long)Width * Height : 1, row = (long)y * Width * (header.Planar ? 1 : 3);
            int step = header.Planar ? 1 : 3;
            ReadSample(row, step, red);
            ReadSample(row + plane, step, green);
            ReadSample(row + 2 * plane, step, blue);
        }
        if (header.Colours != ColourSpace.Rgb)
            YbrColour.ToRgb(red, green, blue, (float)((1 << (header.Cell.Stored - 1)) / header.Cell.Largest), header.Colours == ColourSpace.YbrPartial422);
    }

    private void ReadSample(long first, int step, Span<float> row)
    {
        float scale = (float)(1 / _header!.Cell.Largest);
        if (_header.Cell is { Allocated: 8, Stored: 8 })
        {
            var bytes = frames.Bytes[(int)(frames.FirstCell + first)..];
            for (int x = 0; x < row.Length; x++)
                row[x] = bytes[x * step] * scale;
            return;
        }
        var values = _values.AsSpan(0, row.Length);
        _header.Cell.Read(frames.Bytes, frames.FirstCell + first, step, values);
        for (int x = 0; x < row.Length; x++)
            row[x] = values[x] * scale;
    }

    /// <summary>Y Y B R for every two pixels (PS3.3 C.7.6.3.1.2, YBR_FULL_422).</summary>
    private void ReadShared(int y, Span<float> luma, Span<float> blue, Span<float> red)
    {
        int half = (Width + 1) / 2;
        long row = 4L * half * y;
        // The rows of blue and red hold the lumas of even and odd columns first.
        Span<float> even = blue[..half], odd = red[..(Width / 2)];
        ReadSample(row, 4, even);
        ReadSample(row + 1, 4, odd);
        for (int x = 0; x < Width; x++)
            luma[x] = x % 2 == 0 ? even[x / 2] : odd[x / 2];
        ReadSample(row + 2, 4, blue[..half]);
        ReadSample(row + 3, 4, red[..half]);
        for (int x = Width - 1; x >= 0; x--)
            (blue[x], red[x]) = (blue[x / 2], red[x / 2]);
    }

    private void ReadPalette(int y, Span<float> red, Span<float> green, Span<float> blue)
    {
        var values = _values.AsSpan(0, Width);
        _header!.Cell.Read(frames.Bytes, frames.FirstCell + (long)y * Width, 1, values);
        Colour(0, values, red);
        Colour(1, values, green);
        Colour(2, values, blue);
    }

    private void Colour(int table, ReadOnlySpan<int> indices, Span<float> row)
    {
        float[] colours = _colours[table];
        int first = _palette[table].First;
        for (int x = 0; x < row.Length; x++)
            row[x] = colours[Math.Clamp(indices[x] - first, 0, colours.Length - 1)];
    }
}
