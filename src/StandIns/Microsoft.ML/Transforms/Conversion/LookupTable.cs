using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>What MapValue looks up: a value for each key.</summary>
internal abstract class LookupTable
{
    internal const string KeyName = "Key";
    internal const string ValueName = "Value";

    private static readonly MethodInfo _create =
        ((Func<PrimitiveDataViewType, DataViewType, DataViewSchema.Annotations, LookupTable>)CreateTyped<int, int>).Method;

    private protected LookupTable(PrimitiveDataViewType keyType, DataViewType valueType, DataViewSchema.Annotations valueAnnotations)
    {
        KeyType = keyType;
        ValueType = valueType;
        ValueAnnotations = valueAnnotations ?? DataViewSchema.Annotations.Empty;
    }

    internal PrimitiveDataViewType KeyType { get; }

    internal DataViewType ValueType { get; }

    internal DataViewSchema.Annotations ValueAnnotations { get; }

    /// <summary>An empty table.</summary>
    internal static LookupTable Create(PrimitiveDataViewType keyType, DataViewType valueType, DataViewSchema.Annotations valueAnnotations) =>
        (LookupTable)Reflected.Call(_create, [keyType.RawType, valueType.RawType], keyType, valueType, valueAnnotations);

    /// <summary>The table that two columns of a data view make.</summary>
    internal static LookupTable Read(IDataView data, DataViewSchema.Column key, DataViewSchema.Column value)
    {
        if (key.Type is not PrimitiveDataViewType keyType)
            throw Check.SchemaMismatch("key", key.Name, "a primitive type", key.Type.ToString(), nameof(data));
        LookupTable table = Create(keyType, value.Type, value.Annotations);
        // What was read from a file belongs to no one else: it is taken over as it is.
        if (data is ArrayView view)
        {
            table.Fill(view.Values(key.Index), view.Values(value.Index));
            return table;
        }
        using DataViewRowCursor cursor = data.GetRowCursor([key, value]);
        table.Fill(cursor, key, value);
        return table;
    }

    /// <summary>A getter of the values for an input column's keys.</summary>
    internal abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input);

    /// <summary>Two columns, Key and Value.</summary>
    internal abstract IDataView ToDataView();

    private protected abstract void Fill(Array keys, Array values);

    private protected abstract void Fill(DataViewRowCursor cursor, DataViewSchema.Column key, DataViewSchema.Column value);

    private static LookupTable CreateTyped<TKey, TValue>(PrimitiveDataViewType keyType, DataViewType valueType,
        DataViewSchema.Annotations annotations) => new LookupTable<TKey, TValue>(keyType, valueType, annotations);
}

internal sealed class LookupTable<TKey, TValue> : LookupTable
{
    private readonly Dictionary<TKey, TValue> _values;
    private readonly TValue _missing;

    internal LookupTable(PrimitiveDataViewType keyType, DataViewType valueType, DataViewSchema.Annotations annotations)
        : base(keyType, valueType, annotations)
    {
        _values = new Dictionary<TKey, TValue>((object)TextComparer.Instance as IEqualityComparer<TKey>);
        _missing = StoredValue<TValue>.Missing(valueType);
    }

    internal void Add(TKey key, TValue value)
    {
        if (!_values.TryAdd(key, value))
            throw new InvalidOperationException($"Duplicate key in the lookup map: {key}");
    }

    internal override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input)
    {
        CopyValue<TValue> copy = StoredValue<TValue>.Copy;
        if (input.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<TKey>> getKeys = row.GetGetter<VBuffer<TKey>>(input);
            VBuffer<TKey> keys = default;
            return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> result) =>
            {
                getKeys(ref keys);
                VBufferEditor<TValue> editor = VBufferEditor.Create(ref result, keys.Length);
                int slot = 0;
                foreach (TKey key in keys.DenseValues())
                    copy(Find(key), ref editor.Values[slot++]);
                result = editor.Commit();
            });
        }
        ValueGetter<TKey> getKey = row.GetGetter<TKey>(input);
        TKey current = default;
        return (ValueGetter<TValue>)((ref TValue value) =>
        {
            getKey(ref current);
            copy(Find(current), ref value);
        });
    }

    internal override IDataView ToDataView() => new ArrayView(
        (new DataViewSchema.DetachedColumn(KeyName, KeyType), _values.Keys.ToArray()),
        (new DataViewSchema.DetachedColumn(ValueName, ValueType, ValueAnnotations), _values.Values.ToArray()));

    private protected override void Fill(Array keys, Array values)
    {
        for (int i = 0; i < keys.Length; i++)
            Add(((TKey[])keys)[i], ((TValue[])values)[i]);
    }

    private protected override void Fill(DataViewRowCursor cursor, DataViewSchema.Column key, DataViewSchema.Column value)
    {
        ValueGetter<TKey> getKey = cursor.GetGetter<TKey>(key);
        ValueGetter<TValue> getValue = cursor.GetGetter<TValue>(value);
        while (cursor.MoveNext())
        {
            // Fresh each time: the table keeps them.
            TKey rowKey = default;
            TValue rowValue = default;
            getKey(ref rowKey);
            getValue(ref rowValue);
            Add(rowKey, rowValue);
        }
    }

    private TValue Find(TKey key) => _values.TryGetValue(key, out TValue value) ? value : _missing;
}

/// <summary>Compares text by its characters.</summary>
internal sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
{
    internal static TextComparer Instance { get; } = new();

    public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
}
