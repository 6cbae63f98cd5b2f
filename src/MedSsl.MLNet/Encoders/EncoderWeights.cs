using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The numbers of a module outside libtorch: name, shape and values of every single-precision parameter and buffer, by name. Immutable. (The counter
/// <c>num_batches_tracked</c>, which nothing here reads, is no single-precision tensor and is left out.)
/// </summary>
internal sealed class EncoderWeights
{
    private readonly SortedDictionary<string, NamedTensor> _tensors;

    private EncoderWeights(SortedDictionary<string, NamedTensor> tensors) => _tensors = tensors;

    /// <summary>In ordinal order of their names.</summary>
    internal IReadOnlyCollection<NamedTensor> Tensors => _tensors.Values;

    internal static EncoderWeights Of(IEnumerable<NamedTensor> tensors) =>
        new(new(tensors.ToDictionary(tensor => tensor.Name), StringComparer.Ordinal));

    /// <summary>A copy of a module's weights.</summary>
    /// <exception cref="InvalidOperationException">A weight is not finite.</exception>
    internal static EncoderWeights Capture(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Of(module.state_dict().Where(entry => entry.Value.dtype == ScalarType.Float32).Select(entry =>
        {
            var values = new float[entry.Value.numel()];
            MemoryMarshal.Cast<byte, float>(entry.Value.detach().cpu().contiguous().bytes).CopyTo(values);
            return Array.TrueForAll(values, float.IsFinite)
                ? new NamedTensor(entry.Key, entry.Value.shape, values)
                : throw new InvalidOperationException($"Weight '{entry.Key}' holds a value that is not finite; the encoder cannot be kept.");
        }));
    }

    /// <summary>Writes these weights into a module that has the same names and shapes.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown or of another shape.</exception>
    internal void CopyTo(nn.Module module) => CopyTo(module, keep: false);

    /// <summary>
    /// The same with a module that no one changes from now on: one weight after the other is kept there alone, so that they are in memory once.
    /// </summary>
    internal void MoveTo(nn.Module module) => CopyTo(module, keep: true);

    /// <summary>A module's tensors of single precision, by name.</summary>
    internal static Dictionary<string, Tensor> TensorsOf(nn.Module module) => module.state_dict()
        .Where(entry => entry.Value.dtype == ScalarType.Float32).ToDictionary(entry => entry.Key, entry => entry.Value);

    private void CopyTo(nn.Module module, bool keep)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var targets = TensorsOf(module);
        if (targets.Keys.FirstOrDefault(name => !_tensors.ContainsKey(name)) is { } missing)
            throw new InvalidDataException($"Weight '{missing}' is missing.");
        CopyTo(targets, keep);
    }

    /// <summary>Writes these weights into tensors of the same names and shapes; tensors of other names stay as they are.</summary>
    /// <exception cref="InvalidDataException">There is no tensor for a weight, or it has another shape.</exception>
    internal void CopyTo(IReadOnlyDictionary<string, Tensor> targets) => CopyTo(targets, keep: false);

    private void CopyTo(IReadOnlyDictionary<string, Tensor> targets, bool keep)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, source) in _tensors)
        {
            if (!targets.TryGetValue(name, out var target))
                throw new InvalidDataException($"The network has no weight '{name}'.");
            if (!source.Shape.AsSpan().SequenceEqual(target.shape))
            {
                throw new InvalidDataException(
                    $"Weight '{name}' has shape [{string.Join(", ", source.Shape)}]; the network needs [{string.Join(", ", target.shape)}].");
            }
            source.CopyTo(target);
            if (keep)
                source.KeepIn(target.DetachFromDisposeScope());
        }
    }
}
