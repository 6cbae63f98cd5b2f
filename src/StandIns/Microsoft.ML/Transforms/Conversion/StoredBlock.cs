using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Many items written and read at once, where their bytes are all there is to them.</summary>
internal static class StoredBlock<T>
{
    internal delegate void Writer(BinaryWriter writer, ReadOnlySpan<T> values);

    internal delegate T[] Reader(ref SpanReader reader, int count);

    /// <summary>Null where the items hold references.</summary>
    internal static Writer Write { get; } = Make<Writer>(nameof(StoredBlock.WriteBlock));

    internal static Reader Read { get; } = Make<Reader>(nameof(StoredBlock.ReadBlock));

    private static TDelegate Make<TDelegate>(string name) where TDelegate : Delegate =>
        RuntimeHelpers.IsReferenceOrContainsReferences<T>()
            ? null
            : typeof(StoredBlock).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic).MakeGenericMethod(typeof(T)).CreateDelegate<TDelegate>();
}

internal static class StoredBlock
{
    internal static void WriteBlock<T>(BinaryWriter writer, ReadOnlySpan<T> values) where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(values));

    internal static T[] ReadBlock<T>(ref SpanReader reader, int count) where T : unmanaged => reader.ReadBlock<T>(count);
}

/// <summary>Reads values out of bytes, never past their end.</summary>
internal ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    internal readonly bool IsAtEnd => _rest.IsEmpty;

    internal T[] ReadBlock<T>(int count) where T : unmanaged
    {
        long size = (long)count * Unsafe.SizeOf<T>();
        if (count < 0 || size > _rest.Length)
            throw new FormatException("the content ends too early");
        T[] values = new T[count];
        _rest[..(int)size].CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        _rest = _rest[(int)size..];
        return values;
    }

    /// <summary>A count of items that the rest can hold, given the least bytes of each.</summary>
    internal int ReadCount(int bytesPerItem)
    {
        int count = ReadBlock<int>(1)[0];
        return count >= 0 && (long)count * bytesPerItem <= _rest.Length ? count : throw new FormatException($"a count of {count} does not fit");
    }
}
