namespace FellowOakDicom.IO.Buffer;

/// <summary>The bytes of a value, in memory or still in a file.</summary>
public interface IByteBuffer
{
    /// <summary>They are in memory already.</summary>
    bool IsMemory { get; }

    long Size { get; }

    /// <summary>All bytes. A buffer over a file reads them at each call.</summary>
    byte[] Data { get; }

    void GetByteRange(long offset, int count, byte[] output);

    void CopyToStream(Stream stream);

    Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken);
}
