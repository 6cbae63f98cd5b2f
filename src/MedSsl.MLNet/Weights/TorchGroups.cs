namespace MedSsl.MLNet;

/// <summary>Finds the dictionaries of tensors in what a pickle holds: the state dict itself, or those inside a training checkpoint.</summary>
internal static class TorchGroups
{
    private const int Deepest = 8;

    /// <exception cref="InvalidDataException">A tensor's storage is missing or too short, or there is no named tensor.</exception>
    internal static IReadOnlyList<TensorGroup> Find(object? root, TorchStorages storages)
    {
        var groups = new List<TensorGroup>();
        var seen = new HashSet<PickleDict>(ReferenceEqualityComparer.Instance);
        var waiting = new Queue<(string Key, PickleDict Dict, int Depth)>();
        int count = 0;
        Add("", root, 0);
        while (waiting.TryDequeue(out var next))
        {
            var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
            foreach (var (key, value) in next.Dict.Items)
            {
                if (key is not string name)
                    continue;
                if (value is PickleTensor tensor)
                {
                    if (++count > TensorFile.MostTensors)
                        throw new InvalidDataException($"It lists more than {TensorFile.MostTensors} tensors.");
                    tensors[name] = storages.Tensor(name, tensor); // as in Python, the last one of a name counts
                }
                else
                    Add(next.Key.Length == 0 ? name : $"{next.Key}.{name}", value, next.Depth + 1);
            }
            if (tensors.Count > 0)
                groups.Add(new TensorGroup(next.Key, [.. tensors.Values]));
        }
        return groups.Count > 0 ? groups : throw new InvalidDataException("It holds no tensors by name; save a module's state_dict().");

        void Add(string key, object? value, int depth)
        {
            if (value is PickleDict dict && depth <= Deepest && seen.Add(dict))
                waiting.Enqueue((key, dict, depth));
        }
    }
}
