namespace MedSsl.MLNet;

/// <summary>A Python dict or OrderedDict: keys and values in the order of the file, a later key in place of an earlier one only for its readers.</summary>
internal sealed class PickleDict
{
    internal List<KeyValuePair<object?, object?>> Items { get; } = [];
}

/// <summary>A Python list or set.</summary>
internal sealed class PickleList
{
    internal List<object?> Items { get; } = [];
}

/// <summary>A Python tuple.</summary>
/// <param name="Items">Its values.</param>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A name that a pickle refers to and that <see cref="PickleNames"/> knows.</summary>
/// <param name="Module">For example "torch".</param>
/// <param name="Name">For example "FloatStorage".</param>
internal sealed record PickleName(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A storage that a pickle refers to: a run of numbers elsewhere in the file.</summary>
/// <param name="Type">The kind of its numbers.</param>
/// <param name="Key">Its name in the file.</param>
/// <param name="Count">How many numbers the pickle says it has.</param>
internal sealed record PickleStorage(TensorType Type, string Key, long Count);

/// <summary>A tensor in a pickle: a view of a storage.</summary>
/// <param name="Storage">Where its numbers are.</param>
/// <param name="Offset">Its first number in the storage.</param>
/// <param name="Shape">The length of every axis.</param>
/// <param name="Stride">Numbers to skip from one to the next, for every axis.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Stride);
