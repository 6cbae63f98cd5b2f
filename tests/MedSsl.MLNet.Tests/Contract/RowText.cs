using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests.Contract;

/// <summary>Rows of any columns as text, exact to the bit, so that two ways to the same values can be compared.</summary>
internal static class RowText
{
    /// <summary>All rows of a view, by one cursor.</summary>
    internal static string[] Of(IDataView view)
    {
        DataViewSchema.Column[] columns = Columns(view.Schema);
        using var cursor = view.GetRowCursor(columns);
        return [.. Rows(cursor, columns)];
    }

    /// <summary>All rows of a view by several cursors, each with its id; in the order of the ids.</summary>
    internal static string[] OfCursorSet(IDataView view, int count)
    {
        DataViewSchema.Column[] columns = Columns(view.Schema);
        var rows = new List<(UInt128 Id, string Text)>();
        var cursors = view.GetRowCursorSet(columns, count);
        Parallel.ForEach(cursors, cursor =>
        {
            using (cursor)
            {
                var id = cursor.GetIdGetter();
                var texts = Getters(cursor, columns);
                DataViewRowId at = default;
                while (cursor.MoveNext())
                {
                    id(ref at);
                    string text = string.Join('|', texts.Select(get => get()));
                    lock (rows)
                        rows.Add((new(at.High, at.Low), text));
                }
            }
        });
        return [.. rows.OrderBy(row => row.Id).Select(row => row.Text)];
    }

    /// <summary>All rows by a row mapper, one row at a time.</summary>
    internal static string[] OfMapper(IRowToRowMapper mapper, IDataView input)
    {
        DataViewSchema.Column[] columns = Columns(mapper.OutputSchema);
        using var cursor = input.GetRowCursor(mapper.GetDependencies(columns));
        using var row = mapper.GetRow(cursor, columns);
        var texts = Getters(row, columns);
        var rows = new List<string>();
        while (cursor.MoveNext())
            rows.Add(string.Join('|', texts.Select(get => get())));
        return [.. rows];
    }

    /// <summary>The columns that have values which can be compared, the last of each name.</summary>
    private static DataViewSchema.Column[] Columns(DataViewSchema schema) => [.. schema.Where(column => !column.IsHidden && column.Type is not StructuredDataViewType)];

    private static IEnumerable<string> Rows(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        var texts = Getters(cursor, columns);
        while (cursor.MoveNext())
            yield return string.Join('|', texts.Select(get => get()));
    }

    private static Func<string>[] Getters(DataViewRow row, DataViewSchema.Column[] columns) => [.. columns.Select(column => column.Type is VectorDataViewType vector
        ? Make(nameof(Vector), vector.ItemType.RawType, row, column)
        : Make(nameof(Scalar), column.Type.RawType, row, column))];

    private static Func<string> Make(string method, Type type, DataViewRow row, DataViewSchema.Column column) =>
        (Func<string>)typeof(RowText).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [row, column])!;

    private static Func<string> Scalar<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Text(value);
        };
    }

    private static Func<string> Vector<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () =>
        {
            getter(ref value);
            return string.Join(' ', value.DenseValues().Select(Text));
        };
    }

    private static string Text<T>(T value) => value switch
    {
        float number => BitConverter.SingleToUInt32Bits(number).ToString("X8", CultureInfo.InvariantCulture),
        double number => BitConverter.DoubleToUInt64Bits(number).ToString("X16", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
