using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MedSsl.MLNet;

/// <summary>How the pixels of a stored image are coded.</summary>
internal enum PixelKind
{
    /// <summary>A byte each: whole levels of 1/255, as 8-bit files give them.</summary>
    Byte = 1,

    /// <summary>Two bytes each: whole levels of 1/65535.</summary>
    Word = 2,

    /// <summary>A float each.</summary>
    Single = 4,
}

/// <summary>Images as bytes, in the smallest kind that loses nothing, or with at most half a level of 1/65535 lost where that is asked for.</summary>
internal static class PixelCode
{
    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => level / 255f)];

    /// <summary>Bytes of one pixel.</summary>
    internal static int Size(this PixelKind kind) => (int)kind;

    /// <summary>Whether a number read from a file is a kind.</summary>
    internal static bool IsDefined(this PixelKind kind) => kind is PixelKind.Byte or PixelKind.Word or PixelKind.Single;

    /// <summary>Codes an image.</summary>
    /// <param name="pixels">The image.</param>
    /// <param name="bytes">Takes it; four bytes a pixel are enough.</param>
    /// <param name="round">Whether pixels in [0, 1] may be rounded to levels of 1/65535.</param>
    /// <returns>How; the first <see cref="Size"/> bytes a pixel are used.</returns>
    internal static PixelKind Encode(ReadOnlySpan<float> pixels, Span<byte> bytes, bool round)
    {
        if (TryBytes(pixels, bytes))
            return PixelKind.Byte;
        if (TryWords(pixels, MemoryMarshal.Cast<byte, ushort>(bytes), round))
            return PixelKind.Word;
        MemoryMarshal.AsBytes(pixels).CopyTo(bytes);
        return PixelKind.Single;
    }

    /// <summary>Fills <paramref name="pixels"/> from bytes of their number and kind.</summary>
    internal static void Decode(PixelKind kind, ReadOnlySpan<byte> bytes, Span<float> pixels)
    {
        switch (kind)
        {
            case PixelKind.Byte: FromBytes(bytes, pixels); break;
            case PixelKind.Word: FromWords(MemoryMarshal.Cast<byte, ushort>(bytes), pixels); break;
            default: MemoryMarshal.Cast<byte, float>(bytes).CopyTo(pixels); break;
        }
    }

    /// <summary>Adds an image to a hash: all of a small one, 16 parts of 64 bytes of a large one. Bytes count as they are, other pixels as floats.</summary>
    internal static void AppendTo(IncrementalHash hash, PixelKind kind, ReadOnlySpan<byte> bytes)
    {
        if (kind != PixelKind.Word)
        {
            AppendSample(hash, bytes);
            return;
        }
        float[] pixels = ArrayPool<float>.Shared.Rent(bytes.Length / sizeof(ushort));
        var used = pixels.AsSpan(0, bytes.Length / sizeof(ushort));
        Decode(kind, bytes, used);
        AppendSample(hash, MemoryMarshal.AsBytes(used));
        ArrayPool<float>.Shared.Return(pixels);
    }

    private static void AppendSample(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        const int Parts = 16, Length = 64, Small = 4096;
        if (bytes.Length <= Small)
        {
            hash.AppendData(bytes);
            return;
        }
        for (int part = 0; part < Parts; part++)
            hash.AppendData(bytes.Slice((int)((long)(bytes.Length - Length) * part / (Parts - 1)), Length));
    }

    private static bool TryBytes(ReadOnlySpan<float> pixels, Span<byte> bytes)
    {
        float[] levels = Levels;
        for (int i = 0; i < pixels.Length; i++)
        {
            int level = (int)Math.Clamp(pixels[i] * 255 + 0.5f, 0, 255);
            if (levels[level] != pixels[i])
                return false;
            bytes[i] = (byte)level;
        }
        return true;
    }

    private static bool TryWords(ReadOnlySpan<float> pixels, Span<ushort> words, bool round)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            float pixel = pixels[i];
            int level = (int)Math.Clamp(pixel * 65535 + 0.5f, 0, 65535);
            if (round ? !(pixel >= 0 && pixel <= 1) : level / 65535f != pixel)
                return false;
            words[i] = (ushort)level;
        }
        return true;
    }

    private static void FromBytes(ReadOnlySpan<byte> bytes, Span<float> pixels)
    {
        int done = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var scale = new Vector<float>(255);
            int step = Vector<float>.Count;
            for (; done <= bytes.Length - Vector<byte>.Count; done += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(bytes[done..]), out var low, out var high);
                Vector.Widen(low, out var first, out var second);
                Vector.Widen(high, out var third, out var fourth);
                // A division, not a product with 1/255: the quotient is the float nearest to the level.
                (Single(first) / scale).CopyTo(pixels[done..]);
                (Single(second) / scale).CopyTo(pixels[(done + step)..]);
                (Single(third) / scale).CopyTo(pixels[(done + 2 * step)..]);
                (Single(fourth) / scale).CopyTo(pixels[(done + 3 * step)..]);
            }
        }
        for (; done < bytes.Length; done++)
            pixels[done] = Levels[bytes[done]];
    }

    private static void FromWords(ReadOnlySpan<ushort> words, Span<float> pixels)
    {
        int done = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var scale = new Vector<float>(65535);
            for (; done <= words.Length - Vector<ushort>.Count; done += Vector<ushort>.Count)
            {
                Vector.Widen(new Vector<ushort>(words[done..]), out var low, out var high);
                (Single(low) / scale).CopyTo(pixels[done..]);
                (Single(high) / scale).CopyTo(pixels[(done + Vector<float>.Count)..]);
            }
        }
        for (; done < words.Length; done++)
            pixels[done] = words[done] / 65535f;
    }

    private static Vector<float> Single(Vector<uint> values) => Vector.ConvertToSingle(Vector.AsVectorInt32(values));
}
