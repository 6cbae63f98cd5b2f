using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The index of the row that getters read.</summary>
internal sealed class RowIndex
{
    internal int Value = -1;
}

/// <summary>The values of a column in memory.</summary>
internal abstract class Store
{
    /// <summary>A store of values of this type: those of the array, else none yet.</summary>
    internal static Store Of(Type rawType, Array values = null) =>
        (Store)Activator.CreateInstance(typeof(Store<>).MakeGenericType(rawType), BindingFlags.Instance | BindingFlags.NonPublic, null, [values], null);

    /// <summary>Reads from here when <see cref="Add"/> is called.</summary>
    internal abstract void Bind(DataViewRow row, DataViewSchema.Column column);

    internal abstract void Unbind();

    internal abstract void Add();

    /// <summary>Reads into a slot, the next one or one that is there.</summary>
    internal abstract void Set(int slot);

    /// <summary>Puts the value of one slot, and its arrays, in another.</summary>
    internal abstract void Move(int from, int to);
}

internal sealed class Store<T> : Store
{
    private readonly List<T> _values;
    private ValueGetter<T> _get;

    internal Store(T[] values) => _values = [.. values ?? []];

    internal override void Bind(DataViewRow row, DataViewSchema.Column column) => _get = row.GetGetter<T>(column);

    internal void Bind(ValueGetter<T> get) => _get = get;

    internal override void Unbind()
    {
        _get = null;
        _values.TrimExcess();
    }

    internal override void Add()
    {
        // A fresh buffer, so that each vector has arrays of its own, no longer than it needs.
        T value = default;
        _get(ref value);
        _values.Add(value);
    }

    internal override void Set(int slot)
    {
        if (slot == _values.Count)
        {
            Add();
            return;
        }
        // The slot's own arrays are reused.
        T value = _values[slot];
        _get(ref value);
        _values[slot] = value;
    }

    internal override void Move(int from, int to) => _values[to] = _values[from];

    internal ValueGetter<T> Getter(RowIndex at) => Copier<T>.Getter(_values, at);
}

/// <summary>Copies stored values out: a vector into the caller's arrays, anything else by assignment.</summary>
internal static class Copier<T>
{
    private static readonly Func<List<T>, RowIndex, ValueGetter<T>> _getter = Make();

    internal static ValueGetter<T> Getter(List<T> values, RowIndex at) => _getter(values, at);

    private static Func<List<T>, RowIndex, ValueGetter<T>> Make()
    {
        if (!typeof(T).IsGenericType || typeof(T).GetGenericTypeDefinition() != typeof(VBuffer<>))
            return (values, at) => (ref T destination) => destination = values[at.Value];
        return ((Func<List<VBuffer<int>>, RowIndex, ValueGetter<VBuffer<int>>>)Vector<int>).Method.GetGenericMethodDefinition()
            .MakeGenericMethod(typeof(T).GetGenericArguments())
            .CreateDelegate<Func<List<T>, RowIndex, ValueGetter<T>>>();
    }

    private static ValueGetter<VBuffer<TItem>> Vector<TItem>(List<VBuffer<TItem>> values, RowIndex at) =>
        (ref VBuffer<TItem> destination) => values[at.Value].CopyTo(ref destination);
}
