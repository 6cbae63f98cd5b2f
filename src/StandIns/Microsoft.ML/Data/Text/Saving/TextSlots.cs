using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A column's part of a line: the slots that are not the default, as text.</summary>
internal abstract class TextSlots
{
    private static readonly MethodInfo _scalar = ((Func<DataViewRow, DataViewSchema.Column, Delegate, char, TextSlots>)Scalar<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _vector = ((Func<DataViewRow, DataViewSchema.Column, Delegate, char, TextSlots>)Vector<int>).Method.GetGenericMethodDefinition();

    /// <summary>How many slots this line has.</summary>
    internal int Length { get; private protected set; }

    internal List<(int Slot, string Text)> Items { get; } = [];

    /// <summary>What a slot that is left out is.</summary>
    internal string Default { get; private init; }

    internal static TextSlots Create(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        var vector = column.Type as VectorDataViewType;
        DataViewType item = vector?.ItemType ?? column.Type;
        return (TextSlots)Reflected.Call(vector == null ? _scalar : _vector, item.RawType, row, column, TextFormat.For(item, separator), separator);
    }

    internal abstract void Read();

    internal abstract void ReadNames();

    private static ScalarSlot<T> Scalar<T>(DataViewRow row, DataViewSchema.Column column, Delegate format, char separator)
    {
        var typed = (Func<T, string>)format;
        return new ScalarSlot<T>(row.GetGetter<T>(column), typed, TextFormat.Quoted(column.Name, separator)) { Default = typed(default) };
    }

    private static VectorSlots<T> Vector<T>(DataViewRow row, DataViewSchema.Column column, Delegate format, char separator)
    {
        var typed = (Func<T, string>)format;
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (column.HasSlotNames())
            column.GetSlotNames(ref names);
        string[] texts = [.. names.DenseValues().Select(n => n.IsEmpty ? null : TextFormat.Quoted(n.ToString(), separator))];
        return new VectorSlots<T>(row.GetGetter<VBuffer<T>>(column), typed, texts, ((VectorDataViewType)column.Type).Size) { Default = typed(default) };
    }

    private protected void Add(int slot, string text)
    {
        if (text != Default)
            Items.Add((slot, text));
    }

    private sealed class ScalarSlot<T>(ValueGetter<T> get, Func<T, string> format, string name) : TextSlots
    {
        private T _value;

        internal override void Read()
        {
            get(ref _value);
            Items.Clear();
            Length = 1;
            Add(0, format(_value));
        }

        internal override void ReadNames()
        {
            Items.Clear();
            Length = 1;
            Items.Add((0, name));
        }
    }

    private sealed class VectorSlots<T>(ValueGetter<VBuffer<T>> get, Func<T, string> format, string[] names, int size) : TextSlots
    {
        private VBuffer<T> _value;

        internal override void Read()
        {
            get(ref _value);
            Items.Clear();
            Length = _value.Length;
            foreach (var (slot, value) in _value.Items())
                Add(slot, format(value));
        }

        internal override void ReadNames()
        {
            Items.Clear();
            Length = size;
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i] != null)
                    Items.Add((i, names[i]));
            }
        }
    }
}
