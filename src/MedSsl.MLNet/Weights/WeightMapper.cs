namespace MedSsl.MLNet;

/// <summary>Matches the tensors of a file with the weights of a network, and reads those that match.</summary>
/// <param name="File">The file.</param>
/// <param name="Group">The tensors in it that are looked at.</param>
/// <param name="Layout">How they are named.</param>
/// <param name="Shapes">The network's weights.</param>
internal sealed record WeightMapper(TensorFile File, TensorGroup Group, WeightLayout Layout, Dictionary<string, long[]> Shapes)
{
    private const string Counter = ".num_batches_tracked";

    private readonly Dictionary<string, StoredTensor> _matched = new(StringComparer.Ordinal);

    /// <summary>Every tensor of the group, then every weight that it lacks.</summary>
    internal IReadOnlyList<WeightMapping> Rows()
    {
        _matched.Clear();
        var rows = new List<WeightMapping>();
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in Group.Tensors)
        {
            string? name = Layout.Map(tensor.Name) ?? (Layout.Children is null && Layout.Prefix.Length == 0 && Shapes.ContainsKey(tensor.Name) ? tensor.Name : null);
            if (tensor.Name.EndsWith(Counter, StringComparison.Ordinal) || (name is null && Layout.LeavesOut(tensor.Name)))
                rows.Add(new(WeightStatus.LeftOut, tensor.Name, tensor.Shape, null, null));
            else if (name is null || !Shapes.TryGetValue(name, out var shape))
                rows.Add(new(WeightStatus.Unmatched, tensor.Name, tensor.Shape, null, null));
            else if (!found.Add(name))
                throw new InvalidDataException($"'{File.Path}' has the weight '{name}' twice, the second time as '{tensor.Name}'.");
            else if (!tensor.Shape.AsSpan().SequenceEqual(shape))
                rows.Add(new(WeightStatus.Misshaped, tensor.Name, tensor.Shape, name, shape));
            else
            {
                _matched.Add(name, tensor);
                rows.Add(new(WeightStatus.Matched, tensor.Name, tensor.Shape, name, shape));
            }
        }
        rows.AddRange(Shapes.Where(weight => !found.Contains(weight.Key)).Select(weight => new WeightMapping(WeightStatus.Missing, null, null, weight.Key, weight.Value)));
        return rows;
    }

    /// <summary>The values of the matched tensors. Call <see cref="Rows"/> before.</summary>
    /// <exception cref="InvalidDataException">A tensor is damaged, is no floating-point one, or holds a number that is not finite.</exception>
    internal List<NamedTensor> Read()
    {
        CheckSize();
        var weights = new List<NamedTensor>(_matched.Count);
        foreach (var (name, tensor) in _matched)
        {
            if (!tensor.Type.IsFloatingPoint())
                throw new InvalidDataException($"'{File.Path}': tensor '{tensor.Name}' holds {tensor.Type} numbers; weights must be floating-point ones.");
            var values = InvalidFile.Guard(File.Path, tensor.Read);
            if (!Array.TrueForAll(values, float.IsFinite))
                throw new InvalidDataException($"'{File.Path}': tensor '{tensor.Name}' holds a value that is not finite.");
            weights.Add(new NamedTensor(name, tensor.Shape, values));
        }
        return weights;
    }

    /// <summary>Tensors may share storages, but not so that a small file fills the memory.</summary>
    private void CheckSize()
    {
        UInt128 needed = 0;
        foreach (var tensor in _matched.Values)
            needed += (UInt128)tensor.Count * sizeof(float);
        long length = new FileInfo(File.Path).Length;
        if (needed > (UInt128)length * 8 + (1 << 20))
            throw new InvalidDataException($"'{File.Path}' has {length} bytes, but its tensors share them to make {needed}; that is no network.");
    }
}
