using System.Buffers;

namespace MedSsl.MLNet;

/// <summary>A stored image's bytes in a buffer of the pool.</summary>
internal readonly struct RentedPixels(PixelKind kind, int length) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(length);

    internal PixelKind Kind => kind;

    internal Span<byte> Bytes => _buffer.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
