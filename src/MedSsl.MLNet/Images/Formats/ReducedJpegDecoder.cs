namespace MedSsl.MLNet;

/// <summary>
/// JPEG files decoded at a half, quarter or eighth of their size, as far as at least twice the size that is made of them is left: the rest of the way is
/// antialiased as ever. Files that cannot be, and systems without libjpeg-turbo, have them decoded whole.
/// </summary>
/// <param name="size">The side of the square that is made of an image.</param>
/// <param name="options">How.</param>
internal sealed class ReducedJpegDecoder(int size, ImageLoadOptions options) : ImageDecoder
{
    private const int Margin = 2;
    private readonly EightBitDecoder _whole = new();
    private readonly TurboJpeg.Decoder? _decoder = TurboJpeg.Instance?.NewDecoder();
    private readonly Rows _rows = new();

    internal override bool Is(ReadOnlySpan<byte> file) => JpegProbe.Is(file);

    internal override string? TryDecode(ArraySegment<byte> file, out ImageRows? image)
    {
        image = null;
        if (JpegProbe.FindFault(file) is { } fault)
            return fault;
        if (_decoder is null || !_decoder.TryReadSize(file, out int width, out int height) || Divisor(width, height) is var divisor && divisor == 1)
            return _whole.TryDecode(file, out image);
        double proportions = (double)height / width;
        (width, height) = ((width + divisor - 1) / divisor, (height + divisor - 1) / divisor);
        bool gray = options.Channels == 1;
        if (!_decoder.TryDecode(file, width, height, gray, _rows.Start(width, height, proportions, gray)))
            return _whole.TryDecode(file, out image);
        image = _rows;
        return null;
    }

    internal override void Release() => _whole.Release();

    private int Divisor(int width, int height)
    {
        int side = options.Resize == ResizeMode.Pad ? Math.Max(width, height) : Math.Min(width, height), divisor = 8;
        while (divisor > 1 && side < Margin * size * divisor)
            divisor /= 2;
        return divisor;
    }

    private sealed class Rows : ImageRows
    {
        private byte[] _pixels = [];
        private bool _gray;

        internal override bool HasLevels => true;

        /// <summary>A buffer for the image's pixels. Sizes are rounded up, so that the pixels are not quite square: the proportions are the whole image's.</summary>
        internal Span<byte> Start(int width, int height, double proportions, bool gray)
        {
            (Width, Height, PixelAspect, _gray) = (width, height, proportions * width / height, gray);
            int length = checked(width * height * (gray ? 1 : 4));
            if (_pixels.Length < length)
                _pixels = new byte[length];
            return _pixels.AsSpan(0, length);
        }

        internal override void Read(int y, int channels, Span<float> row)
        {
            if (_gray)
                PixelRows.Gray(_pixels.AsSpan(y * Width, Width), row);
            else
                PixelRows.Read(_pixels.AsSpan(4 * Width * y, 4 * Width), channels, blueFirst: true, row);
        }
    }
}
