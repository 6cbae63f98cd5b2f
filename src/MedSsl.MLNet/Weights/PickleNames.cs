namespace MedSsl.MLNet;

/// <summary>
/// The names that a pickle of tensors may use, and what each makes: nothing of Python runs, these few are built here. Every other name ends the
/// reading. What torch.save writes: torch/serialization.py and torch/_utils.py.
/// </summary>
internal static class PickleNames
{
    private const int MostAxes = 16;

    private static readonly Dictionary<string, TensorType> Storages = new(StringComparer.Ordinal)
    {
        ["DoubleStorage"] = TensorType.Float64,
        ["FloatStorage"] = TensorType.Float32,
        ["HalfStorage"] = TensorType.Float16,
        ["BFloat16Storage"] = TensorType.BFloat16,
        ["LongStorage"] = TensorType.Int64,
        ["IntStorage"] = TensorType.Int32,
        ["ShortStorage"] = TensorType.Int16,
        ["CharStorage"] = TensorType.Int8,
        ["ByteStorage"] = TensorType.UInt8,
        ["BoolStorage"] = TensorType.Bool,
    };

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "collections.OrderedDict", "torch.Size", "torch.device",
        "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter",
    };

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "torch.float64", "torch.float32", "torch.float16", "torch.bfloat16", "torch.int64", "torch.int32", "torch.int16", "torch.int8",
        "torch.uint8", "torch.bool",
    };

    /// <exception cref="InvalidDataException">The name is none of those known.</exception>
    internal static PickleName Find(string module, string name)
    {
        var found = new PickleName(module, name);
        string text = found.ToString();
        return Functions.Contains(text) || Types.Contains(text) || (module == "torch" && Storages.ContainsKey(name)) ? found : throw Refuse(text);
    }

    /// <exception cref="InvalidDataException">Always: the refusal of what a pickle asks for.</exception>
    internal static InvalidDataException Refuse(string what) => new($"Its pickle asks for {Printable(what)}. Only tensors and plain containers are " +
        "read, and nothing is ever executed. If you trust where the file is from, save its state dict alone with torch.save or as safetensors.");

    /// <summary>What a call of a name gives.</summary>
    /// <param name="function">The name.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="copy">Told how many values the call copies, and throws where they are too many.</param>
    internal static object? Call(PickleName function, object?[] arguments, Action<int> copy) => (function.ToString(), arguments) switch
    {
        ("collections.OrderedDict", []) => new PickleDict(),
        ("collections.OrderedDict", [PickleList pairs]) => DictOf(pairs, copy),
        ("torch.Size", [PickleTuple size]) => size,
        ("torch.device", [string device, ..]) => device,
        ("torch._utils._rebuild_parameter", [PickleTensor tensor, ..]) => tensor,
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2",
            [PickleStorage storage, long offset, PickleTuple shape, PickleTuple stride, ..]) => Tensor(storage, offset, shape, stride),
        _ => throw new InvalidDataException($"Its pickle calls {function} with arguments that torch.save does not write."),
    };

    /// <summary>The storage of a persistent id: ("storage", type, key, device, count), in old files with a view after it.</summary>
    internal static PickleStorage Storage(object? id)
    {
        if (id is not PickleTuple { Items: ["storage", PickleName { Module: "torch" } type, string key, string, long count, .. var rest] }
            || !Storages.TryGetValue(type.Name, out var numbers) || count < 0)
            throw new InvalidDataException("Its pickle refers to something outside it that is no storage of torch.save.");
        if (rest is not ([] or [null]))
            throw new InvalidDataException($"Storage '{key}' is a view of another one, as PyTorch wrote before 0.4. Save it again with a later one.");
        return new PickleStorage(numbers, key, count);
    }

    private static PickleDict DictOf(PickleList pairs, Action<int> copy)
    {
        copy(pairs.Items.Count);
        var dict = new PickleDict();
        foreach (object? pair in pairs.Items)
        {
            var (key, value) = pair switch
            {
                PickleTuple { Items: [var k, var v] } => (k, v),
                PickleList { Items: [var k, var v] } => (k, v),
                _ => throw new InvalidDataException("Its pickle makes an OrderedDict of something that is no list of pairs."),
            };
            dict.Items.Add(new(key, value));
        }
        return dict;
    }

    private static PickleTensor Tensor(PickleStorage storage, long offset, PickleTuple shape, PickleTuple stride)
    {
        long[] lengths = Numbers(shape), strides = Numbers(stride);
        if (StoredTensor.CountOf(lengths) is not { } count || lengths.Length != strides.Length || offset < 0 || Array.Exists(strides, s => s < 0))
            throw new InvalidDataException($"Its pickle has a tensor of impossible shape {StoredTensor.Text(lengths)}.");
        // A tensor with more numbers than its storage repeats some: no weight does, and a small file could so claim any amount of memory.
        Int128 last = offset;
        for (int i = 0; i < lengths.Length; i++)
            last += (Int128)Math.Max(lengths[i] - 1, 0) * strides[i];
        if (count > storage.Count || (count > 0 && last >= storage.Count))
        {
            throw new InvalidDataException(
                $"Its pickle has a tensor of shape {StoredTensor.Text(lengths)} that reaches beyond its storage of {storage.Count} numbers.");
        }
        return new PickleTensor(storage, offset, lengths, strides);
    }

    private static long[] Numbers(PickleTuple tuple) => tuple.Items.Length <= MostAxes && Array.TrueForAll(tuple.Items, item => item is long)
        ? [.. tuple.Items.Cast<long>()]
        : throw new InvalidDataException("Its pickle has a tensor whose shape or stride is no short tuple of whole numbers.");

    private static string Printable(string text) =>
        string.Concat(text.Take(200).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
