using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>PNG and JPEG with 8 bits a channel, decoded by ML.NET.</summary>
internal sealed class EightBitDecoder : ImageDecoder
{
    private readonly Rows _rows = new();

    internal override bool Is(ReadOnlySpan<byte> file) => PngProbe.Is(file) || JpegProbe.Is(file);

    internal override string? TryDecode(ArraySegment<byte> file, out ImageRows? image)
    {
        image = null;
        if (ImageFileProbe.FindFault(file) is { } fault)
            return fault;
        using var stream = new MemoryStream(file.Array!, file.Offset, file.Count, writable: false, publiclyVisible: true);
        try
        {
            _rows.Take(MLImage.CreateFromStream(stream), PngProbe.Is(file) ? PngProbe.IsGray(file) : JpegProbe.IsGray(file));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"it cannot be decoded: {error.Message}";
        }
        image = _rows;
        return null;
    }

    internal override void Release() => _rows.Take(null, false);

    private sealed class Rows : ImageRows
    {
        private MLImage? _image;
        private bool _blueFirst;

        internal void Take(MLImage? image, bool isGray)
        {
            _image?.Dispose();
            _image = image;
            if (image is not null)
                (Width, Height, IsGray, _blueFirst) = (image.Width, image.Height, isGray, image.PixelFormat == MLPixelFormat.Bgra32);
        }

        internal override bool HasLevels => true;

        internal override void Read(int y, int channels, Span<float> row) =>
            PixelRows.Read(_image!.Pixels.Slice(4 * Width * y, 4 * Width), channels, _blueFirst, row);
    }
}
