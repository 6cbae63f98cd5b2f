using System.Buffers;
using System.IO.Compression;

namespace Microsoft.ML;

/// <summary>Writes a model's zip, one entry after the other.</summary>
internal sealed class ModelArchiveWriter : IDisposable
{
    // Fixed, so that equal models are equal files.
    private static readonly DateTimeOffset _time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip;

    internal ModelArchiveWriter(Stream stream) => _zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    public void Dispose() => _zip.Dispose();

    internal void WriteEntry(string name, Action<Stream> write)
    {
        // Stored data are compressed already, where that is worth it.
        bool compressed = name.EndsWith(".idv", StringComparison.Ordinal);
        ZipArchiveEntry entry = _zip.CreateEntry(name, compressed ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
        entry.LastWriteTime = _time;
        using Stream stream = entry.Open();
        write(stream);
    }
}

/// <summary>Reads a model's zip, and reports damage of any kind as a <see cref="FormatException"/>.</summary>
internal sealed class ModelArchiveReader : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);

    internal ModelArchiveReader(Stream stream)
    {
        try
        {
            _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            Budget = new InflationBudget(stream.CanSeek ? stream.Length : 0);
            foreach (ZipArchiveEntry entry in _zip.Entries)
            {
                if (!_entries.TryAdd(SafeName(entry.FullName), entry))
                    throw new FormatException($"its entry '{entry.FullName}' is there twice");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            throw new FormatException("it is no complete zip file", e);
        }
    }

    /// <summary>What all entries, and the compressed blocks in them, may come to.</summary>
    internal InflationBudget Budget { get; }

    public void Dispose() => _zip.Dispose();

    internal bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>The bytes of an entry, checked against the length and checksum that the zip states.</summary>
    internal byte[] ReadEntry(string name)
    {
        byte[] content = null;
        ReadEntry(name, length => content = new byte[length], _ => { });
        return content;
    }

    /// <summary>Hands the bytes of an entry to <paramref name="read"/>, in memory that is used again after it.</summary>
    internal T ReadEntry<T>(string name, Func<ArraySegment<byte>, T> read)
    {
        byte[] rented = null;
        try
        {
            T result = default;
            ReadEntry(name, length => rented = ArrayPool<byte>.Shared.Rent(length), bytes => result = read(bytes));
            return result;
        }
        finally
        {
            if (rented != null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void ReadEntry(string name, Func<int, byte[]> allocate, Action<ArraySegment<byte>> read)
    {
        var content = default(ArraySegment<byte>);
        if (!_entries.TryGetValue(name, out ZipArchiveEntry entry))
            throw new FormatException($"its entry '{name}' is missing");
        try
        {
            if (entry.Length > Array.MaxLength)
                throw new FormatException($"its entry '{name}' is larger than 2 GB");
            Budget.Take(entry.Length);
            using Stream stream = entry.Open();
            content = new ArraySegment<byte>(allocate((int)entry.Length), 0, (int)entry.Length);
            stream.ReadExactly(content);
            if (stream.ReadByte() >= 0 || Crc32.Of(content) != entry.Crc32)
                throw new FormatException($"its entry '{name}' is damaged");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or OverflowException)
        {
            throw new FormatException($"its entry '{name}' is damaged", e);
        }
        read(content);
    }

    // Either separator: the writer's system chose it.
    private static string SafeName(string fullName)
    {
        string name = fullName.Replace('\\', '/');
        if (name.StartsWith('/') || name.Contains(':') || name.Split('/').Contains(".."))
            throw new FormatException($"its entry '{fullName}' would lie outside the model");
        return name;
    }
}

/// <summary>How much compressed data may become in all, so that a small file cannot fill the memory.</summary>
internal sealed class InflationBudget(long archiveLength)
{
    /// <summary>What any model may come to, however small its file: 256 MiB.</summary>
    internal const long Free = 256L << 20;

    /// <summary>And this many times its file's size.</summary>
    internal const long Ratio = 64;

    private long _left = Free + (Ratio * archiveLength);

    internal void Take(long bytes)
    {
        if (bytes < 0 || bytes > _left)
        {
            throw new FormatException(
                $"it would become more than {Free >> 20} MB and {Ratio} times its own size when decompressed, as no honest model does");
        }
        _left -= bytes;
    }
}
