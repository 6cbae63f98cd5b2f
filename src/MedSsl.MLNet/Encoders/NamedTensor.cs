using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>One weight: its values are an array, or those of a tensor that no one changes. Immutable; safe from several threads.</summary>
internal sealed class NamedTensor
{
    private readonly Lock _gate = new();
    private readonly WeakReference<float[]> _copy = new(null!);
    private float[]? _array;
    private Tensor? _tensor;

    /// <param name="name">As in torchvision, e.g. "layer1.0.conv1.weight".</param>
    /// <param name="shape">The length of every axis.</param>
    /// <param name="values">In row-major order.</param>
    internal NamedTensor(string name, long[] shape, float[] values) => (Name, Shape, _array) = (name, shape, values);

    /// <param name="name">Its name.</param>
    /// <param name="values">A tensor of single precision in the CPU's memory, in no dispose scope.</param>
    internal NamedTensor(string name, Tensor values) => (Name, Shape, _tensor) = (name, values.shape, values);

    internal string Name { get; }

    /// <summary>The length of every axis.</summary>
    internal long[] Shape { get; }

    /// <summary>How many values there are.</summary>
    internal long Count => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>In row-major order; of a tensor, a copy that lives as long as it is used.</summary>
    internal float[] Values
    {
        get
        {
            lock (_gate)
            {
                if (_array is not null)
                    return _array;
                if (!_copy.TryGetTarget(out float[]? copy))
                    _copy.SetTarget(copy = InRows(_tensor!));
                return copy;
            }
        }
    }

    /// <summary>Another one with some of this one's properties.</summary>
    internal NamedTensor With(string? name = null, long[]? shape = null, float[]? values = null) => new(name ?? Name, shape ?? Shape, values ?? Values);

    /// <summary>The bytes of the values from <paramref name="offset"/> on, little-endian.</summary>
    internal void CopyBytes(long offset, Span<byte> destination)
    {
        lock (_gate)
        {
            // The bytes of an array may be more than a span can count: its values are taken first.
            int first = checked((int)(offset / sizeof(float))), skip = (int)(offset % sizeof(float));
            var values = (_tensor?.is_contiguous() == true ? MemoryMarshal.Cast<byte, float>(_tensor.bytes) : Values)[first..];
            int count = Math.Min(values.Length, (int)(((long)destination.Length + skip + sizeof(float) - 1) / sizeof(float)));
            MemoryMarshal.AsBytes(values[..count]).Slice(skip, destination.Length).CopyTo(destination);
        }
    }

    /// <summary>Writes the values into a tensor of the same shape.</summary>
    internal void CopyTo(Tensor target)
    {
        lock (_gate)
            target.copy_(_tensor ?? tensor(_array!, Shape));
    }

    /// <summary>From now on takes the values from a tensor that has the same, unless they are a tensor's already.</summary>
    internal void KeepIn(Tensor values)
    {
        lock (_gate)
        {
            if (_array is not null)
                (_array, _tensor) = (null, values);
        }
    }

    /// <summary>A network's tensors may lie in another order.</summary>
    private static float[] InRows(Tensor values)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return MemoryMarshal.Cast<byte, float>(values.detach().contiguous().bytes).ToArray();
    }
}
