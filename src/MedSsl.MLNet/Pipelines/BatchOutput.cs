using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The values of one output column for a batch of rows.</summary>
internal abstract class BatchOutput
{
    internal abstract Delegate Getter(BatchPosition at);

    /// <summary>Marks a row's value as missing: NaN, false.</summary>
    internal abstract void SetMissing(int slot);
}

/// <summary>A column of vectors of <paramref name="size"/> values, for up to <paramref name="capacity"/> rows.</summary>
internal sealed class BatchOutput<T>(int size, int capacity) : BatchOutput
{
    private readonly T[] _values = new T[checked(size * capacity)];

    /// <summary>The values of one row.</summary>
    internal Span<T> Row(int slot) => _values.AsSpan(slot * size, size);

    /// <summary>The values of one row, for several threads.</summary>
    internal Memory<T> Memory(int slot) => _values.AsMemory(slot * size, size);

    /// <summary>The values of the first <paramref name="count"/> rows, one row after the other.</summary>
    internal Span<T> Rows(int count) => _values.AsSpan(0, count * size);

    internal override void SetMissing(int slot) => Row(slot).Fill(typeof(T) == typeof(float) ? (T)(object)float.NaN : default!);

    internal override Delegate Getter(BatchPosition at)
    {
        ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) =>
        {
            var row = Row(at.Slot());
            var editor = VBufferEditor.Create(ref value, row.Length);
            row.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }
}

/// <summary>A column of single values, for up to <paramref name="capacity"/> rows.</summary>
internal sealed class BatchScalar<T>(int capacity) : BatchOutput
{
    private readonly T[] _values = new T[capacity];

    /// <summary>The values, row by row.</summary>
    internal Span<T> Values => _values;

    internal override void SetMissing(int slot) => _values[slot] = typeof(T) == typeof(float) ? (T)(object)float.NaN : default!;

    internal override Delegate Getter(BatchPosition at)
    {
        ValueGetter<T> getter = (ref T value) => value = _values[at.Slot()];
        return getter;
    }
}
