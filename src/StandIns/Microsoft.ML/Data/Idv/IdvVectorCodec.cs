using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>
/// Vectors: their number, their length (0 when it varies, then each length), the count of values of each (-1 when dense),
/// the number of indices, the indices, then all values as the item's codec writes them.
/// </summary>
internal sealed class IdvVectorCodec<T> : IdvCodec<VBuffer<T>>
{
    private readonly IdvCodec _inner;

    public IdvVectorCodec(VectorDataViewType type, IdvCodec inner) : base("VBuffer", type) => _inner = inner;

    internal override void Write(BinaryWriter writer, ReadOnlySpan<VBuffer<T>> values)
    {
        int size = ((VectorDataViewType)Type).Size;
        bool same = size > 0;
        if (!same && values.Length > 0)
        {
            size = values[0].Length;
            same = true;
            foreach (VBuffer<T> value in values)
                same &= value.Length == size;
        }
        writer.Write(values.Length);
        writer.Write(same ? size : 0);
        int items = 0;
        int indices = 0;
        foreach (VBuffer<T> value in values)
        {
            if (((VectorDataViewType)Type).Size > 0 && value.Length != size)
                throw new InvalidOperationException($"A vector has {value.Length} slots where the column's type is '{Type}'.");
            if (!same || size == 0)
                writer.Write(value.Length);
            items = checked(items + value.Count);
            indices += value.IsDense ? 0 : value.Count;
        }
        foreach (VBuffer<T> value in values)
            writer.Write(value.IsDense ? -1 : value.Count);
        writer.Write(indices);
        foreach (VBuffer<T> value in values)
            writer.Write(MemoryMarshal.AsBytes(value.GetIndices()));
        IdvCodec<T> inner = _inner.As<T>();
        if (inner.IsPlain)
        {
            foreach (VBuffer<T> value in values)
                inner.Write(writer, value.GetValues());
            return;
        }
        var all = new T[items];
        int at = 0;
        foreach (VBuffer<T> value in values)
        {
            value.GetValues().CopyTo(all.AsSpan(at));
            at += value.Count;
        }
        inner.Write(writer, all);
    }

    internal override long Size(in VBuffer<T> value)
    {
        long size = sizeof(int) + (value.IsDense ? 0 : (long)sizeof(int) * value.Count);
        IdvCodec<T> inner = _inner.As<T>();
        if (inner.IsPlain)
            return size + ((long)value.Count * Unsafe.SizeOf<T>());
        foreach (T item in value.GetValues())
            size += inner.Size(item);
        return size;
    }

    internal override VBuffer<T>[] Read(BinaryReader reader, int count)
    {
        int fixedSize = ((VectorDataViewType)Type).Size;
        IdvFile.Require(reader.ReadInt32() == count, "a count of vectors is wrong");
        int size = reader.ReadInt32();
        IdvFile.Require(size >= 0 && (fixedSize == 0 || size == fixedSize), "vectors have an impossible length");
        int[] lengths = size == 0 ? ReadInts(reader, count) : null;
        int[] counts = ReadInts(reader, count);
        int[] indices = ReadInts(reader, reader.ReadInt32());
        long items = 0;
        for (int i = 0; i < count; i++)
        {
            int length = lengths?[i] ?? size;
            // A sparse vector leaves something out: the real package refuses one that does not.
            IdvFile.Require(length >= 0 && counts[i] >= -1 && (counts[i] < length || counts[i] <= 0), "a vector has an impossible length");
            items += counts[i] < 0 ? length : counts[i];
        }
        IdvFile.Require(items <= Array.MaxLength, "vectors have an impossible length");
        // Plain values are read vector by vector, each into the array that it keeps.
        IdvCodec<T> inner = _inner.As<T>();
        T[] all = items == 0 || inner.IsPlain ? [] : inner.Read(reader, (int)items);
        T[] Items(int at, int stored) => stored == 0 ? [] : inner.IsPlain ? inner.Read(reader, stored) : all.AsSpan(at, stored).ToArray();

        var values = new VBuffer<T>[count];
        int at = 0;
        int atIndex = 0;
        for (int i = 0; i < count; i++)
        {
            int length = lengths?[i] ?? size;
            int stored = counts[i] < 0 ? length : counts[i];
            if (counts[i] < 0)
            {
                values[i] = new VBuffer<T>(length, Items(at, stored));
            }
            else
            {
                IdvFile.Require(stored <= indices.Length - atIndex, "indices are missing");
                int[] own = indices.AsSpan(atIndex, stored).ToArray();
                for (int j = 0; j < own.Length; j++)
                    IdvFile.Require(own[j] > (j == 0 ? -1 : own[j - 1]) && own[j] < length, "indices are out of order");
                values[i] = new VBuffer<T>(length, stored, Items(at, stored), own);
                atIndex += stored;
            }
            at += stored;
        }
        return values;
    }

    protected override void WriteParameters(BinaryWriter writer)
    {
        _inner.WriteDefinition(writer);
        var dimensions = ((VectorDataViewType)Type).Dimensions;
        writer.Write(dimensions.Length);
        foreach (int dimension in dimensions)
            writer.Write(dimension);
    }

    private static int[] ReadInts(BinaryReader reader, int count)
    {
        int[] values = new int[IdvFile.Count(count, IdvFile.Rest(reader) / 4)];
        for (int i = 0; i < values.Length; i++)
            values[i] = reader.ReadInt32();
        return values;
    }
}
