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
        // Stored data are compressed already.
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
            foreach (ZipArchiveEntry entry in _zip.Entries)
                _entries[SafeName(entry.FullName)] = entry;
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("it is no complete zip file", e);
        }
    }

    public void Dispose() => _zip.Dispose();

    internal bool Contains(string name) => _entries.ContainsKey(name);

    /// <summary>The bytes of an entry, checked against the length and checksum that the zip states.</summary>
    internal byte[] ReadEntry(string name)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry entry))
            throw new FormatException($"its entry '{name}' is missing");
        try
        {
            // Deflate cannot make more than 1032 bytes of one: an altered file may state gigabytes.
            if (entry.Length > Math.Min(Array.MaxLength, 64 + (1032 * entry.CompressedLength)))
                throw new FormatException($"its entry '{name}' states an impossible length");
            using Stream stream = entry.Open();
            byte[] content = new byte[entry.Length];
            stream.ReadExactly(content);
            if (stream.ReadByte() >= 0 || Crc32.Of(content) != entry.Crc32)
                throw new FormatException($"its entry '{name}' is damaged");
            return content;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or OverflowException)
        {
            throw new FormatException($"its entry '{name}' is damaged", e);
        }
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

/// <summary>The checksum of zip files.</summary>
internal static class Crc32
{
    private static readonly uint[] _table = [.. Enumerable.Range(0, 256).Select(i =>
    {
        uint crc = (uint)i;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        return crc;
    })];

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            crc = (crc >> 8) ^ _table[(byte)(crc ^ b)];
        return ~crc;
    }
}
