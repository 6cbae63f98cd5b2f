using System.Text.Json;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The state of a run as a <see cref="StateWriter"/> collected it.</summary>
internal sealed class StateReader
{
    private readonly string _prefix;
    private readonly IReadOnlyDictionary<string, JsonElement> _values;
    private readonly Func<string, Tensor?> _tensor;

    /// <param name="values">Values by name.</param>
    /// <param name="tensor">Makes the tensor of a name, or null where there is none.</param>
    internal StateReader(IReadOnlyDictionary<string, JsonElement> values, Func<string, Tensor?> tensor) : this("", values, tensor)
    {
    }

    private StateReader(string prefix, IReadOnlyDictionary<string, JsonElement> values, Func<string, Tensor?> tensor) =>
        (_prefix, _values, _tensor) = (prefix, values, tensor);

    /// <summary>A tensor of its own, which the current dispose scope owns, or null where there is none.</summary>
    internal Tensor? Find(string name) => _tensor(_prefix + name);

    /// <summary>Writes a tensor over one of the same shape and type.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another shape or type.</exception>
    internal void CopyTo(string name, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var source = Find(name) ?? throw new InvalidDataException($"the checkpoint has no tensor '{_prefix}{name}'");
        if (source.dtype != target.dtype || !source.shape.AsSpan().SequenceEqual(target.shape))
        {
            throw new InvalidDataException($"tensor '{_prefix}{name}' is {source.dtype} [{string.Join(", ", source.shape)}] in the checkpoint; " +
                $"the run needs {target.dtype} [{string.Join(", ", target.shape)}]");
        }
        target.detach().copy_(source);
    }

    /// <summary>A value.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is of another type.</exception>
    internal T Get<T>(string name)
    {
        try
        {
            if (_values.TryGetValue(_prefix + name, out var value) && value.Deserialize<T>(StateJson.Options) is { } found)
                return found;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"value '{_prefix}{name}' of the checkpoint is not understood: {error.Message}", error);
        }
        throw new InvalidDataException($"the checkpoint has no value '{_prefix}{name}'");
    }

    /// <summary>The same reader, whose names begin with <paramref name="part"/>.</summary>
    internal StateReader Part(string part) => new($"{_prefix}{part}/", _values, _tensor);
}
