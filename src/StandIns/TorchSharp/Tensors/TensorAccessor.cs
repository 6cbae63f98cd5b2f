using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in memory, in row order.</summary>
public sealed unsafe class TensorAccessor<T> : IEnumerable<T>, IDisposable where T : unmanaged
{
    private readonly T* _address;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;
    private Tensor? _tensor;

    internal TensorAccessor(Tensor tensor)
    {
        if (!tensor.is_cpu())
        {
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        _tensor = tensor;
        _address = (T*)tensor.Data;
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get
        {
            var value = Data[Offset(indices)];
            GC.KeepAlive(this);
            return value;
        }

        set
        {
            Data[Offset(indices)] = value;
            GC.KeepAlive(this);
        }
    }

    /// <summary>The memory, which is the tensor's: throws once that is disposed.</summary>
    private T* Data => (_tensor ?? throw new ObjectDisposedException(nameof(TensorAccessor<T>))).Handle != 0 ? _address : null;

    public T[] ToArray()
    {
        T[] array = new T[Count];
        CopyTo(array.AsSpan());
        return array;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        CopyTo(array.AsSpan(0, arrayIndex + count), arrayIndex, tensorIndex);
    }

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        var target = array.Slice(arrayIndex, count);
        if (_contiguous)
        {
            new ReadOnlySpan<T>(Data + tensorIndex, count).CopyTo(target);
        }
        else
        {
            var data = Data;
            for (int i = 0; i < count; i++)
            {
                target[i] = data[Strided(tensorIndex + i)];
            }
        }

        GC.KeepAlive(this);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(new ReadOnlySpan<T>(array), arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        int count = (int)Math.Min(Count - tensorIndex, array.Length - arrayIndex);
        var data = Data;
        for (int i = 0; i < count; i++)
        {
            data[_contiguous ? tensorIndex + i : Strided(tensorIndex + i)] = array[arrayIndex + i];
        }

        GC.KeepAlive(this);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return Read(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _tensor = null;

    private T Read(long i)
    {
        var value = Data[_contiguous ? i : Strided(i)];
        GC.KeepAlive(this);
        return value;
    }

    private long Strided(long i)
    {
        long at = 0;
        for (int d = _shape.Length - 1; d >= 0; d--)
        {
            at += i % _shape[d] * _strides[d];
            i /= _shape[d];
        }

        return at;
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
        {
            return indices[0] >= 0 && indices[0] < Count ? (_contiguous ? indices[0] : Strided(indices[0])) : throw new IndexOutOfRangeException();
        }

        long at = 0;
        for (int d = 0; d < indices.Length; d++)
        {
            at += indices[d] >= 0 && indices[d] < _shape[d] ? indices[d] * _strides[d] : throw new IndexOutOfRangeException();
        }

        return at;
    }
}
