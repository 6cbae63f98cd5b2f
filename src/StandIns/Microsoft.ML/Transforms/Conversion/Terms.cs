using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Distinct values of a column with their numbers. Empty text and NaN have none.</summary>
internal abstract class Terms
{
    private static readonly MethodInfo _create = ((Func<PrimitiveDataViewType, Terms>)CreateTyped<int>).Method;

    private protected Terms(PrimitiveDataViewType type) => Type = type;

    internal PrimitiveDataViewType Type { get; }

    internal abstract int Count { get; }

    internal static Terms Create(PrimitiveDataViewType type) => (Terms)Reflected.Call(_create, type.RawType, type);

    /// <summary>The values of a column, in the order they occur or sorted.</summary>
    internal static Terms Collect(IDataView data, DataViewSchema.Column column, int maximum, bool sort)
    {
        DataViewType item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        if (item is not PrimitiveDataViewType primitive || item is KeyDataViewType)
            throw Check.SchemaMismatch("input", column.Name, "a primitive type or a vector", column.Type.ToString());
        Terms terms = Create(primitive);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        terms.Collect(cursor, column, maximum, sort);
        return terms;
    }

    internal abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input);

    internal abstract void AddKeyValues(DataViewSchema.Annotations.Builder annotations, bool asText);

    /// <summary>The values in the order of their numbers, as a column.</summary>
    internal abstract IDataView ToDataView();

    private protected abstract void Collect(DataViewRowCursor cursor, DataViewSchema.Column column, int maximum, bool sort);

    private static Terms CreateTyped<T>(PrimitiveDataViewType type) => new Terms<T>(type);
}

internal sealed class Terms<T>(PrimitiveDataViewType type) : Terms(type)
{
    private readonly Dictionary<T, uint> _keys = new((object)TextComparer.Instance as IEqualityComparer<T>);
    private readonly List<T> _values = [];

    internal override int Count => _values.Count;

    internal override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input)
    {
        if (input.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(input);
            VBuffer<T> vector = default;
            return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
            {
                getVector(ref vector);
                VBufferEditor<uint> editor = VBufferEditor.Create(ref keys, vector.Length);
                int slot = 0;
                foreach (T item in vector.DenseValues())
                    editor.Values[slot++] = KeyOf(item);
                keys = editor.Commit();
            });
        }
        ValueGetter<T> get = row.GetGetter<T>(input);
        T value = default;
        return (ValueGetter<uint>)((ref uint key) =>
        {
            get(ref value);
            key = KeyOf(value);
        });
    }

    internal override void AddKeyValues(DataViewSchema.Annotations.Builder annotations, bool asText)
    {
        if (asText && Type is not TextDataViewType)
            annotations.AddKeyValues(TextDataViewType.Instance, [.. _values.Select(v => FormattableString.Invariant($"{v}").AsMemory())]);
        else
            annotations.AddKeyValues(Type, [.. _values]);
    }

    internal override IDataView ToDataView() => new ArrayView((new DataViewSchema.DetachedColumn("Term", Type), _values.ToArray()));

    private protected override void Collect(DataViewRowCursor cursor, DataViewSchema.Column column, int maximum, bool sort)
    {
        Func<IEnumerable<T>> read = Reader(cursor, column);
        while (_values.Count < maximum && cursor.MoveNext())
        {
            foreach (T value in read())
            {
                if (_values.Count < maximum)
                    TryAdd(value);
            }
        }
        if (!sort)
            return;
        T[] sorted = typeof(T) == typeof(ReadOnlyMemory<char>)
            ? [.. _values.OrderBy(v => v.ToString(), StringComparer.Ordinal)]
            : [.. _values.Order()];
        _values.Clear();
        _keys.Clear();
        foreach (T value in sorted)
            TryAdd(value);
    }

    private static Func<IEnumerable<T>> Reader(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> getVector = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                getVector(ref vector);
                return vector.DenseValues();
            };
        }
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        T[] value = new T[1];
        return () =>
        {
            get(ref value[0]);
            return value;
        };
    }

    private uint KeyOf(T value) => _keys.GetValueOrDefault(value);

    private bool TryAdd(T value)
    {
        bool isMissing = value is ReadOnlyMemory<char> { IsEmpty: true } or float.NaN or double.NaN;
        if (isMissing || !_keys.TryAdd(value, (uint)_values.Count + 1))
            return false;
        _values.Add(value);
        return true;
    }
}
