using System.Buffers;

namespace MedSsl.MLNet;

/// <summary>
/// A folder of prepared images: decoded, windowed and resized, so that a second epoch, stage or run reads none of the files again, and so that training keeps
/// none of them in memory. Give it to <c>ml.MedicalImages.Load</c> in <see cref="ImageLoadOptions.Cache"/>.
/// </summary>
/// <remarks>
/// <para>
/// An image is found by a hash of its file's full path, length and time of last change, and of how it is prepared: a changed file is read anew. Images of
/// whole levels of 1/255, as 8-bit files give them, take a byte a pixel and lose nothing; others are rounded to levels of 1/65535 (an error of at most
/// 7.7e-6) and take two, unless floats are asked for. The files are mapped into memory, so that a set many times larger than it can be trained on.
/// </para>
/// <para>
/// Every image has a CRC-32C, which is checked whenever it is read: a damaged one is prepared anew. The cache may be killed at any moment while it is written,
/// and used by any number of processes at once, each of which finds what the others prepare. Where it cannot be written (a full disk, no permission), one
/// warning is given, and images that are not in it are prepared as they are without a cache.
/// </para>
/// <para>
/// The folder holds the pixels of patients' images, so protect it as you do the images; one that is made here is open to its owner alone (on Windows, to
/// whom the folder above it is). Names, paths and other text are not in it. What is prepared in another way or of files that changed is not removed: see
/// <see cref="Clear"/>. It is safe to use from several threads.
/// </para>
/// </remarks>
public sealed class ImageCache : IDisposable
{
    private const string Prefix = "images-";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CacheSegment?> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<CacheKey, int> _found = [];
    private readonly List<Slot> _slots = [];
    private readonly List<CacheEntry> _new = [];
    private readonly long _maximumBytes;
    private CacheSegment? _writer;
    private long _written;
    private bool _disposed;

    /// <summary>Opens a cache, or makes an empty one.</summary>
    /// <param name="folder">The folder, made where it does not exist; <see cref="UserFolder"/> for one of the user's own.</param>
    /// <param name="keepFloats">Keeps images that are no whole levels of 1/255 as floats, exactly, four bytes a pixel; false by default.</param>
    /// <param name="maximumBytes">How many bytes of pixels this object adds at most; no limit by default.</param>
    /// <exception cref="ArgumentException">The folder's name is empty, or the limit negative.</exception>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public ImageCache(string folder, bool keepFloats = false, long maximumBytes = long.MaxValue)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new ArgumentException($"{nameof(folder)} is empty; give the folder of the cache.", nameof(folder));
        OptionChecks.InRange(nameof(maximumBytes), maximumBytes, 0, long.MaxValue);
        (Folder, KeepFloats, _maximumBytes) = (Path.GetFullPath(folder), keepFloats, maximumBytes);
        if (File.Exists(Folder))
            throw new IOException($"{folder} is a file; a cache is a folder.");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Folder);
        else
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Refresh();
    }

    /// <summary>A folder for the user who runs the program: below XDG_CACHE_HOME or ~/.cache, on Windows below the local application data.</summary>
    public static string UserFolder => Path.Combine(
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "medssl", "images");

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Whether images that are no whole levels of 1/255 are kept as floats.</summary>
    public bool KeepFloats { get; }

    /// <summary>Images that were found in it or added since.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _found.Count;
        }
    }

    /// <summary>Bytes of their pixels; what is no longer found takes more.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _found.Values.Sum(slot => (long)_slots[slot].Length);
        }
    }

    /// <summary>Why nothing is added any more, or null.</summary>
    internal string? Fault { get; private set; }

    /// <summary>Removes all images from a folder. Other files there stay.</summary>
    /// <param name="folder">The folder; nothing happens where there is none.</param>
    /// <returns>The bytes that were freed.</returns>
    /// <exception cref="IOException">A process is writing to it, or a file cannot be removed.</exception>
    public static long Clear(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Directory.Exists(folder) ? CacheFiles.Remove(folder, Prefix) : 0;
    }

    /// <summary>The slot of an image, or -1. A slot stays good for as long as this object.</summary>
    internal int Find(CacheKey key)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _found.TryGetValue(key, out int slot) ? slot : -1;
        }
    }

    /// <summary>What a slot's pixels are of.</summary>
    internal CacheKey KeyOf(int slot)
    {
        lock (_lock)
            return _slots[slot].Key;
    }

    /// <summary>Adds an image, and gives <paramref name="pixels"/> the values that will be read; gives its slot, or -1 where it cannot be added.</summary>
    internal int Add(CacheKey key, Span<float> pixels)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(checked(pixels.Length * sizeof(float)));
        var kind = PixelCode.Encode(pixels, buffer, round: !KeepFloats);
        var bytes = buffer.AsSpan(0, pixels.Length * kind.Size());
        if (kind == PixelKind.Word)
            PixelCode.Decode(kind, bytes, pixels);
        int slot;
        lock (_lock)
            slot = Append(key, kind, bytes);
        ArrayPool<byte>.Shared.Return(buffer);
        return slot;
    }

    /// <summary>Fills <paramref name="pixels"/> from a slot; false where it is damaged, and it is then forgotten.</summary>
    internal bool TryRead(int slot, Span<float> pixels)
    {
        if (!TryRent(slot, pixels.Length, out var rented))
            return false;
        using (rented)
            PixelCode.Decode(rented.Kind, rented.Bytes, pixels);
        return true;
    }

    /// <summary>The bytes of a slot; false where it is damaged or has another number of pixels, and it is then forgotten.</summary>
    internal bool TryRent(int slot, int count, out RentedPixels pixels)
    {
        Slot at;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            at = _slots[slot];
        }
        if (at.Length == (long)count * at.Kind.Size())
        {
            pixels = new(at.Kind, at.Length);
            if (at.Segment.TryRead(at.Offset, pixels.Bytes) && Crc32C.Of(pixels.Bytes) == at.Checksum)
                return true;
            pixels.Dispose();
        }
        pixels = default;
        lock (_lock)
        {
            if (_found.TryGetValue(at.Key, out int current) && current == slot)
                _found.Remove(at.Key);
            if (!at.Segment.Exists)
                Fault ??= "its files were removed";
        }
        return false;
    }

    /// <summary>Fetches a slot's bytes into the system's file cache.</summary>
    internal void Touch(int slot, int count)
    {
        if (TryRent(slot, count, out var pixels))
            pixels.Dispose();
    }

    /// <summary>Finds what other processes have added meanwhile.</summary>
    internal void Refresh()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach (string index in Directory.EnumerateFiles(Folder, Prefix + "*" + CacheSegment.IndexEnding))
            {
                string path = index[..^CacheSegment.IndexEnding.Length];
                if (!_segments.ContainsKey(path))
                    _segments[path] = TryOpen(path);
            }
            foreach (var segment in _segments.Values)
                if (segment is { IsWriter: false })
                    Take(segment, segment.ReadNew);
        }
    }

    /// <summary>Closes the files. Data and training that read from it must be done.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var segment in _segments.Values)
                segment?.Dispose();
            _segments.Clear();
        }
    }

    private static CacheSegment? TryOpen(string path)
    {
        try
        {
            return CacheSegment.Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private int Append(CacheKey key, PixelKind kind, ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Fault is not null)
            return -1;
        if (_found.TryGetValue(key, out int known))
            return known;
        if (_written + bytes.Length > _maximumBytes)
        {
            Fault = $"its limit of {_maximumBytes} bytes is reached";
            return -1;
        }
        try
        {
            if (_writer is null || !_writer.HasRoom(bytes.Length))
            {
                _writer?.StopWriting();
                _writer = null;
                _writer = Writer(bytes.Length);
            }
            var entry = _writer.Append(key, kind, bytes);
            _written += bytes.Length;
            return Take(_writer, entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Fault = error.Message;
            StopWriting();
            return -1;
        }
    }

    private void StopWriting()
    {
        try
        {
            _writer?.StopWriting();
        }
        catch (IOException)
        {
            // The fault is kept already.
        }
        _writer = null;
    }

    /// <summary>A segment to append to: one with room that nobody else appends to, or a new one.</summary>
    private CacheSegment Writer(int length)
    {
        foreach (var segment in _segments.Values)
            if (segment is not null && segment.HasRoom(length))
            {
                bool mine = false;
                Take(segment, entries => mine = segment.TryStartWriting(entries));
                if (mine && segment.HasRoom(length))
                    return segment;
                if (mine)
                    segment.StopWriting();
            }
        for (int number = _segments.Count + 1; ; number++)
        {
            string path = Path.Combine(Folder, $"{Prefix}{number:D5}");
            if (!_segments.ContainsKey(path) && CacheSegment.TryCreate(path) is { } made)
                return _segments[path] = made;
        }
    }

    private void Take(CacheSegment segment, Action<List<CacheEntry>> read)
    {
        _new.Clear();
        read(_new);
        foreach (var entry in _new)
            Take(segment, entry);
    }

    private int Take(CacheSegment segment, in CacheEntry entry)
    {
        if (_found.TryGetValue(entry.Key, out int known) && _slots[known].Written >= entry.Written)
            return known;
        _slots.Add(new(entry.Key, segment, entry.Offset, entry.Written, entry.Length, entry.Checksum, entry.Kind));
        return _found[entry.Key] = _slots.Count - 1;
    }

    /// <summary>Where an image is.</summary>
    private readonly record struct Slot(CacheKey Key, CacheSegment Segment, long Offset, long Written, int Length, uint Checksum, PixelKind Kind);
}
