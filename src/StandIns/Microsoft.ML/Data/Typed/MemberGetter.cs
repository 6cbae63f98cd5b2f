using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Holds the row that getters read from.</summary>
internal sealed class RowHolder<TRow>
{
    internal TRow Row;
}

/// <summary>From a user's member to a column's getter: strings become text, arrays vectors, keys are shifted to count from 1.</summary>
internal static class MemberGetter
{
    /// <summary>A <c>ValueGetter</c> of the column's raw type that reads the held row.</summary>
    internal static Delegate Create<TRow>(MemberColumn column, RowHolder<TRow> holder) where TRow : class =>
        (Delegate)Reflected.Call(_create, [typeof(TRow), column.MemberType], column, holder);

    /// <summary>A getter of a value that never changes, or null where the value does not fit the raw type.</summary>
    internal static Delegate Constant<T>(T value, Type rawType) => Members.RawType(typeof(T)) == rawType ? Convert(() => value, null) : null;

    private static readonly MethodInfo _create =
        ((Func<MemberColumn, RowHolder<string>, Delegate>)Create<string, int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _array = ((Func<Func<int[]>, ulong, Delegate>)FromArray).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _vector = ((Func<Func<VBuffer<int>>, ulong, Delegate>)FromVector).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _key = ((Func<Func<byte>, ulong, Delegate>)FromKey).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _shift = ((Func<ulong, Func<byte, byte>>)Shift<byte>).Method.GetGenericMethodDefinition();

    private static Delegate Create<TRow, T>(MemberColumn column, RowHolder<TRow> holder) where TRow : class
    {
        Func<TRow, T> read = MemberAccess<TRow>.Reader<T>(column.Member)
            ?? throw new ArgumentException($"Property '{column.Member.Name}' of '{typeof(TRow)}' has no public getter.");
        var item = column.ColumnType is VectorDataViewType vector ? vector.ItemType : column.ColumnType;
        var key = item as KeyDataViewType;
        // The common case gets a delegate of its own, one call less.
        if (key == null && typeof(T) == column.ColumnType.RawType && column.ColumnType is not VectorDataViewType)
            return (ValueGetter<T>)((ref T destination) => destination = read(holder.Row));
        return Convert(() => read(holder.Row), key);
    }

    private static Delegate Convert<T>(Func<T> read, KeyDataViewType key)
    {
        ulong count = key?.Count ?? 0;
        if (read is Func<string> text)
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> destination) => destination = text().AsMemory());
        if (read is Func<string[]> texts)
            return FromTexts(texts);
        if (typeof(T).IsSZArray)
            return (Delegate)Reflected.Call(_array, typeof(T).GetElementType(), read, count);
        if (typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(VBuffer<>))
            return (Delegate)Reflected.Call(_vector, typeof(T).GetGenericArguments()[0], read, count);
        if (key != null)
            return (Delegate)Reflected.Call(_key, typeof(T), read, count);
        return (ValueGetter<T>)((ref T destination) => destination = read());
    }

    private static ValueGetter<VBuffer<ReadOnlyMemory<char>>> FromTexts(Func<string[]> read) => (ref VBuffer<ReadOnlyMemory<char>> destination) =>
    {
        string[] source = read() ?? [];
        var editor = VBufferEditor.Create(ref destination, source.Length);
        for (int i = 0; i < source.Length; i++)
            editor.Values[i] = source[i].AsMemory();
        destination = editor.Commit();
    };

    private static Delegate FromArray<T>(Func<T[]> read, ulong keyCount)
    {
        Func<T, T> shift = ShiftOrNull<T>(keyCount);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            T[] source = read() ?? [];
            var editor = VBufferEditor.Create(ref destination, source.Length);
            source.CopyTo(editor.Values);
            Apply(shift, editor.Values);
            destination = editor.Commit();
        });
    }

    private static Delegate FromVector<T>(Func<VBuffer<T>> read, ulong keyCount)
    {
        Func<T, T> shift = ShiftOrNull<T>(keyCount);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            VBuffer<T> source = read();
            // A slot that is not stored is key 0 of the user, 1 in the column.
            if (shift == null)
                source.CopyTo(ref destination);
            else
                source.CopyToDense(ref destination);
            Apply(shift, VBufferEditor.CreateFromBuffer(ref destination).Values);
        });
    }

    private static Delegate FromKey<T>(Func<T> read, ulong keyCount)
    {
        Func<T, T> shift = ShiftOrNull<T>(keyCount);
        return (ValueGetter<T>)((ref T destination) => destination = shift(read()));
    }

    private static void Apply<T>(Func<T, T> shift, Span<T> values)
    {
        if (shift == null)
            return;
        foreach (ref T value in values)
            value = shift(value);
    }

    private static Func<T, T> ShiftOrNull<T>(ulong keyCount) => keyCount == 0 ? null : (Func<T, T>)Reflected.Call(_shift, typeof(T), keyCount);

    private static Func<T, T> Shift<T>(ulong count) where T : struct, IBinaryInteger<T> =>
        value => ulong.CreateTruncating(value) < count ? value + T.One : T.Zero;
}
