namespace Microsoft.ML.Data;

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(scoped ref VBuffer<T> destination) =>
        new(destination.Length, destination.Count, destination.ValuesArray, destination.IndicesArray, !destination.IsDense, false, false);

    /// <summary>Reuses the arrays of <paramref name="destination"/> where they are long enough; what they hold is then stale.</summary>
    public static VBufferEditor<T> Create<T>(
        scoped ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        if (newLogicalLength < 0)
            throw new ArgumentOutOfRangeException(nameof(newLogicalLength), $"A vector's length must not be negative, but is {newLogicalLength}.");
        int count = valuesCount ?? newLogicalLength;
        if (count < 0 || count > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(valuesCount), $"A vector of {newLogicalLength} slots cannot hold {count} values.");
        int limit = maxValuesCapacity ?? newLogicalLength;
        if (limit < count || limit > newLogicalLength)
            throw new ArgumentOutOfRangeException(nameof(maxValuesCapacity), $"The capacity must lie in {count} to {newLogicalLength}, but is {limit}.");

        T[] values = destination.ValuesArray;
        bool newValues = Grow(ref values, count, limit, keepOldOnResize);
        bool useIndices = count < newLogicalLength || requireIndicesOnDense;
        int[] indices = destination.IndicesArray;
        bool newIndices = useIndices && Grow(ref indices, count, limit, keepOldOnResize);
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, useIndices, newValues, newIndices);
    }

    private static bool Grow<TItem>(ref TItem[] array, int count, int limit, bool keep)
    {
        int old = array?.Length ?? 0;
        if (count <= old)
            return false;
        // Doubling makes a vector that grows slot by slot cheap; a dense vector gets its exact size.
        var grown = new TItem[(int)Math.Min(limit, Math.Max(count, 2L * old))];
        if (keep && old > 0)
            array.CopyTo(grown, 0);
        array = grown;
        return true;
    }
}

public readonly ref struct VBufferEditor<T>
{
    public readonly Span<T> Values;
    public readonly Span<int> Indices;

    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool useIndices, bool createdNewValues, bool createdNewIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = useIndices ? indices.AsSpan(0, count) : default;
        CreatedNewValues = createdNewValues;
        CreatedNewIndices = createdNewIndices;
    }

    public bool CreatedNewValues { get; }

    public bool CreatedNewIndices { get; }

    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    /// <summary>Keeps only the first <paramref name="physicalValuesCount"/> values.</summary>
    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        if ((uint)physicalValuesCount > (uint)Values.Length)
            throw new ArgumentOutOfRangeException(nameof(physicalValuesCount), $"There are {Values.Length} values, fewer than {physicalValuesCount}.");
        return new VBuffer<T>(_length, physicalValuesCount, _values, _indices);
    }
}
