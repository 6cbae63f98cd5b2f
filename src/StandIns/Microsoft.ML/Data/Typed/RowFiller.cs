using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>From a row's columns to a user's members: text becomes strings, vectors arrays.</summary>
internal sealed class RowFiller<TRow> where TRow : class
{
    private readonly Action<TRow>[] _setters;

    /// <summary>The columns must be active in the row and fit (see <see cref="MemberColumn.Match"/>).</summary>
    internal RowFiller(DataViewRow row, MemberColumn[] columns) => _setters = Array.ConvertAll(columns, c => RowFiller.Setter<TRow>(row, c));

    internal void Fill(TRow target)
    {
        foreach (Action<TRow> set in _setters)
            set(target);
    }
}

internal static class RowFiller
{
    private static readonly MethodInfo _direct = ((Func<DataViewRow, MemberColumn, Action<string>>)Direct<string, int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _array = ((Func<DataViewRow, MemberColumn, Action<string>>)ToArray<string, int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _vector = ((Func<DataViewRow, MemberColumn, Action<string>>)ToVector<string, int>).Method.GetGenericMethodDefinition();

    internal static Action<TRow> Setter<TRow>(DataViewRow row, MemberColumn column) where TRow : class
    {
        Type type = column.MemberType;
        if (type == typeof(string))
            return ToText<TRow>(row, column);
        if (type == typeof(string[]))
            return ToTexts<TRow>(row, column);
        if (type.IsSZArray)
            return (Action<TRow>)Reflected.Call(_array, [typeof(TRow), type.GetElementType()], row, column);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            return (Action<TRow>)Reflected.Call(_vector, [typeof(TRow), type.GetGenericArguments()[0]], row, column);
        return (Action<TRow>)Reflected.Call(_direct, [typeof(TRow), type], row, column);
    }

    private static ValueGetter<T> Getter<T>(DataViewRow row, MemberColumn column) => row.GetGetter<T>(row.Schema[column.ColumnName]);

    private static Action<TRow, T> Writer<TRow, T>(MemberColumn column) where TRow : class => MemberAccess<TRow>.Writer<T>(column.Member)
        ?? throw new ArgumentException($"Property '{column.Member.Name}' of '{typeof(TRow)}' has no public setter.");

    private static Action<TRow> Direct<TRow, T>(DataViewRow row, MemberColumn column) where TRow : class
    {
        ValueGetter<T> get = Getter<T>(row, column);
        Action<TRow, T> write = Writer<TRow, T>(column);
        return target =>
        {
            T value = default;
            get(ref value);
            write(target, value);
        };
    }

    private static Action<TRow> ToText<TRow>(DataViewRow row, MemberColumn column) where TRow : class
    {
        var get = Getter<ReadOnlyMemory<char>>(row, column);
        Action<TRow, string> write = Writer<TRow, string>(column);
        return target =>
        {
            ReadOnlyMemory<char> value = default;
            get(ref value);
            write(target, value.ToString());
        };
    }

    private static Action<TRow> ToTexts<TRow>(DataViewRow row, MemberColumn column) where TRow : class
    {
        var get = Getter<VBuffer<ReadOnlyMemory<char>>>(row, column);
        Action<TRow, string[]> write = Writer<TRow, string[]>(column);
        VBuffer<ReadOnlyMemory<char>> buffer = default;
        return target =>
        {
            get(ref buffer);
            write(target, [.. buffer.DenseValues().Select(v => v.ToString())]);
        };
    }

    // An array or vector that the object already holds is reused: a new object gets a new one.
    private static Action<TRow> ToArray<TRow, T>(DataViewRow row, MemberColumn column) where TRow : class
    {
        ValueGetter<VBuffer<T>> get = Getter<VBuffer<T>>(row, column);
        Action<TRow, T[]> write = Writer<TRow, T[]>(column);
        Func<TRow, T[]> read = MemberAccess<TRow>.Reader<T[]>(column.Member);
        VBuffer<T> buffer = default;
        return target =>
        {
            get(ref buffer);
            T[] value = read?.Invoke(target);
            if (value?.Length != buffer.Length)
                value = new T[buffer.Length];
            buffer.CopyTo(value);
            write(target, value);
        };
    }

    private static Action<TRow> ToVector<TRow, T>(DataViewRow row, MemberColumn column) where TRow : class
    {
        ValueGetter<VBuffer<T>> get = Getter<VBuffer<T>>(row, column);
        Action<TRow, VBuffer<T>> write = Writer<TRow, VBuffer<T>>(column);
        Func<TRow, VBuffer<T>> read = MemberAccess<TRow>.Reader<VBuffer<T>>(column.Member);
        return target =>
        {
            VBuffer<T> value = read == null ? default : read(target);
            get(ref value);
            write(target, value);
        };
    }
}
