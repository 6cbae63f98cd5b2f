using System.Text.Json;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Collects the state of a run: tensors, which are not copied and must live until they are written, and small values, as JSON.</summary>
internal sealed class StateWriter
{
    private readonly string _prefix;

    internal StateWriter() : this("", [], [])
    {
    }

    private StateWriter(string prefix, Dictionary<string, Tensor> tensors, Dictionary<string, JsonElement> values) =>
        (_prefix, Tensors, Values) = (prefix, tensors, values);

    internal Dictionary<string, Tensor> Tensors { get; }

    internal Dictionary<string, JsonElement> Values { get; }

    /// <summary>Adds a tensor.</summary>
    internal void Add(string name, Tensor tensor) => Tensors.Add(_prefix + name, tensor);

    /// <summary>Adds a value: a number, a text, an array of them, or a record.</summary>
    internal void Set<T>(string name, T value) => Values.Add(_prefix + name, JsonSerializer.SerializeToElement(value, StateJson.Options));

    /// <summary>The same writer, whose names begin with <paramref name="part"/>.</summary>
    internal StateWriter Part(string part) => new($"{_prefix}{part}/", Tensors, Values);
}
