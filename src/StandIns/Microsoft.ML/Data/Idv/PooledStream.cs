using System.Buffers;

namespace Microsoft.ML.Data;

/// <summary>A stream in memory that is written only, in arrays that are used again.</summary>
internal sealed class PooledStream : Stream
{
    private byte[] _bytes;
    private int _length;
    private int _position;

    internal PooledStream(long capacity) => _bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(capacity, 1 << 8, Array.MaxLength));

    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _length);
            _position = (int)value;
        }
    }

    /// <summary>What was written; valid until more is.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        long end = (long)_position + buffer.Length;
        if (end > _bytes.Length)
            Grow(end);
        buffer.CopyTo(_bytes.AsSpan(_position));
        _position = (int)end;
        _length = Math.Max(_length, _position);
    }

    public override void WriteByte(byte value) => Write([value]);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => _length,
    };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        byte[] bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        base.Dispose(disposing);
    }

    private void Grow(long least)
    {
        if (least > Array.MaxLength)
            throw new IOException("Stream was too long.");
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(least, 2L * _bytes.Length)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
