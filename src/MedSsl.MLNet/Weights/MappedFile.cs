using System.IO.MemoryMappedFiles;

namespace MedSsl.MLNet;

/// <summary>A file mapped into memory to be read: its pages are fetched when they are touched, and nothing is copied before.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    internal MappedFile(string path, FileShare share = FileShare.Read)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, share);
        try
        {
            Length = stream.Length;
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    internal long Length { get; }

    /// <summary>Fills <paramref name="values"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    internal void Read<T>(long offset, Span<T> values) where T : unmanaged
    {
        long bytes = (long)values.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (offset < 0 || bytes > Length - offset)
            throw new InvalidDataException($"It ends at byte {Length}, before byte {offset + bytes}: it was cut off.");
        _view.SafeMemoryMappedViewHandle.ReadSpan(checked((ulong)(_view.PointerOffset + offset)), values);
    }

    /// <summary>The bytes from <paramref name="offset"/> on; they are allocated only where the file has them.</summary>
    internal byte[] Bytes(long offset, long count)
    {
        if (offset < 0 || count < 0 || count > Length - offset)
            throw new InvalidDataException($"It ends at byte {Length}, before byte {(Int128)offset + count}: it was cut off.");
        if (count > Array.MaxLength)
            throw new InvalidDataException($"A single tensor of {count} bytes is more than this reader takes, {Array.MaxLength}.");
        var bytes = new byte[count];
        Read<byte>(offset, bytes);
        return bytes;
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
