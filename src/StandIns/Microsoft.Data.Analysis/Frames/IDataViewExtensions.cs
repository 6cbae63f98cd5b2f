using Microsoft.Data.Analysis;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class IDataViewExtensions
{
    private const long Most = 100;

    /// <summary>The first rows as a frame; -1 for all.</summary>
    public static DataFrame ToDataFrame(this IDataView dataView, long maxRows = Most) => ToDataFrame(dataView, maxRows, null);

    /// <summary>The first 100 rows of some columns.</summary>
    public static DataFrame ToDataFrame(this IDataView dataView, params string[] selectColumns) => ToDataFrame(dataView, Most, selectColumns);

    public static DataFrame ToDataFrame(this IDataView dataView, long maxRows, params string[] selectColumns)
    {
        DataViewSchema.Column[] columns = [.. dataView.Schema.Where(column => !column.IsHidden && (selectColumns is not { Length: > 0 } || selectColumns.Contains(column.Name)))];
        DataFrameColumn[] results = [.. columns.Select(New)];
        using var cursor = dataView.GetRowCursor(columns);
        Delegate[] getters = [.. columns.Select((column, i) => results[i].GetValueGetterUsingCursor(cursor, column))];
        while ((maxRows == -1 || cursor.Position + 1 < maxRows) && cursor.MoveNext())
            for (int i = 0; i < results.Length; i++)
                results[i].AddValueUsingCursor(cursor, getters[i]);
        return new DataFrame(results);
    }

    private static DataFrameColumn New(DataViewSchema.Column column)
    {
        var type = column.Type;
        return type == BooleanDataViewType.Instance ? new BooleanDataFrameColumn(column.Name)
            : type == TextDataViewType.Instance ? new StringDataFrameColumn(column.Name)
            : type == DateTimeDataViewType.Instance ? new DateTimeDataFrameColumn(column.Name)
            : type == NumberDataViewType.Byte ? new ByteDataFrameColumn(column.Name)
            : type == NumberDataViewType.SByte ? new SByteDataFrameColumn(column.Name)
            : type == NumberDataViewType.Int16 ? new Int16DataFrameColumn(column.Name)
            : type == NumberDataViewType.UInt16 ? new UInt16DataFrameColumn(column.Name)
            : type == NumberDataViewType.Int32 ? new Int32DataFrameColumn(column.Name)
            : type == NumberDataViewType.UInt32 ? new UInt32DataFrameColumn(column.Name)
            : type == NumberDataViewType.Int64 ? new Int64DataFrameColumn(column.Name)
            : type == NumberDataViewType.UInt64 ? new UInt64DataFrameColumn(column.Name)
            : type == NumberDataViewType.Single ? new SingleDataFrameColumn(column.Name)
            : type == NumberDataViewType.Double ? new DoubleDataFrameColumn(column.Name)
            : throw new NotSupportedException($"Column '{column.Name}' is {type}; a frame holds text, numbers, Booleans and dates.");
    }
}
