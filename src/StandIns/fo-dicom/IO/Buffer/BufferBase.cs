namespace FellowOakDicom.IO.Buffer;

/// <summary>What every buffer but the one in memory has in common.</summary>
internal abstract class BufferBase : IByteBuffer
{
    public virtual bool IsMemory => false;

    public abstract long Size { get; }

    public virtual byte[] Data
    {
        get
        {
            var data = Bounds.NewArray(Size);
            GetByteRange(0, data.Length, data);
            return data;
        }
    }

    public abstract void GetByteRange(long offset, int count, byte[] output);

    public void CopyToStream(Stream stream) => stream.Write(Data);

    public Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken) => stream.WriteAsync(Data, cancellationToken).AsTask();
}

/// <summary>Checks of ranges, so that each says the same.</summary>
internal static class Bounds
{
    internal static byte[] NewArray(long size) => size <= Array.MaxLength ? GC.AllocateUninitializedArray<byte>((int)size)
        : throw new DicomIoException($"A value of {size} bytes does not fit into one array.");

    internal static void Check(long offset, int count, long size, byte[] output)
    {
        if (offset < 0 || count < 0 || offset > size - count)
        {
            throw new DicomIoException($"Bytes {offset} to {offset + count} were asked of a value of {size} bytes.");
        }
        if (count > output.Length)
        {
            throw new DicomIoException($"{count} bytes do not fit into an array of {output.Length}.");
        }
    }
}
