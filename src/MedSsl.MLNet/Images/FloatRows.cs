namespace MedSsl.MLNet;

/// <summary>Rows from 0 to 1 that are gray or colour: gray is repeated where three channels are asked for, colour becomes luma where one is.</summary>
internal abstract class FloatRows : ImageRows
{
    private float[] _planes = [];

    /// <inheritdoc/>
    internal sealed override void Read(int y, int channels, Span<float> row)
    {
        int width = Width;
        if (IsGray)
        {
            ReadGray(y, row[..width]);
            for (int channel = 1; channel < channels; channel++)
                row[..width].CopyTo(row[(channel * width)..]);
        }
        else if (channels == 3)
            ReadColour(y, row[..width], row.Slice(width, width), row.Slice(2 * width, width));
        else
        {
            if (_planes.Length < 3 * width)
                _planes = new float[3 * width];
            Span<float> red = _planes.AsSpan(0, width), green = _planes.AsSpan(width, width), blue = _planes.AsSpan(2 * width, width);
            ReadColour(y, red, green, blue);
            // ITU-R BT.601, as for 8 bits.
            for (int x = 0; x < width; x++)
                row[x] = 0.299f * red[x] + 0.587f * green[x] + 0.114f * blue[x];
        }
    }

    /// <summary>One row of a gray image.</summary>
    private protected abstract void ReadGray(int y, Span<float> row);

    /// <summary>One row of a colour image.</summary>
    private protected abstract void ReadColour(int y, Span<float> red, Span<float> green, Span<float> blue);
}
