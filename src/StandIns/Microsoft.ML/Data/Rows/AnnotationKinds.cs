namespace Microsoft.ML.Data;

/// <summary>The names of annotations that stock components read and write.</summary>
internal static class AnnotationKinds
{
    internal const string SlotNames = "SlotNames";
    internal const string KeyValues = "KeyValues";
    internal const string IsNormalized = "IsNormalized";
    internal const string ScoreColumnSetId = "ScoreColumnSetId";
    internal const string ScoreColumnKind = "ScoreColumnKind";
    internal const string ScoreValueKind = "ScoreValueKind";
    internal const string TrainingLabelValues = "TrainingLabelValues";
}

internal static class AnnotationExtensions
{
    /// <summary>Adds slot names computed when asked for.</summary>
    internal static void AddSlotNames(this DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names)
    {
        ReadOnlyMemory<char>[] values = [.. names.Select(n => n.AsMemory())];
        builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, values.Length), VectorGetter(values));
    }

    internal static void AddKeyValues<T>(this DataViewSchema.Annotations.Builder builder, PrimitiveDataViewType itemType, T[] values) =>
        builder.Add(AnnotationKinds.KeyValues, new VectorDataViewType(itemType, values.Length), VectorGetter(values));

    /// <summary>Whether there is an annotation of this name, a vector of this item type and of this size (0 for any).</summary>
    internal static bool HasVector(this DataViewSchema.Annotations annotations, string kind, PrimitiveDataViewType itemType, int size = 0) =>
        annotations.Schema.GetColumnOrNull(kind)?.Type is VectorDataViewType vector
        && (itemType == null || vector.ItemType.Equals(itemType))
        && (size == 0 ? vector.IsKnownSize : vector.Size == size);

    private static ValueGetter<VBuffer<T>> VectorGetter<T>(T[] values) => (ref VBuffer<T> destination) => VBuffer<T>.Copy(values, 0, ref destination, values.Length);
}
