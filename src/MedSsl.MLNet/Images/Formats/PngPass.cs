namespace MedSsl.MLNet;

/// <summary>One pass over a PNG image: all of its pixels, or those of one of the seven passes of Adam7 (ISO/IEC 15948, clause 8).</summary>
/// <param name="Width">Pixels of a row in this pass.</param>
/// <param name="Height">Rows in this pass.</param>
/// <param name="X">The image's column of the first pixel.</param>
/// <param name="Y">The image's row of the first pixel.</param>
/// <param name="StepX">Columns between pixels.</param>
/// <param name="StepY">Rows between rows.</param>
internal readonly record struct PngPass(int Width, int Height, int X, int Y, int StepX, int StepY)
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>The passes that have pixels.</summary>
    internal static PngPass[] Of(int width, int height, bool interlaced) => !interlaced ? [new(width, height, 0, 0, 1, 1)]
        : [.. Adam7.Where(a => a.X < width && a.Y < height).Select(a => new PngPass((width - a.X - 1) / a.StepX + 1, (height - a.Y - 1) / a.StepY + 1, a.X, a.Y, a.StepX, a.StepY))];

    /// <summary>Undoes the rows' filters and puts the pixels in their places; false if a filter is unknown.</summary>
    /// <param name="data">Filtered rows, each after a byte that names its filter; they are changed.</param>
    /// <param name="at">Where this pass begins; afterwards, where it ends.</param>
    /// <param name="pixelBytes">Bytes of a pixel.</param>
    /// <param name="image">The whole image.</param>
    /// <param name="rowBytes">Bytes of a row of the whole image.</param>
    internal bool TryRead(byte[] data, ref int at, int pixelBytes, byte[] image, int rowBytes)
    {
        int length = Width * pixelBytes;
        ReadOnlySpan<byte> above = [];
        for (int y = 0; y < Height; y++)
        {
            byte filter = data[at];
            var row = data.AsSpan(at + 1, length);
            if (!TryUndo(filter, row, above, pixelBytes))
                return false;
            above = row;
            at += 1 + length;
            var target = image.AsSpan((Y + y * StepY) * rowBytes, rowBytes);
            if (StepX == 1)
                row.CopyTo(target[(X * pixelBytes)..]);
            else
                for (int x = 0; x < Width; x++)
                    row.Slice(x * pixelBytes, pixelBytes).CopyTo(target[((X + x * StepX) * pixelBytes)..]);
        }
        return true;
    }

    private static bool TryUndo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter == 0)
            return true;
        for (int i = 0; i < row.Length; i++)
        {
            int left = i >= pixelBytes ? row[i - pixelBytes] : 0, up = above.IsEmpty ? 0 : above[i];
            int upLeft = i >= pixelBytes && !above.IsEmpty ? above[i - pixelBytes] : 0;
            int predicted = filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, upLeft), _ => -1 };
            if (predicted < 0)
                return false;
            row[i] += (byte)predicted;
        }
        return true;
    }

    private static int Paeth(int left, int up, int upLeft)
    {
        int estimate = left + up - upLeft;
        int fromLeft = Math.Abs(estimate - left), fromUp = Math.Abs(estimate - up), fromUpLeft = Math.Abs(estimate - upLeft);
        return fromLeft <= fromUp && fromLeft <= fromUpLeft ? left : fromUp <= fromUpLeft ? up : upLeft;
    }
}
