namespace MedSsl.MLNet;

/// <summary>
/// Reads what torch.save wrote before PyTorch 1.6, and many published weights still are: four pickles (a magic number, a version, the machine, the
/// object), a fifth with the storages' names, then for each storage the count of its numbers and the numbers.
/// </summary>
internal sealed class TorchLegacyFile : TorchStorages
{
    private const long Version = 1001;

    private readonly Dictionary<string, (long At, long Length)> _storages = new(StringComparer.Ordinal);
    private readonly MappedFile _file;

    private TorchLegacyFile(string path) => _file = new MappedFile(path);

    /// <summary>The pickled number 0x1950a86a20f9469cfc6c with which these files begin.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    internal static TensorFile Open(string path)
    {
        var file = new TorchLegacyFile(path);
        try
        {
            return new TensorFile(path, "torch.save archive of before PyTorch 1.6", TorchGroups.Find(file.ReadPickles(), file),
                new Dictionary<string, string>(), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private object? ReadPickles()
    {
        int start = Magic.Length;
        var reader = new PickleReader(_file.Bytes(start, Math.Min(_file.Length - start, LongestPickle)));
        if (reader.Read() is not Version)
            throw new InvalidDataException($"It is of a version of the old format other than {Version}.");
        if (reader.Read() is not PickleDict machine || machine.Items.Contains(new("little_endian", false)))
            throw new InvalidDataException("Its numbers are big-endian; save it again on an ordinary machine.");
        object? root = reader.Read();
        var types = StorageTypes(root);
        if (reader.Read() is not PickleList keys)
            throw new InvalidDataException("Its list of storages is missing.");

        long at = start + reader.Position;
        var count = new long[1];
        foreach (object? key in keys.Items)
        {
            if (key is not string name || !types.TryGetValue(name, out var type))
                throw new InvalidDataException("It lists a storage that no tensor has.");
            _file.Read<long>(at, count);
            at += sizeof(long);
            if (count[0] < 0 || count[0] > (_file.Length - at) / type.Size())
                throw new InvalidDataException($"The storage '{name}' claims {count[0]} numbers, but the file ends before: it was cut off.");
            if (!_storages.TryAdd(name, (at, count[0] * type.Size())))
                throw new InvalidDataException($"It lists the storage '{name}' twice.");
            at += count[0] * type.Size();
        }
        return root;
    }

    /// <summary>The kinds of the storages that a value refers to, found without recursion and each container once.</summary>
    private static Dictionary<string, TensorType> StorageTypes(object? root)
    {
        var types = new Dictionary<string, TensorType>(StringComparer.Ordinal);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<object?>([root]);
        while (waiting.TryPop(out object? value))
        {
            if (value is PickleTensor tensor)
                value = tensor.Storage;
            if (value is PickleStorage storage)
                types[storage.Key] = storage.Type;
            else if (value is PickleDict or PickleList or PickleTuple && seen.Add(value))
            {
                foreach (object? item in Items(value))
                    waiting.Push(item);
            }
        }
        return types;
    }

    private static IEnumerable<object?> Items(object container) => container switch
    {
        PickleDict dict => dict.Items.Select(item => item.Value),
        PickleList list => list.Items,
        PickleTuple tuple => tuple.Items,
        _ => [],
    };

    internal override long? Length(string key) => _storages.TryGetValue(key, out var found) ? found.Length : null;

    private protected override byte[] Read(string key) => _file.Bytes(_storages[key].At, _storages[key].Length);

    public override void Dispose() => _file.Dispose();
}
