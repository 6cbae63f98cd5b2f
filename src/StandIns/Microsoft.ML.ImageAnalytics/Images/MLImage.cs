using System.Buffers;

namespace Microsoft.ML.Data;

/// <summary>An image of 8 bits a channel, four channels, colours multiplied by alpha; decoded PNG and JPEG files are Bgra32.</summary>
public sealed class MLImage : IDisposable
{
    private readonly int _width, _height;
    private readonly MLPixelFormat _format;
    private readonly bool _rented;
    private byte[] _pixels;
    private string _tag;

    private MLImage(byte[] pixels, int width, int height, MLPixelFormat format, bool rented = false)
    {
        (_pixels, _width, _height, _format, _rented) = (pixels, width, height, format, rented);
    }

    public int Width => Of(_width);
    public int Height => Of(_height);
    public int BitsPerPixel => Of(32);
    public MLPixelFormat PixelFormat => Of(_format);
    public ReadOnlySpan<byte> Pixels => Of(_pixels).AsSpan(0, 4 * _width * _height);

    public string Tag
    {
        get => Of(_tag);
        set => _tag = Of(value);
    }

    public byte[] GetBGRPixels
    {
        get
        {
            ReadOnlySpan<byte> from = Pixels;
            var bgr = new byte[_width * _height * 3];
            (int blue, int red) = _format == MLPixelFormat.Bgra32 ? (0, 2) : (2, 0);
            for (int i = 0, j = 0; i < from.Length; i += 4, j += 3)
            {
                (bgr[j], bgr[j + 1], bgr[j + 2]) = (from[i + blue], from[i + 1], from[i + red]);
            }
            return bgr;
        }
    }

    public static MLImage CreateFromFile(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        byte[] data;
        try
        {
            data = File.ReadAllBytes(imagePath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ArgumentException($"'{imagePath}' cannot be read: {error.Message}", nameof(imagePath), error);
        }
        return Decode(data, out string reason) ?? throw new ArgumentException($"'{imagePath}' is no image: {reason}.", nameof(imagePath));
    }

    public static MLImage CreateFromStream(Stream imageStream)
    {
        ArgumentNullException.ThrowIfNull(imageStream);
        return Decode(Rest(imageStream), out string reason) ?? throw new ArgumentException($"The stream holds no image: {reason}.", nameof(imageStream));
    }

    public static MLImage CreateFromPixels(int width, int height, MLPixelFormat pixelFormat, ReadOnlySpan<byte> imagePixelData)
    {
        if (pixelFormat is not (MLPixelFormat.Bgra32 or MLPixelFormat.Rgba32))
        {
            throw new ArgumentException($"The pixel format is {pixelFormat}; it can be Bgra32 or Rgba32.", nameof(pixelFormat));
        }
        if (width <= 0)
        {
            throw new ArgumentException($"The width is {width}; it must be 1 or more.", nameof(width));
        }
        if (height <= 0)
        {
            throw new ArgumentException($"The height is {height}; it must be 1 or more.", nameof(height));
        }
        if (imagePixelData.Length != 4L * width * height)
        {
            throw new ArgumentException($"There are {imagePixelData.Length} bytes; {width} x {height} pixels need {4L * width * height}.", nameof(imagePixelData));
        }
        return new MLImage(imagePixelData.ToArray(), width, height, pixelFormat);
    }

    public void Save(string imagePath)
    {
        _ = Pixels;
        string extension = Path.GetExtension(imagePath)?.ToLowerInvariant();
        if (extension is not (".png" or ".jpg" or ".jpeg"))
        {
            throw new ArgumentException($"'{imagePath}' has an extension that is not .png, .jpg or .jpeg.", nameof(imagePath));
        }
        Codec.Encode(Pixels, _width, _height, _format == MLPixelFormat.Rgba32, extension != ".png", () => File.Create(imagePath));
    }

    public void Dispose()
    {
        if (_rented && Interlocked.Exchange(ref _pixels, null) is { } pixels)
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
        _pixels = null;
    }

    /// <summary>An image that takes over a pixel array.</summary>
    internal static MLImage Own(byte[] pixels, int width, int height, MLPixelFormat format) => new(pixels, width, height, format);

    private static MLImage Decode(ReadOnlySpan<byte> data, out string reason) =>
        Codec.Decode(data, out int width, out int height, out reason) is { } pixels ? new MLImage(pixels, width, height, MLPixelFormat.Bgra32, rented: true) : null;

    /// <summary>What is left of a stream, without a copy where it is in memory.</summary>
    private static ReadOnlySpan<byte> Rest(Stream stream)
    {
        if (stream is MemoryStream memory && memory.TryGetBuffer(out var bytes))
        {
            var rest = bytes.AsSpan((int)Math.Min(memory.Position, bytes.Count));
            memory.Position = Math.Max(memory.Position, memory.Length);
            return rest;
        }
        using var data = new MemoryStream();
        stream.CopyTo(data);
        return data.GetBuffer().AsSpan(0, (int)data.Length);
    }

    private T Of<T>(T value) => _pixels is null ? throw new InvalidOperationException("The image is disposed.") : value;
}
