using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Data;

internal delegate void CopyValue<T>(T source, ref T destination);

internal delegate void WriteValue<T>(BinaryWriter writer, T value);

internal delegate T ReadValue<T>(ref SpanReader reader);

/// <summary>
/// How values of a raw type are kept: copied out, written, read back. A number is its bytes, text its length and UTF-8, a vector its
/// length, how many values it stores, their slots when not all, and the values, in one block where the items are numbers.
/// </summary>
internal static class StoredValue<T>
{
    internal static CopyValue<T> Copy { get; }

    internal static WriteValue<T> Write { get; }

    internal static ReadValue<T> Read { get; }

    static StoredValue()
    {
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
        {
            Type kind = typeof(StoredVector<>).MakeGenericType(typeof(T).GetGenericArguments());
            Copy = Method<CopyValue<T>>(kind, nameof(StoredVector<>.Copy));
            Write = Method<WriteValue<T>>(kind, nameof(StoredVector<>.Write));
            Read = Method<ReadValue<T>>(kind, nameof(StoredVector<>.Read));
            return;
        }
        Copy = (source, ref destination) => destination = source;
        Type holder = typeof(T) == typeof(ReadOnlyMemory<char>) ? typeof(StoredText) : typeof(StoredNumber);
        Write = Method<WriteValue<T>>(holder, nameof(Write));
        Read = Method<ReadValue<T>>(holder, nameof(Read));
    }

    /// <summary>What stands for a value that is not there: NaN, 0, no text, a vector of nothing but zeros.</summary>
    internal static T Missing(DataViewType type)
    {
        if (typeof(T) == typeof(float))
            return (T)(object)float.NaN;
        if (typeof(T) == typeof(double))
            return (T)(object)double.NaN;
        if (type is VectorDataViewType vector)
            return (T)Activator.CreateInstance(typeof(T), vector.Size, 0, null, null);
        return default;
    }

    private static TDelegate Method<TDelegate>(Type holder, string name) where TDelegate : Delegate
    {
        var method = holder.GetMethod(name, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic);
        return (method.IsGenericMethodDefinition ? method.MakeGenericMethod(typeof(T)) : method).CreateDelegate<TDelegate>();
    }
}

internal static class StoredNumber
{
    internal static void Write<T>(BinaryWriter writer, T value) where T : unmanaged =>
        writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)));

    internal static T Read<T>(ref SpanReader reader) where T : unmanaged => reader.ReadBlock<T>(1)[0];
}

internal static class StoredText
{
    internal static void Write(BinaryWriter writer, ReadOnlyMemory<char> text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text.Span)];
        Encoding.UTF8.GetBytes(text.Span, bytes);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    internal static ReadOnlyMemory<char> Read(ref SpanReader reader) =>
        Encoding.UTF8.GetString(reader.ReadBlock<byte>(reader.ReadCount(1))).AsMemory();
}

internal static class StoredVector<T>
{
    internal static void Copy(VBuffer<T> source, ref VBuffer<T> destination) => source.CopyTo(ref destination);

    internal static void Write(BinaryWriter writer, VBuffer<T> vector)
    {
        ReadOnlySpan<T> values = vector.GetValues();
        writer.Write(vector.Length);
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(vector.GetIndices()));
        if (StoredBlock<T>.Write is { } writeBlock)
        {
            writeBlock(writer, values);
            return;
        }
        foreach (T value in values)
            StoredValue<T>.Write(writer, value);
    }

    internal static VBuffer<T> Read(ref SpanReader reader)
    {
        int length = reader.ReadBlock<int>(1)[0];
        int count = reader.ReadCount(1);
        if (count > length)
            throw new FormatException($"a vector of {length} slots stores {count} values");
        int[] indices = count < length ? reader.ReadBlock<int>(count) : null;
        for (int i = 0; i < indices?.Length; i++)
        {
            if (indices[i] >= length || indices[i] <= (i == 0 ? -1 : indices[i - 1]))
                throw new FormatException("the slots of a vector are not in order");
        }
        return new VBuffer<T>(length, count, ReadItems(ref reader, count), indices);
    }

    private static T[] ReadItems(ref SpanReader reader, int count)
    {
        if (StoredBlock<T>.Read is { } readBlock)
            return readBlock(ref reader, count);
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
            values[i] = StoredValue<T>.Read(ref reader);
        return values;
    }
}
