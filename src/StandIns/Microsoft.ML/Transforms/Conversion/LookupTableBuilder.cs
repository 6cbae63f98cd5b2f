using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Makes lookup tables of users' pairs: strings become text, arrays vectors.</summary>
internal static class LookupTableBuilder
{
    private static readonly MethodInfo _fill =
        ((Action<LookupTable, IEnumerable<string>, IEnumerable<string>>)Fill<string, string, int, int>).Method;

    /// <summary>Each key stands for a single value.</summary>
    internal static LookupTable Scalars<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs, bool valuesAsKeys)
    {
        Check.Value(pairs, "keyValuePairs");
        var list = pairs.ToList();
        return valuesAsKeys
            ? KeyedValues(list)
            : Build(Primitive(typeof(TKey)), Primitive(typeof(TValue)), null, list.Select(p => p.Key), list.Select(p => p.Value));
    }

    /// <summary>Each key stands for a vector, whose size is known where all are of one length.</summary>
    internal static LookupTable Vectors<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue[]>> pairs)
    {
        Check.Value(pairs, "keyValuePairs");
        var list = pairs.ToList();
        int[] lengths = [.. list.Select(p => p.Value.Length).Distinct()];
        var type = new VectorDataViewType(Primitive(typeof(TValue)), lengths is [int size] ? size : 0);
        return Build(Primitive(typeof(TKey)), type, null, list.Select(p => p.Key), list.Select(p => p.Value));
    }

    /// <summary>The values become keys: unsigned numbers as they are, others numbered from 1 as they first occur.</summary>
    private static LookupTable KeyedValues<TKey, TValue>(List<KeyValuePair<TKey, TValue>> pairs)
    {
        TValue[] distinct = [.. pairs.Select(p => p.Value).Distinct()];
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddKeyValues(TextDataViewType.Instance, [.. distinct.Select(v => v.ToString().AsMemory())]);
        bool isNumber = typeof(TValue) == typeof(uint) || typeof(TValue) == typeof(ulong);
        var type = new KeyDataViewType(isNumber ? typeof(TValue) : typeof(uint), Math.Max(distinct.Length, 1));
        IEnumerable<TKey> keys = pairs.Select(p => p.Key);
        return isNumber
            ? Build(Primitive(typeof(TKey)), type, annotations.ToAnnotations(), keys, pairs.Select(p => p.Value))
            : Build(Primitive(typeof(TKey)), type, annotations.ToAnnotations(), keys, pairs.Select(p => (uint)Array.IndexOf(distinct, p.Value) + 1));
    }

    private static LookupTable Build<TKey, TValue>(PrimitiveDataViewType keyType, DataViewType valueType,
        DataViewSchema.Annotations annotations, IEnumerable<TKey> keys, IEnumerable<TValue> values)
    {
        LookupTable table = LookupTable.Create(keyType, valueType, annotations);
        Reflected.Call(_fill, [typeof(TKey), typeof(TValue), keyType.RawType, valueType.RawType], table, keys, values);
        return table;
    }

    private static void Fill<TKey, TValue, TRawKey, TRawValue>(LookupTable table, IEnumerable<TKey> keys, IEnumerable<TValue> values)
    {
        var typed = (LookupTable<TRawKey, TRawValue>)table;
        foreach ((TKey key, TValue value) in keys.Zip(values))
            typed.Add(Raw<TRawKey>(key), Raw<TRawValue>(value));
    }

    private static TRaw Raw<TRaw>(object value) => value switch
    {
        TRaw raw => raw,
        string text => (TRaw)(object)text.AsMemory(),
        string[] texts => (TRaw)(object)new VBuffer<ReadOnlyMemory<char>>(texts.Length, Array.ConvertAll(texts, t => t.AsMemory())),
        Array array => (TRaw)Activator.CreateInstance(typeof(TRaw), array.Length, array, null),
        _ => throw new ArgumentException("A key or value of the lookup map is null.", "keyValuePairs"),
    };

    private static PrimitiveDataViewType Primitive(Type type) => type.ToDataKind()?.ToPrimitiveType()
        ?? throw new InvalidOperationException($"Unsupported type {type} used in mapping.");
}
