namespace MedSsl.MLNet;

/// <summary>The storages of a <c>torch.save</c> archive: runs of bytes by name.</summary>
internal abstract class TorchStorages : IDisposable
{
    /// <summary>A pickle longer than this describes no network.</summary>
    internal const int LongestPickle = 64 << 20;

    private (string Key, byte[] Bytes)? _last;

    /// <summary>Bytes of a storage; null where the file has none of that name.</summary>
    internal abstract long? Length(string key);

    /// <summary>The bytes of a storage that is there.</summary>
    private protected abstract byte[] Read(string key);

    public abstract void Dispose();

    /// <summary>A tensor that the pickle describes, once its storage is found to have as many bytes as it claims.</summary>
    /// <exception cref="InvalidDataException">The storage is missing or shorter.</exception>
    internal StoredTensor Tensor(string name, PickleTensor tensor)
    {
        var (type, key, count) = tensor.Storage;
        long length = Length(key) ?? throw new InvalidDataException($"The storage '{key}' of tensor '{name}' is missing.");
        if (length / type.Size() < count)
            throw new InvalidDataException($"The storage '{key}' of tensor '{name}' has {length} bytes, not {count} numbers of {type.Size()}.");
        return new StoredTensor(name, type, tensor.Shape, () => Values(tensor));
    }

    private float[] Values(PickleTensor tensor)
    {
        var (type, key, _) = tensor.Storage;
        if (_last?.Key != key) // tensors that share a storage follow one another
            _last = (key, Read(key));
        ReadOnlySpan<byte> bytes = _last!.Value.Bytes;
        var shape = tensor.Shape;
        var values = new float[StoredTensor.CountOf(shape)!.Value];
        int size = type.Size();
        if (IsContiguous(tensor))
        {
            type.ReadSingles(bytes[checked((int)(tensor.Offset * size))..], values);
            return values;
        }
        var index = new long[shape.Length];
        long at = tensor.Offset;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type.ReadSingle(bytes[checked((int)(at * size))..]);
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                at += tensor.Stride[axis];
                if (++index[axis] < shape[axis])
                    break;
                at -= shape[axis] * tensor.Stride[axis];
                index[axis] = 0;
            }
        }
        return values;
    }

    private static bool IsContiguous(PickleTensor tensor)
    {
        long expected = 1;
        for (int axis = tensor.Shape.Length - 1; axis >= 0; axis--)
        {
            if (tensor.Shape[axis] > 1 && tensor.Stride[axis] != expected)
                return false;
            expected *= tensor.Shape[axis];
        }
        return true;
    }
}
