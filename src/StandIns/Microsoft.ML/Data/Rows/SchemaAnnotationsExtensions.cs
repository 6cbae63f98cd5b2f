namespace Microsoft.ML.Data;

public static class SchemaAnnotationsExtensions
{
    /// <summary>Whether every slot has a name; only a vector of known size can.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { IsKnownSize: true } vector
        && column.Annotations.HasVector(AnnotationKinds.SlotNames, TextDataViewType.Instance, vector.Size);

    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames) =>
        column.Annotations.GetValue(AnnotationKinds.SlotNames, ref slotNames);

    /// <summary>Whether each key of the column stands for a value, of the given type (text when null).</summary>
    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType keyValueItemType = null) =>
        (column.Type is VectorDataViewType vector ? vector.ItemType : column.Type) is KeyDataViewType { Count: <= int.MaxValue } key
        && column.Annotations.HasVector(AnnotationKinds.KeyValues, keyValueItemType ?? TextDataViewType.Instance, (int)key.Count);

    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues) =>
        column.Annotations.GetValue(AnnotationKinds.KeyValues, ref keyValues);

    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        bool normalized = false;
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.IsNormalized)?.Type is BooleanDataViewType)
            column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref normalized);
        return normalized;
    }
}
