using System.Buffers;

namespace MedSsl.MLNet;

/// <summary>One image in memory, in bytes or 16-bit levels where that loses nothing.</summary>
internal readonly struct StoredImage
{
    internal StoredImage(ReadOnlySpan<float> pixels)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(checked(pixels.Length * sizeof(float)));
        Kind = PixelCode.Encode(pixels, buffer, round: false);
        Bytes = buffer.AsSpan(0, pixels.Length * Kind.Size()).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    internal PixelKind Kind { get; }

    internal byte[] Bytes { get; }

    /// <summary>The pixel of an 8-bit level: the float nearest to level / 255.</summary>
    internal static float Level(int level) => level / 255f;

    internal void CopyTo(Span<float> pixels) => PixelCode.Decode(Kind, Bytes, pixels);
}
