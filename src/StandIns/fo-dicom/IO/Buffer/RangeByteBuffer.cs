namespace FellowOakDicom.IO.Buffer;

/// <summary>A part of another buffer: one frame of many. Only this part is read from a file.</summary>
public class RangeByteBuffer : IByteBuffer
{
    public RangeByteBuffer(IByteBuffer buffer, long offset, int length)
    {
        Internal = buffer;
        Offset = offset;
        Length = length;
    }

    public IByteBuffer Internal { get; }

    public long Offset { get; }

    public int Length { get; }

    public long Size => Length;

    public bool IsMemory => Internal.IsMemory;

    public byte[] Data
    {
        get
        {
            if (Offset == 0 && Length == Internal.Size)
            {
                return Internal.Data;
            }
            // Before memory is taken: a header may claim more pixels than the file has.
            if (Offset > Internal.Size - Length)
            {
                throw new DicomIoException($"Bytes {Offset} to {Offset + Length} were asked of a value of {Internal.Size} bytes.");
            }
            var data = Bounds.NewArray(Length);
            Internal.GetByteRange(Offset, Length, data);
            return data;
        }
    }

    public void GetByteRange(long offset, int count, byte[] output)
    {
        Bounds.Check(offset, count, Length, output);
        Internal.GetByteRange(Offset + offset, count, output);
    }

    public void CopyToStream(Stream stream) => stream.Write(Data);

    public Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken) => stream.WriteAsync(Data, cancellationToken).AsTask();
}
