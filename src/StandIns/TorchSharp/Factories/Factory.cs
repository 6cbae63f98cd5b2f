using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>What the overloads of the tensor factories have in common.</summary>
internal static unsafe class Factory
{
    internal static Tensor Sized(Op op, long[] size, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        Admit(device, names);
        return Finish(op.Call(size, dtype ?? get_default_dtype()), requiresGrad);
    }

    internal static Tensor Filled(long[] size, Scalar value, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        Admit(device, names);
        return Finish(aten.full.Call(size, value, dtype ?? get_default_dtype()), requiresGrad);
    }

    internal static Tensor Random(Op op, long[] size, Generator? generator, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names)
    {
        Admit(device, names);
        return Finish(op.Call(size, generator, dtype ?? get_default_dtype()), requiresGrad);
    }

    /// <summary>A tensor like another, of the same or another element type.</summary>
    internal static Tensor Like(Op op, Tensor input, ScalarType? dtype, Device? device, bool requiresGrad)
    {
        Admit(device, null);
        return Finish(op.Call(input, dtype), requiresGrad);
    }

    internal static Tensor FromScalar<T>(T value, ScalarType? dtype = null, Device? device = null, bool requiresGrad = false) where T : unmanaged =>
        FromSpan(new ReadOnlySpan<T>(in value), [], dtype, device, requiresGrad, null);

    internal static Tensor FromScalar(Scalar value) => aten.full.Call(Array.Empty<long>(), value, value.Type);

    internal static Tensor FromArray<T>(Array array, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) where T : unmanaged
    {
        long[] shape = [.. Enumerable.Range(0, array.Rank).Select(array.GetLongLength)];
        var elements = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
        return FromSpan(elements, shape, dtype, device, requiresGrad, names);
    }

    internal static Tensor FromList<T>(IList<T> list, long[] shape, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) where T : unmanaged =>
        FromSpan<T>(list as T[] ?? [.. list], shape, dtype, device, requiresGrad, names);

    internal static Tensor FromSpan<T>(
        ReadOnlySpan<T> elements, long[] shape, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) where T : unmanaged
    {
        Admit(device, names);
        long count = 1;
        foreach (long size in shape)
        {
            count *= size;
        }

        if (count != elements.Length)
        {
            throw new ArgumentException($"mismatched total size creating a tensor from an array: {elements.Length} elements for the shape [{string.Join(", ", shape)}].");
        }

        var type = ElementTypes.Of<T>();
        var made = aten.empty_memory_format.Call(shape, type);
        elements.CopyTo(new Span<T>(made.Data, elements.Length));
        if (dtype is { } other && other != type)
        {
            using (made)
            {
                return Finish(made.to(other), requiresGrad);
            }
        }

        return Finish(made, requiresGrad);
    }

    internal static Tensor Finish(Tensor made, bool requiresGrad)
    {
        if (requiresGrad)
        {
            made.requires_grad = true;
        }

        return made;
    }

    internal static void Admit(Device? device, string[]? names)
    {
        if (device is not null)
        {
            InitializeDevice(device);
        }

        if (names is not null)
        {
            throw new NotSupportedException("Named dimensions are not supported here.");
        }
    }
}
