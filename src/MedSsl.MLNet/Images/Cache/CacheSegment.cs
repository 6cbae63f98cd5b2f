using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MedSsl.MLNet;

/// <summary>
/// A part of a cache, three files: <c>.pixels</c>, the images' bytes one after the other; <c>.index</c>, a mark and then a <see cref="CacheEntry"/> an image;
/// and <c>.lock</c>, which the one process that appends holds open. Any number of processes may read at the same time.
/// </summary>
/// <remarks>
/// Pixels are written before their entry. What a killed process leaves is thus pixels without an entry, or a torn last entry; both are written over by the
/// next that appends. After a power failure an entry may lack its pixels, which its checksum shows.
/// </remarks>
internal sealed class CacheSegment : IDisposable
{
    internal const string PixelsEnding = ".pixels", IndexEnding = ".index", LockEnding = ".lock";

    /// <summary>No image is appended that would make the pixels longer, unless it is the first.</summary>
    internal const long Largest = 256 << 20;
    private const long FirstLength = 1 << 20;
    private const int EntriesAtATime = 1 << 14;
    private const FileShare Anyone = FileShare.ReadWrite | FileShare.Delete;

    private readonly string _path;
    private readonly SafeFileHandle _index;
    private readonly Lock _mapping = new();
    private MappedFile? _view;
    private long _indexRead, _end;
    private Writer? _writer;

    private CacheSegment(string path)
    {
        _path = path;
        _index = File.OpenHandle(path + IndexEnding, FileMode.Open, FileAccess.Read, Anyone);
    }

    /// <summary>As long as an entry: what the file is, and the version of its layout.</summary>
    private static ReadOnlySpan<byte> Mark => "MedSsl.MLNet images, layout 1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u0001"u8;

    /// <summary>Whether its pixels are still there.</summary>
    internal bool Exists => File.Exists(_path + PixelsEnding);

    /// <summary>Whether this process appends to it.</summary>
    internal bool IsWriter => _writer is not null;

    /// <summary>Opens one that is there.</summary>
    /// <param name="path">Without an ending.</param>
    internal static CacheSegment Open(string path) => new(path);

    /// <summary>Makes one to append to, or gives null where the name is taken.</summary>
    internal static CacheSegment? TryCreate(string path)
    {
        FileStream held;
        try
        {
            held = new FileStream(path + LockEnding, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        }
        catch (IOException) when (File.Exists(path + LockEnding))
        {
            return null;
        }
        try
        {
            File.WriteAllBytes(path + PixelsEnding, []);
            File.WriteAllBytes(path + IndexEnding, Mark);
            var segment = new CacheSegment(path);
            segment.StartWriting(held);
            return segment;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The entries written since the last call, by whichever process; those that were damaged are left out.</summary>
    internal void ReadNew(List<CacheEntry> entries)
    {
        long length = RandomAccess.GetLength(_index);
        if (_indexRead == 0)
        {
            Span<byte> mark = stackalloc byte[Mark.Length];
            if (length < mark.Length || RandomAccess.Read(_index, mark, 0) < mark.Length || !mark.SequenceEqual(Mark))
                return;
            _indexRead = mark.Length;
        }
        var read = new CacheEntry[Math.Clamp((length - _indexRead) / CacheEntry.Size, 0, EntriesAtATime)];
        for (long rest; (rest = (length - _indexRead) / CacheEntry.Size) > 0;)
        {
            int count = RandomAccess.Read(_index, MemoryMarshal.AsBytes(read.AsSpan(0, (int)Math.Min(rest, read.Length))), _indexRead) / CacheEntry.Size;
            bool last = count == rest;
            while (last && count > 0 && !read[count - 1].IsWhole)    // it may be half written at this moment
                count--;
            foreach (ref var entry in read.AsSpan(0, count))
                if (entry.IsWhole)
                {
                    entries.Add(entry);
                    _end = Math.Max(_end, entry.End);
                }
            _indexRead += (long)count * CacheEntry.Size;
            if (last || count == 0)
                return;
        }
    }

    /// <summary>Becomes the process that appends, unless another is or this one has the layout of another version.</summary>
    /// <param name="entries">Takes entries that others have written meanwhile.</param>
    internal bool TryStartWriting(List<CacheEntry> entries)
    {
        FileStream held;
        try
        {
            held = new FileStream(_path + LockEnding, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        try
        {
            ReadNew(entries);
            if (_indexRead == 0 && RandomAccess.GetLength(_index) >= Mark.Length)
            {
                held.Dispose();
                return false;
            }
            StartWriting(held);
            return true;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether so many bytes may be appended.</summary>
    internal bool HasRoom(int length) => _end == 0 || _end + length <= Largest;

    /// <summary>Appends an image.</summary>
    /// <exception cref="IOException">It could not be written, e.g. as the disk is full; nothing is appended then.</exception>
    internal CacheEntry Append(CacheKey key, PixelKind kind, ReadOnlySpan<byte> pixels)
    {
        var entry = new CacheEntry
        {
            Key = key,
            Offset = _end,
            Written = DateTime.UtcNow.Ticks,
            Length = pixels.Length,
            Checksum = Crc32C.Of(pixels),
            Kind = kind,
        };
        entry.Seal();
        _writer!.Write(entry, pixels, _indexRead);
        _end = entry.End;
        _indexRead += CacheEntry.Size;
        return entry;
    }

    /// <summary>Copies bytes out of the mapped pixels; false where the file ends before.</summary>
    internal bool TryRead(long offset, Span<byte> bytes)
    {
        var view = _view;
        if (view is null || view.Length < offset + bytes.Length)
        {
            lock (_mapping)
            {
                // An outgrown view goes when the last thread that reads from it is done: its handle is collected.
                if (_view is null || _view.Length < offset + bytes.Length)
                {
                    if (new FileInfo(_path + PixelsEnding) is not { Exists: true } file || file.Length < offset + bytes.Length)
                        return false;
                    _view = new MappedFile(_path + PixelsEnding, Anyone);
                }
                view = _view;
            }
        }
        view.Read(offset, bytes);
        return true;
    }

    /// <summary>Lets others append.</summary>
    internal void StopWriting()
    {
        _writer?.Dispose(_end);
        _writer = null;
    }

    public void Dispose()
    {
        StopWriting();
        _index.Dispose();
        _view?.Dispose();
    }

    private void StartWriting(FileStream held)
    {
        if (_indexRead == 0)
        {
            using (var index = File.OpenHandle(_path + IndexEnding, FileMode.Open, FileAccess.Write, Anyone))
                RandomAccess.Write(index, Mark, 0);
            _indexRead = Mark.Length;
        }
        _writer = new Writer(_path, held, _indexRead);
    }

    /// <summary>What only the process that appends has open.</summary>
    private sealed class Writer
    {
        private readonly FileStream _lock;
        private readonly SafeFileHandle _pixels, _index;
        private long _length;

        /// <param name="path">Without an ending.</param>
        /// <param name="held">The lock.</param>
        /// <param name="indexEnd">Where the whole entries end: what comes after is torn.</param>
        internal Writer(string path, FileStream held, long indexEnd)
        {
            _lock = held;
            _pixels = File.OpenHandle(path + PixelsEnding, FileMode.OpenOrCreate, FileAccess.Write, Anyone);
            _index = File.OpenHandle(path + IndexEnding, FileMode.Open, FileAccess.Write, Anyone);
            _length = RandomAccess.GetLength(_pixels);
            if (RandomAccess.GetLength(_index) > indexEnd)
                RandomAccess.SetLength(_index, indexEnd);
        }

        internal void Write(in CacheEntry entry, ReadOnlySpan<byte> pixels, long at)
        {
            if (entry.End > _length)
            {
                // Longer than what is in it, so that it need not be mapped again for every image.
                long length = Math.Max(entry.End, Math.Min(Largest, Math.Max(FirstLength, 2 * _length)));
                RandomAccess.SetLength(_pixels, length);
                _length = length;
            }
            RandomAccess.Write(_pixels, pixels, entry.Offset);
            RandomAccess.Write(_index, MemoryMarshal.AsBytes(new ReadOnlySpan<CacheEntry>(in entry)), at);
        }

        internal void Dispose(long end)
        {
            try
            {
                RandomAccess.SetLength(_pixels, end);
            }
            catch (IOException)
            {
                // Windows keeps the length while another process has the file mapped.
            }
            _pixels.Dispose();
            _index.Dispose();
            _lock.Dispose();
        }
    }
}
