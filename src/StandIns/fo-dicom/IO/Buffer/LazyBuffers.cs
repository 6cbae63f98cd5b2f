namespace FellowOakDicom.IO.Buffer;

/// <summary>Bytes of a file that is opened when they are asked for.</summary>
internal sealed class FilePart(string path, long offset, long size) : BufferBase
{
    public override long Size => size;

    public override void GetByteRange(long offset1, int count, byte[] output)
    {
        Bounds.Check(offset1, count, size, output);
        using var file = File.OpenHandle(path);
        var into = output.AsSpan(0, count);
        for (long at = offset + offset1; into.Length > 0;)
        {
            int read = RandomAccess.Read(file, into, at);
            if (read == 0)
            {
                throw new DicomIoException($"{path} became shorter while it was read.");
            }
            at += read;
            into = into[read..];
        }
    }
}

/// <summary>Bytes of a stream that its owner keeps open. Readers take turns.</summary>
internal sealed class StreamPart(Stream stream, long offset, long size) : BufferBase
{
    public override long Size => size;

    public override void GetByteRange(long offset1, int count, byte[] output)
    {
        Bounds.Check(offset1, count, size, output);
        lock (stream)
        {
            stream.Position = offset + offset1;
            stream.ReadExactly(output, 0, count);
        }
    }
}

/// <summary>Numbers of another byte order, turned as they are read.</summary>
internal sealed class SwappedBuffer(IByteBuffer inner, int unit) : BufferBase
{
    public override bool IsMemory => inner.IsMemory;

    public override long Size => inner.Size;

    /// <summary>A turned view, or the buffer itself where there is nothing to turn. Small values in memory are turned once.</summary>
    internal static IByteBuffer Of(IByteBuffer buffer, int unit) => unit < 2 || buffer.Size == 0 ? buffer : new SwappedBuffer(buffer, unit);

    public override void GetByteRange(long offset, int count, byte[] output)
    {
        Bounds.Check(offset, count, Size, output);
        // Whole units around the range; the bytes after the last whole unit stay as they are.
        long from = offset / unit * unit, to = Math.Min((offset + count + unit - 1) / unit * unit, Size);
        var part = Bounds.NewArray(to - from);
        inner.GetByteRange(from, part.Length, part);
        for (int i = 0; i + unit <= part.Length; i += unit)
        {
            Array.Reverse(part, i, unit);
        }
        Array.Copy(part, (int)(offset - from), output, 0, count);
    }
}
