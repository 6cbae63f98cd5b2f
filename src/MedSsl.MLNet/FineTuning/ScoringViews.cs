namespace MedSsl.MLNet;

/// <summary>The views of a batch of images that are scored, made one after the other in one buffer.</summary>
internal sealed class ScoringViews
{
    private readonly ImageShape _image;
    private readonly View[] _views;
    private readonly float[] _buffer;

    /// <param name="image">The images.</param>
    /// <param name="height">The network's height: a smaller crop is enlarged to it, a larger one is left for the encoder to reduce.</param>
    /// <param name="width">The network's width.</param>
    /// <param name="kind">Which views.</param>
    /// <param name="mirror">Whether each is mirrored too.</param>
    /// <param name="capacity">Most images at a time.</param>
    internal ScoringViews(ImageShape image, int height, int width, TestTimeAugmentation kind, bool mirror, int capacity)
    {
        _image = image;
        var whole = new View(0, 0, image.Height, image.Width, image.Height, image.Width, false);
        View[] plain = kind == TestTimeAugmentation.TenCrop ? [whole, .. Corners(image, height, width)] : [whole];
        _views = mirror ? [.. plain.SelectMany(view => new[] { view, view with { Mirror = true } })] : plain;
        _buffer = _views.Length == 1 ? [] : new float[checked(capacity * image.Channels * _views.Max(view => view.Height * view.Width))];
    }

    /// <summary>1, 2, 5 or 10.</summary>
    internal int Count => _views.Length;

    /// <summary>One view of every image, [count, C, height, width]; valid until the next is made.</summary>
    internal ReadOnlySpan<float> Make(int index, ReadOnlySpan<float> images, int count, out int height, out int width)
    {
        var view = _views[index];
        (height, width) = (view.Height, view.Width);
        int plane = _image.Height * _image.Width, size = height * width;
        if (!view.Mirror && view.CropHeight == _image.Height && view.CropWidth == _image.Width)
            return images;
        for (int i = 0; i < count * _image.Channels; i++)
        {
            var made = _buffer.AsSpan(i * size, size);
            Draw(images.Slice(i * plane, plane), view, made);
            if (view.Mirror)
            {
                for (int row = 0; row < size; row += width)
                    made.Slice(row, width).Reverse();
            }
        }
        return _buffer.AsSpan(0, count * _image.Channels * size);
    }

    private static IEnumerable<View> Corners(ImageShape image, int networkHeight, int networkWidth)
    {
        int height = Math.Max(1, (7 * image.Height + 4) / 8), width = Math.Max(1, (7 * image.Width + 4) / 8);
        bool enlarge = height < networkHeight || width < networkWidth;
        foreach (int top in new[] { 0, image.Height - height })
            foreach (int left in new[] { 0, image.Width - width })
                yield return new(top, left, height, width, enlarge ? networkHeight : height, enlarge ? networkWidth : width, false);
    }

    /// <summary>Bilinear, pixel centres at half coordinates, the edge repeated: PyTorch's interpolate with align_corners = False.</summary>
    private void Draw(ReadOnlySpan<float> plane, View view, Span<float> made)
    {
        double scaleY = (double)view.CropHeight / view.Height, scaleX = (double)view.CropWidth / view.Width;
        for (int y = 0; y < view.Height; y++)
        {
            var (y0, y1, fy) = Neighbours(y, scaleY, view.CropHeight);
            var upper = plane.Slice((view.Top + y0) * _image.Width + view.Left, view.CropWidth);
            var lower = plane.Slice((view.Top + y1) * _image.Width + view.Left, view.CropWidth);
            for (int x = 0; x < view.Width; x++)
            {
                var (x0, x1, fx) = Neighbours(x, scaleX, view.CropWidth);
                double top = upper[x0] + fx * (upper[x1] - upper[x0]), bottom = lower[x0] + fx * (lower[x1] - lower[x0]);
                made[y * view.Width + x] = (float)(top + fy * (bottom - top));
            }
        }
    }

    private static (int First, int Second, double Share) Neighbours(int at, double scale, int length)
    {
        double position = Math.Clamp((at + 0.5) * scale - 0.5, 0, length - 1);
        int first = (int)position;
        return (first, Math.Min(first + 1, length - 1), position - first);
    }

    /// <summary>A part of the image, the size it is drawn in, and whether it is mirrored.</summary>
    private sealed record View(int Top, int Left, int CropHeight, int CropWidth, int Height, int Width, bool Mirror);
}
