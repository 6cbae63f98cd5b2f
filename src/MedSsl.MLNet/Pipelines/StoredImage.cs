using System.Runtime.InteropServices;
using System.Security.Cryptography;

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

    /// <summary>Adds the image to a hash: all of a small one, 16 parts of 64 bytes of a large one.</summary>
    internal void AppendTo(IncrementalHash hash)
    {
        const int Parts = 16, Length = 64, Small = 4096;
        var bytes = _bytes is null ? MemoryMarshal.AsBytes<float>(_floats) : _bytes;
        if (bytes.Length <= Small)
        {
            hash.AppendData(bytes);
            return;
        }
        for (int part = 0; part < Parts; part++)
            hash.AppendData(bytes.Slice((int)((long)(bytes.Length - Length) * part / (Parts - 1)), Length));
    }
}
