namespace MedSsl.MLNet;

/// <summary>One image in memory, in bytes where that loses nothing.</summary>
internal readonly struct StoredImage
{
    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(Level)];
    private readonly byte[]? _bytes;
    private readonly float[]? _floats;

    internal StoredImage(ReadOnlySpan<float> pixels)
    {
        var bytes = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int level = (int)Math.Clamp(pixels[i] * 255 + 0.5f, 0, 255);
            if (Levels[level] != pixels[i])
            {
                _floats = pixels.ToArray();
                return;
            }
            bytes[i] = (byte)level;
        }
        _bytes = bytes;
    }

    /// <summary>The pixel of an 8-bit level: the float nearest to level / 255.</summary>
    internal static float Level(int level) => level / 255f;

    internal void CopyTo(Span<float> pixels)
    {
        if (_bytes is null)
        {
            _floats.CopyTo(pixels);
            return;
        }
        float[] levels = Levels;
        for (int i = 0; i < _bytes.Length; i++)
            pixels[i] = levels[_bytes[i]];
    }
}
