namespace FellowOakDicom.IO.Buffer;

/// <summary>Buffers one after the other: the fragments of a frame.</summary>
public class CompositeByteBuffer : IByteBuffer
{
    public CompositeByteBuffer(params IByteBuffer[] buffers)
        : this((IEnumerable<IByteBuffer>)buffers)
    {
    }

    public CompositeByteBuffer(IEnumerable<IByteBuffer> buffers) => Buffers = [.. buffers];

    public IList<IByteBuffer> Buffers { get; }

    public bool IsMemory => Buffers.All(buffer => buffer.IsMemory);

    public long Size => Buffers.Sum(buffer => buffer.Size);

    public byte[] Data
    {
        get
        {
            if (Buffers.Count == 1)
            {
                return Buffers[0].Data;
            }
            var data = Bounds.NewArray(Size);
            int at = 0;
            foreach (var buffer in Buffers)
            {
                byte[] part = buffer.Data;
                part.CopyTo(data, at);
                at += part.Length;
            }
            return data;
        }
    }

    public void GetByteRange(long offset, int count, byte[] output)
    {
        Bounds.Check(offset, count, Size, output);
        int done = 0;
        foreach (var buffer in Buffers)
        {
            int now = (int)Math.Min(Math.Max(buffer.Size - offset, 0), count - done);
            if (now > 0 && done == 0)
            {
                buffer.GetByteRange(offset, now, output);
                done = now;
                offset += now;
            }
            else if (now > 0)
            {
                var part = new byte[now];
                buffer.GetByteRange(offset, now, part);
                part.CopyTo(output, done);
                done += now;
                offset += now;
            }
            offset -= buffer.Size;
        }
    }

    public void CopyToStream(Stream stream)
    {
        foreach (var buffer in Buffers)
        {
            buffer.CopyToStream(stream);
        }
    }

    public async Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken)
    {
        foreach (var buffer in Buffers)
        {
            await buffer.CopyToStreamAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }
}
