using System.IO.Compression;

namespace MedSsl.MLNet;

/// <summary>
/// Reads what torch.save writes since PyTorch 1.6: a zip file with NAME/data.pkl, the pickle, and NAME/data/0, /1, … the storages, none of them
/// compressed. Entries are found by name in the file's own directory; no name becomes a path.
/// </summary>
internal sealed class TorchZipFile : TorchStorages
{
    private const string PickleName = "/data.pkl";
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly ZipArchive _archive;
    private readonly long _fileLength;
    private readonly string _prefix = "";

    private TorchZipFile(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            _fileLength = stream.Length;
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false);
            foreach (var entry in _archive.Entries)
            {
                if (!_entries.TryAdd(entry.FullName, entry))
                    throw new InvalidDataException($"It has two entries '{entry.FullName}'.");
                if (!entry.FullName.EndsWith(PickleName, StringComparison.Ordinal))
                    continue;
                _prefix = _prefix.Length == 0 ? entry.FullName[..^PickleName.Length] : throw new InvalidDataException("It has more than one data.pkl.");
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    internal static TensorFile Open(string path)
    {
        var file = new TorchZipFile(path);
        try
        {
            file.CheckKind();
            var pickle = file.Bytes(file._entries[file._prefix + PickleName], LongestPickle);
            return new TensorFile(path, "torch.save archive", TorchGroups.Find(new PickleReader(pickle).Read(), file),
                new Dictionary<string, string>(), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void CheckKind()
    {
        if (!_entries.ContainsKey(_prefix + PickleName))
            throw new InvalidDataException("It is a zip file, but has no data.pkl as torch.save writes it.");
        if (_entries.ContainsKey(_prefix + "/constants.pkl"))
        {
            throw new InvalidDataException("It is a TorchScript program, which is code; save the module's state_dict() with torch.save.");
        }
        if (_entries.TryGetValue(_prefix + "/byteorder", out var order) && !Bytes(order, 16).AsSpan().SequenceEqual("little"u8))
            throw new InvalidDataException("Its numbers are big-endian; save it again on an ordinary machine.");
    }

    internal override long? Length(string key) => Find(key)?.Length;

    private protected override byte[] Read(string key) => Bytes(Find(key)!, Array.MaxLength);

    public override void Dispose() => _archive.Dispose();

    private ZipArchiveEntry? Find(string key) => _entries.GetValueOrDefault($"{_prefix}/data/{key}");

    /// <summary>An entry's bytes, as many as the directory says, which are no more than the file has, and with the checksum that it says.</summary>
    private byte[] Bytes(ZipArchiveEntry entry, long most)
    {
        if (entry.Length != entry.CompressedLength || entry.Length > _fileLength)
            throw new InvalidDataException($"Its entry '{entry.FullName}' is compressed, which torch.save never does, or its length is a lie.");
        if (entry.Length > most)
            throw new InvalidDataException($"Its entry '{entry.FullName}' has {entry.Length} bytes; at most {most} are read.");
        var bytes = new byte[entry.Length];
        using (var stream = entry.Open())
            stream.ReadExactly(bytes);
        return Crc32.Of(bytes) == entry.Crc32 ? bytes : throw new InvalidDataException(
            $"The checksum of its entry '{entry.FullName}' is wrong: it was altered, or saved with torch.serialization.set_crc32_options(False).");
    }
}
