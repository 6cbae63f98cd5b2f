using System.Buffers.Binary;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom.IO.Reader;

/// <summary>A stream that is read forwards with a small window, large values left where they are.</summary>
internal sealed class ByteSource(Stream stream, string path, FileReadOption option, int largeObjectSize)
{
    private readonly byte[] _window = new byte[8192];
    private readonly long _origin = stream.Position;
    private readonly int _largeObjectSize = largeObjectSize > 0 ? largeObjectSize : 64 * 1024;
    private long _windowStart;
    private int _windowLength;

    internal long Length { get; } = stream.Length - stream.Position;

    internal long Position { get; set; }

    internal bool BigEndian { get; set; }

    internal long Left => Length - Position;

    /// <summary>The next bytes, at most a window's; fewer at the end.</summary>
    internal ReadOnlySpan<byte> Peek(int count)
    {
        if (Position < _windowStart || Position + count > _windowStart + _windowLength)
        {
            _windowStart = Position;
            stream.Position = _origin + Position;
            _windowLength = stream.ReadAtLeast(_window, (int)Math.Min(count, Left), throwOnEndOfStream: false);
        }
        int at = (int)(Position - _windowStart);
        return _window.AsSpan(at, Math.Min(count, _windowLength - at));
    }

    internal ReadOnlySpan<byte> Read(int count)
    {
        var bytes = Peek(count);
        if (bytes.Length < count)
        {
            throw new DicomIoException("The file ends early.");
        }
        Position += count;
        return bytes;
    }

    internal ushort ReadUInt16()
    {
        var bytes = Read(2);
        return BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    internal uint ReadUInt32()
    {
        var bytes = Read(4);
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>A value of a length that has been compared with what is left; null where large ones are to be skipped.</summary>
    internal IByteBuffer ReadBuffer(uint length)
    {
        long at = Position;
        Position += length;
        if (length == 0)
        {
            return EmptyBuffer.Value;
        }
        if (length >= _largeObjectSize && option != FileReadOption.ReadAll)
        {
            at += _origin;
            return option == FileReadOption.SkipLargeTags ? null : path is not null ? new FilePart(path, at, length) : new StreamPart(stream, at, length);
        }
        var data = Bounds.NewArray(length);
        if (at >= _windowStart && at + length <= _windowStart + _windowLength)
        {
            _window.AsSpan((int)(at - _windowStart), (int)length).CopyTo(data);
        }
        else
        {
            stream.Position = _origin + at;
            stream.ReadExactly(data);
        }
        return new MemoryByteBuffer(data);
    }

    /// <summary>The rest of a deflated file, inflated.</summary>
    internal ByteSource Inflate() => new(Inflation.Run(stream, _origin + Position), null, option, largeObjectSize);
}
