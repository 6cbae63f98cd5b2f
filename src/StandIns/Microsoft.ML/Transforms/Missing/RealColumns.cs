using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Columns whose values can be missing: Single, Double, or vectors of them.</summary>
internal static class RealColumns
{
    private const string Expected = "Single, Double or a vector of them";

    internal static bool IsSingle(DataViewType type) => ((type as VectorDataViewType)?.ItemType ?? type) == NumberDataViewType.Single;

    internal static DataViewSchema.Column Check(DataViewSchema.Column column)
    {
        DataViewType item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        return item == NumberDataViewType.Single || item == NumberDataViewType.Double ? column
            : throw Microsoft.ML.Check.SchemaMismatch("input", column.Name, Expected, column.Type.ToString());
    }

    internal static SchemaShape.Column Find(SchemaShape schema, string name)
    {
        if (!schema.TryFindColumn(name, out SchemaShape.Column input))
            throw Microsoft.ML.Check.MissingColumn("input", name);
        return input.ItemType == NumberDataViewType.Single || input.ItemType == NumberDataViewType.Double ? input
            : throw Microsoft.ML.Check.SchemaMismatch("input", name, Expected, input.TypeString());
    }
}
