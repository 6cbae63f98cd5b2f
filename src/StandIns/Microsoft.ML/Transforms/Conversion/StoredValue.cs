namespace Microsoft.ML.Data;

internal delegate void CopyValue<T>(T source, ref T destination);

/// <summary>Values of a raw type that a transformer holds and hands out.</summary>
internal static class StoredValue<T>
{
    /// <summary>A vector goes into the caller's arrays, anything else is assigned.</summary>
    internal static CopyValue<T> Copy { get; } = MakeCopy();

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

    private static CopyValue<T> MakeCopy()
    {
        if (!typeof(T).IsGenericType || typeof(T).GetGenericTypeDefinition() != typeof(VBuffer<>))
            return (source, ref destination) => destination = source;
        return ((CopyValue<VBuffer<int>>)CopyVector).Method.GetGenericMethodDefinition()
            .MakeGenericMethod(typeof(T).GetGenericArguments())
            .CreateDelegate<CopyValue<T>>();
    }

    private static void CopyVector<TItem>(VBuffer<TItem> source, ref VBuffer<TItem> destination) => source.CopyTo(ref destination);
}
