namespace Microsoft.ML.Data;

/// <summary>The least and greatest value of each slot; NaN does not count.</summary>
internal sealed class SlotRanges
{
    private readonly double[] _least;
    private readonly double[] _greatest;

    internal SlotRanges(int slots)
    {
        _least = new double[slots];
        _greatest = new double[slots];
        Array.Fill(_least, double.PositiveInfinity);
        Array.Fill(_greatest, double.NegativeInfinity);
    }

    internal void Add(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < _least[i])
                _least[i] = values[i];
            if (values[i] > _greatest[i])
                _greatest[i] = values[i];
        }
    }

    /// <summary>
    /// (value - offset) * scale maps a slot to [0, 1], or with zero kept to [-1, 1]. A slot of a single value becomes 0.
    /// </summary>
    internal (double Scale, double Offset)[] ToAffine(bool fixZero)
    {
        var affine = new (double Scale, double Offset)[_least.Length];
        for (int i = 0; i < affine.Length; i++)
        {
            if (!(_greatest[i] > _least[i]))
                continue;
            affine[i] = fixZero
                ? (1 / Math.Max(Math.Abs(_greatest[i]), Math.Abs(_least[i])), 0)
                : (1 / (_greatest[i] - _least[i]), _least[i]);
        }
        return affine;
    }
}

internal delegate ReadOnlySpan<double> ReadSlots();

/// <summary>Reads a column of real numbers, one or a vector, as double values.</summary>
internal static class SlotReader
{
    internal static ReadSlots Create(DataViewRow row, DataViewSchema.Column column)
    {
        bool isSingle = ((column.Type as VectorDataViewType)?.ItemType ?? column.Type) == NumberDataViewType.Single;
        return isSingle ? Create<float>(row, column, v => v) : Create<double>(row, column, v => v);
    }

    private static ReadSlots Create<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> convert)
    {
        if (column.Type is not VectorDataViewType vector)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            T value = default;
            double[] one = new double[1];
            return () =>
            {
                get(ref value);
                one[0] = convert(value);
                return one;
            };
        }
        ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        T[] dense = new T[vector.Size];
        double[] slots = new double[vector.Size];
        return () =>
        {
            getVector(ref buffer);
            buffer.CopyTo(dense);
            for (int i = 0; i < slots.Length; i++)
                slots[i] = convert(dense[i]);
            return slots;
        };
    }
}
