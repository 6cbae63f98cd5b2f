using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

/// <summary>
/// How an image is brought to a size. Geometry as in the real package; the filter is Skia's in kind, not to the bit: nearest pixel for Fill; otherwise
/// halved by 2 x 2 means while twice too large or more, then bilinear.
/// </summary>
internal sealed class Resizing
{
    private readonly int _width, _height;
    private readonly ImageResizingEstimator.ResizingKind _kind;
    private readonly ImageResizingEstimator.Anchor _anchor;

    internal Resizing(int width, int height, ImageResizingEstimator.ResizingKind kind, ImageResizingEstimator.Anchor anchor)
    {
        Check.Param(width > 0, "imageWidth", $"The width is {width}; it must be 1 or more.");
        Check.Param(height > 0, "imageHeight", $"The height is {height}; it must be 1 or more.");
        Check.Param(Enum.IsDefined(kind), "resizing", $"'{kind}' is no kind of resizing.");
        Check.Param(Enum.IsDefined(anchor), "cropAnchor", $"'{anchor}' is no anchor.");
        (_width, _height, _kind, _anchor) = (width, height, kind, anchor);
        Type = new ImageDataViewType(height, width);
    }

    internal ImageDataViewType Type { get; }

    internal static Resizing Load(ModelLoadContext ctx)
    {
        int width = ctx.Reader.ReadInt32(), height = ctx.Reader.ReadInt32();
        var kind = (ImageResizingEstimator.ResizingKind)ctx.Reader.ReadByte();
        var anchor = (ImageResizingEstimator.Anchor)ctx.Reader.ReadByte();
        ctx.Require(width > 0 && height > 0 && Enum.IsDefined(kind) && Enum.IsDefined(anchor), $"an image cannot be resized to {width} x {height} ({kind}, {anchor})");
        return new Resizing(width, height, kind, anchor);
    }

    internal void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write(_width);
        ctx.Writer.Write(_height);
        ctx.Writer.Write((byte)_kind);
        ctx.Writer.Write((byte)_anchor);
    }

    internal MLImage Apply(MLImage image)
    {
        if ((image.Width, image.Height) == (_width, _height))
            return MLImage.CreateFromPixels(_width, _height, image.PixelFormat, image.Pixels);
        var target = new byte[_width * _height * 4];
        if (_kind == ImageResizingEstimator.ResizingKind.Fill)
        {
            Nearest(image, target);
        }
        else
        {
            // Opaque black outside the image.
            for (int i = 3; i < target.Length; i += 4)
                target[i] = 255;
            Draw(image, target);
        }
        return MLImage.Own(target, _width, _height, image.PixelFormat);
    }

    private void Nearest(MLImage image, Span<byte> target)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        for (int y = 0; y < _height; y++)
        {
            int row = (int)((y + 0.5) * image.Height / _height) * image.Width;
            for (int x = 0; x < _width; x++)
            {
                int from = (row + (int)((x + 0.5) * image.Width / _width)) * 4;
                pixels.Slice(from, 4).CopyTo(target[((y * _width + x) * 4)..]);
            }
        }
    }

    /// <summary>Draws the image scaled by one factor: the whole of it (pad), or the target covered (crop) with the anchor's side kept.</summary>
    private void Draw(MLImage image, Span<byte> target)
    {
        float across = (float)_width / image.Width, down = (float)_height / image.Height;
        bool pad = _kind == ImageResizingEstimator.ResizingKind.IsoPad, vertical = pad == (across <= down);
        float scale = vertical ? across : down;
        // What is left over (pad) or cut off (crop, negative) lies along one axis; each branch places the image on it.
        int left = vertical ? 0 : Offset(_width - image.Width * scale, ImageResizingEstimator.Anchor.Left, ImageResizingEstimator.Anchor.Right, pad);
        int top = vertical ? Offset(_height - image.Height * scale, ImageResizingEstimator.Anchor.Top, ImageResizingEstimator.Anchor.Bottom, pad) : 0;
        int width = (int)(image.Width * scale), height = (int)(image.Height * scale);

        ReadOnlySpan<byte> pixels = image.Pixels;
        (int sourceWidth, int sourceHeight) = (image.Width, image.Height);
        while (sourceWidth >= 2 * width && sourceHeight >= 2 * height && sourceWidth > 1 && sourceHeight > 1)
            (pixels, sourceWidth, sourceHeight) = Half(pixels, sourceWidth, sourceHeight);
        for (int y = Math.Max(0, top); y < Math.Min(_height, top + height); y++)
        {
            (int y0, int y1, float fy) = Neighbours(y - top, height, sourceHeight);
            for (int x = Math.Max(0, left); x < Math.Min(_width, left + width); x++)
            {
                (int x0, int x1, float fx) = Neighbours(x - left, width, sourceWidth);
                for (int channel = 0; channel < 4; channel++)
                {
                    float upper = Mix(pixels[(y0 * sourceWidth + x0) * 4 + channel], pixels[(y0 * sourceWidth + x1) * 4 + channel], fx);
                    float lower = Mix(pixels[(y1 * sourceWidth + x0) * 4 + channel], pixels[(y1 * sourceWidth + x1) * 4 + channel], fx);
                    target[(y * _width + x) * 4 + channel] = (byte)(Mix(upper, lower, fy) + 0.5f);
                }
            }
        }
    }

    private int Offset(float rest, ImageResizingEstimator.Anchor start, ImageResizingEstimator.Anchor end, bool pad) =>
        !pad && _anchor == start ? 0 : (int)(!pad && _anchor == end ? rest : rest / 2);

    private static float Mix(float a, float b, float share) => a + (b - a) * share;

    private static (int First, int Second, float Share) Neighbours(int at, int size, int sourceSize)
    {
        float position = Math.Clamp((at + 0.5f) * sourceSize / size - 0.5f, 0, sourceSize - 1);
        int first = (int)position;
        return (first, Math.Min(first + 1, sourceSize - 1), position - first);
    }

    private static (byte[] Pixels, int Width, int Height) Half(ReadOnlySpan<byte> pixels, int width, int height)
    {
        (int halfWidth, int halfHeight) = (width / 2, height / 2);
        var half = new byte[halfWidth * halfHeight * 4];
        for (int y = 0; y < halfHeight; y++)
        {
            ReadOnlySpan<byte> upper = pixels.Slice(2 * y * width * 4, width * 4), lower = pixels.Slice((2 * y + 1) * width * 4, width * 4);
            for (int x = 0; x < halfWidth * 4; x++)
            {
                int from = x / 4 * 8 + x % 4;
                half[y * halfWidth * 4 + x] = (byte)((upper[from] + upper[from + 4] + lower[from] + lower[from + 4] + 2) / 4);
            }
        }
        return (half, halfWidth, halfHeight);
    }
}
