namespace Microsoft.ML.Data;

/// <summary>A lookup table as a stream: types, names of keys where the values are keys, rows.</summary>
internal static class LookupTableStream
{
    internal static void Save(BinaryWriter writer, LookupTable table)
    {
        var vector = table.ValueType as VectorDataViewType;
        DataViewType item = vector?.ItemType ?? table.ValueType;
        var key = item as KeyDataViewType;
        writer.Write((byte)Kind(table.KeyType));
        writer.Write((byte)Kind(item));
        writer.Write(key?.Count ?? 0);
        writer.Write(vector?.Dimensions.Length ?? -1);
        foreach (int dimension in vector?.Dimensions ?? [])
            writer.Write(dimension);
        StoredValue<VBuffer<ReadOnlyMemory<char>>>.Write(writer, KeyNames(table));
        table.SaveRows(writer);
    }

    internal static LookupTable Load(ReadOnlySpan<byte> bytes)
    {
        var reader = new SpanReader(bytes);
        PrimitiveDataViewType keyType = Type(reader.ReadBlock<byte>(1)[0]);
        PrimitiveDataViewType item = Type(reader.ReadBlock<byte>(1)[0]);
        ulong keyCount = reader.ReadBlock<ulong>(1)[0];
        if (keyCount > 0)
            item = KeyDataViewType.IsValidDataType(item.RawType) ? new KeyDataViewType(item.RawType, keyCount) : throw Bad();
        int rank = reader.ReadBlock<int>(1)[0];
        if (rank > 100)
            throw Bad();
        int[] dimensions = rank < 0 ? null : reader.ReadBlock<int>(rank);
        if (dimensions?.Any(d => d < 0) == true)
            throw Bad();
        VBuffer<ReadOnlyMemory<char>> names = StoredValue<VBuffer<ReadOnlyMemory<char>>>.Read(ref reader);
        var annotations = new DataViewSchema.Annotations.Builder();
        if (names.Length > 0)
            annotations.AddKeyValues(TextDataViewType.Instance, [.. names.DenseValues()]);
        DataViewType valueType = rank < 0 ? item : new VectorDataViewType(item, dimensions);
        LookupTable table = LookupTable.Create(keyType, valueType, annotations.ToAnnotations());
        table.LoadRows(ref reader);
        return reader.IsAtEnd ? table : throw Bad();
    }

    private static FormatException Bad() => new("its lookup map is damaged");

    private static DataKind Kind(DataViewType type) => type.RawType.ToDataKind()
        ?? throw new InvalidOperationException($"A lookup map with values of type '{type}' cannot be saved.");

    private static PrimitiveDataViewType Type(byte kind) => Enum.IsDefined((DataKind)kind) ? ((DataKind)kind).ToPrimitiveType() : throw Bad();

    private static VBuffer<ReadOnlyMemory<char>> KeyNames(LookupTable table)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        if (table.ValueAnnotations.HasVector(AnnotationKinds.KeyValues, TextDataViewType.Instance))
            table.ValueAnnotations.GetValue(AnnotationKinds.KeyValues, ref names);
        return names;
    }
}
