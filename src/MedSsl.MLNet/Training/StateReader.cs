using System.Text.Json;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The state of a run as a <see cref="StateWriter"/> collected it.</summary>
internal sealed class StateReader
{
    private readonly string _prefix;
    private readonly IReadOnlyDictionary<string, JsonElement> _values;
    private readonly IReadOnlySet<string> _names;
    private readonly Func<string, Tensor> _read;

    /// <param name="values">Values by name.</param>
    /// <param name="names">The tensors' names.</param>
    /// <param name="read">Reads one of them.</param>
    internal StateReader(IReadOnlyDictionary<string, JsonElement> values, IReadOnlySet<string> names, Func<string, Tensor> read) : this("", values, names, read)
    {
    }

    private StateReader(string prefix, IReadOnlyDictionary<string, JsonElement> values, IReadOnlySet<string> names, Func<string, Tensor> read) =>
        (_prefix, _values, _names, _read) = (prefix, values, names, read);

    /// <summary>Whether there is a tensor of this name.</summary>
    internal bool Has(string name) => _names.Contains(_prefix + name);

    /// <summary>A tensor in main memory, which the current dispose scope owns; its size is bounded by the checkpoint's.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    internal Tensor Read(string name) => Has(name) ? _read(_prefix + name) : throw new InvalidDataException($"the checkpoint has no tensor '{_prefix}{name}'");

    /// <summary>Whether there is a value of this name.</summary>
    internal bool HasValue(string name) => _values.ContainsKey(_prefix + name);

    /// <summary>Writes a tensor over one of the same shape and type.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another shape or type.</exception>
    internal void CopyTo(string name, Tensor target)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var source = Read(name);
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
    internal StateReader Part(string part) => new($"{_prefix}{part}/", _values, _names, _read);
}
