using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>One vector joined from columns: its type, its slot names, its values.</summary>
internal sealed class Concatenation
{
    private static readonly MethodInfo _create = ((Func<Concatenation, DataViewRow, Delegate>)CreateTyped<int>).Method;
    private readonly PrimitiveDataViewType _itemType;
    private readonly bool _isIdentity;

    internal Concatenation(string outputColumnName, DataViewSchema.Column[] inputs)
    {
        Inputs = inputs;
        _itemType = ItemType(inputs[0]);
        foreach (DataViewSchema.Column input in inputs)
        {
            if (!ItemType(input).Equals(_itemType))
            {
                throw new InvalidOperationException($"Column '{input.Name}' has values of {ItemType(input)}, "
                    + $"which is not the same as earlier observed type of {_itemType}.");
            }
        }
        bool isKnown = inputs.All(c => c.Type is not VectorDataViewType { IsKnownSize: false });
        int size = isKnown ? inputs.Sum(Slots) : 0;
        _isIdentity = inputs is [{ Type: VectorDataViewType }];
        OutputColumn = _isIdentity
            ? new DataViewSchema.DetachedColumn(outputColumnName, inputs[0].Type, inputs[0].Annotations)
            : new DataViewSchema.DetachedColumn(outputColumnName, new VectorDataViewType(_itemType, size), Annotations(isKnown));
    }

    internal DataViewSchema.Column[] Inputs { get; }

    internal DataViewSchema.DetachedColumn OutputColumn { get; }

    internal Delegate CreateGetter(DataViewRow row) => _isIdentity
        ? Reflected.Getter(row, row.Schema[Inputs[0].Index])
        : (Delegate)Reflected.Call(_create, _itemType.RawType, this, row);

    private static PrimitiveDataViewType ItemType(DataViewSchema.Column column) =>
        (column.Type as VectorDataViewType)?.ItemType ?? column.Type as PrimitiveDataViewType
        ?? throw Check.SchemaMismatch("input", column.Name, "a primitive type or a vector", column.Type.ToString());

    private static int Slots(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    private DataViewSchema.Annotations Annotations(bool isKnown)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (isKnown && Inputs.Any(c => c.Type is not VectorDataViewType || c.HasSlotNames()))
            builder.AddSlotNames([.. Inputs.SelectMany(SlotNames)]);
        if (Inputs.All(c => c.IsNormalized()))
            builder.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return builder.ToAnnotations();
    }

    /// <summary>A scalar is named by its column, a named slot of a vector "column.slot", others not.</summary>
    private static IEnumerable<string> SlotNames(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
            return [column.Name];
        string[] names = new string[vector.Size];
        Array.Fill(names, "");
        if (column.HasSlotNames())
        {
            VBuffer<ReadOnlyMemory<char>> slots = default;
            column.GetSlotNames(ref slots);
            foreach ((int slot, ReadOnlyMemory<char> name) in slots.Items())
            {
                if (!name.IsEmpty)
                    names[slot] = $"{column.Name}.{name}";
            }
        }
        return names;
    }

    private static ValueGetter<VBuffer<T>> CreateTyped<T>(Concatenation owner, DataViewRow row)
    {
        Delegate[] getters = Array.ConvertAll(owner.Inputs, c => Reflected.Getter(row, row.Schema[c.Index]));
        var parts = new VBuffer<T>[getters.Length];
        return (ref VBuffer<T> result) =>
        {
            int length = 0;
            for (int i = 0; i < getters.Length; i++)
            {
                if (getters[i] is ValueGetter<VBuffer<T>> vector)
                {
                    vector(ref parts[i]);
                    length += parts[i].Length;
                }
                else
                {
                    length++;
                }
            }
            VBufferEditor<T> editor = VBufferEditor.Create(ref result, length);
            int at = 0;
            for (int i = 0; i < getters.Length; i++)
            {
                if (getters[i] is ValueGetter<T> scalar)
                {
                    scalar(ref editor.Values[at++]);
                    continue;
                }
                parts[i].CopyTo(editor.Values, at);
                at += parts[i].Length;
            }
            result = editor.Commit();
        };
    }
}
