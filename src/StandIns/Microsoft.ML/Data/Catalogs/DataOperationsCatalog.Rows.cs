using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Rows of a user's class, read each time a cursor is opened.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null) where TRow : class
    {
        Check.Value(data, nameof(data));
        return new EnumerableDataView<TRow>(data, MemberColumn.Create(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Read));
    }

    /// <summary>As the other, with types and annotations from a schema, by column name.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema) where TRow : class
    {
        Check.Value(data, nameof(data));
        Check.Value(schema, nameof(schema));
        return LoadFromEnumerable(data, SchemaDefinitionOf(typeof(TRow), schema));
    }

    /// <summary>The rows as objects of a user's class; one object for all when <paramref name="reuseRowObject"/>.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data,
        bool reuseRowObject,
        bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null) where TRow : class, new()
    {
        Check.Value(data, nameof(data));
        MemberColumn[] columns = MemberColumn.Match(
            MemberColumn.Create(typeof(TRow), schemaDefinition, SchemaDefinition.Direction.Write),
            data.Schema,
            ignoreMissingColumns);
        return Rows<TRow>(data, columns, reuseRowObject);
    }

    /// <summary>The first <paramref name="count"/> rows.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        Check.Value(input, nameof(input));
        Check.Range(count >= 0, nameof(count), $"The count must not be negative, but is {count}.");
        return new SliceView(input, 0, count);
    }

    /// <summary>All but the first <paramref name="count"/> rows.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        Check.Value(input, nameof(input));
        Check.Range(count >= 0, nameof(count), $"The count must not be negative, but is {count}.");
        return new SliceView(input, count, long.MaxValue);
    }

    internal static SchemaDefinition SchemaDefinitionOf(Type type, DataViewSchema schema)
    {
        SchemaDefinition definition = SchemaDefinition.Create(type, SchemaDefinition.Direction.Read);
        foreach (SchemaDefinition.Column column in definition)
        {
            if (schema.GetColumnOrNull(column.ColumnName) is not { } found)
                continue;
            column.ColumnType = found.Type;
            column.CopyAnnotations(found.Annotations);
        }
        return definition;
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, MemberColumn[] columns, bool reuse) where TRow : class, new()
    {
        using DataViewRowCursor cursor = data.GetRowCursor(columns.Select(c => data.Schema[c.ColumnName]));
        var filler = new RowFiller<TRow>(cursor, columns);
        TRow row = reuse ? new TRow() : null;
        while (cursor.MoveNext())
        {
            if (!reuse)
                row = new TRow();
            filler.Fill(row);
            yield return row;
        }
    }
}
