using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>A table of named columns of equal length.</summary>
public partial class DataFrame
{
    internal const int PreviewRows = 25;

    public DataFrame(params DataFrameColumn[] columns) : this((IEnumerable<DataFrameColumn>)columns)
    {
    }

    public DataFrame(IEnumerable<DataFrameColumn> columns)
    {
        Columns = new DataFrameColumnCollection(columns, () => _schema = null);
        Rows = new DataFrameRowCollection(this);
    }

    public DataFrameColumnCollection Columns { get; }

    public DataFrameRowCollection Rows { get; }

    public DataFrameColumn this[string columnName]
    {
        get => Columns[columnName];
        set => Columns[columnName] = value;
    }

    public object this[long rowIndex, int columnIndex]
    {
        get => Columns[columnIndex][rowIndex];
        set => Columns[columnIndex][rowIndex] = value;
    }

    public DataFrame this[PrimitiveDataFrameColumn<bool> rowFilter] => Select(rowFilter);

    public DataFrame this[PrimitiveDataFrameColumn<int> rowIndices] => Select(rowIndices);

    public DataFrame this[PrimitiveDataFrameColumn<long> rowIndices] => Select(rowIndices);

    public DataFrame this[IEnumerable<bool> rowFilter] => Select(new BooleanDataFrameColumn("Filter", rowFilter));

    public DataFrame this[IEnumerable<int> rowIndices] => Select(new Int32DataFrameColumn("Filter", rowIndices));

    public DataFrame this[IEnumerable<long> rowIndices] => Select(new Int64DataFrameColumn("Filter", rowIndices));

    public DataFrame Filter(PrimitiveDataFrameColumn<bool> filter) => Select(filter);

    public DataFrame Filter(PrimitiveDataFrameColumn<int> rowIndices) => Select(rowIndices);

    public DataFrame Filter(PrimitiveDataFrameColumn<long> rowIndices) => Select(rowIndices);

    public DataFrame Head(int numberOfRows) => this[Enumerable.Range(0, (int)Math.Min(numberOfRows, Rows.Count))];

    public DataFrame Tail(int numberOfRows) => this[Enumerable.Range((int)Math.Max(0, Rows.Count - numberOfRows), (int)Math.Min(numberOfRows, Rows.Count))];

    /// <summary>Rows drawn at random, none twice.</summary>
    public DataFrame Sample(int numberOfRows)
    {
        if (numberOfRows > Rows.Count)
            throw new ArgumentException($"There are {Rows.Count} rows; {numberOfRows} are asked for.", nameof(numberOfRows));
        int[] rows = [.. Enumerable.Range(0, (int)Rows.Count)];
        Random.Shared.Shuffle(rows);
        return this[rows[..numberOfRows]];
    }

    public DataFrame Clone() => new(Columns.Select(column => column.Clone()));

    public DataFrame OrderBy(string columnName, bool ascending = true, bool putNullValuesLast = true) => Select(Columns[columnName].GetSortIndices(ascending, putNullValuesLast));

    public DataFrame OrderByDescending(string columnName, bool putNullValuesLast = true) => OrderBy(columnName, false, putNullValuesLast);

    public GroupBy GroupBy(string columnName)
    {
        int index = Columns.IndexOf(columnName);
        return index >= 0 ? Columns[index].GroupBy(index, this) : throw DataFrameColumnCollection.NoColumn(columnName);
    }

    public GroupBy<TKey> GroupBy<TKey>(string columnName) => GroupBy(columnName) as GroupBy<TKey>
        ?? throw new InvalidCastException($"Column '{columnName}' holds {this[columnName].DataType}, not {typeof(TKey)}.");

    public DataFrame DropNulls(DropNullOptions options = DropNullOptions.Any)
    {
        bool Keep(long row) => options == DropNullOptions.Any ? Columns.All(column => column.IsValid(row)) : Columns.Any(column => column.IsValid(row));
        return Select(new BooleanDataFrameColumn("Filter", RowNumbers.Select(Keep)));
    }

    public DataFrame FillNulls(object value, bool inPlace = false)
    {
        var frame = inPlace ? this : Clone();
        foreach (var column in frame.Columns)
            column.FillNulls(value, inPlace: true);
        return frame;
    }

    /// <summary>Each column's type and number of values.</summary>
    public DataFrame Info() => new([new StringDataFrameColumn("Info", ["DataType", "Length (excluding null values)"]), .. Columns.Select(column => column.Info())]);

    /// <summary>Each numeric column's number of values, greatest, least and mean.</summary>
    public DataFrame Description() =>
        new([new StringDataFrameColumn("Description", ["Length (excluding null values)", "Max", "Min", "Mean"]), .. Columns.Where(column => column.HasDescription()).Select(column => column.Description())]);

    /// <summary>Adds a row; text is converted to each column's type, and empty text or "null" is a null.</summary>
    public DataFrame Append(IEnumerable<object> row = null, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        object[] values = row is null ? [] : [.. row];
        if (values.Length > Columns.Count)
            throw new ArgumentException($"The row has {values.Length} values; the frame has {Columns.Count} columns.", nameof(row));
        var frame = inPlace ? this : Clone();
        object[] converted = [.. frame.Columns.Select((column, i) => i < values.Length ? Convert(values[i], column, cultureInfo) : null)];
        frame.AppendConverted(converted);
        return frame;
    }

    /// <summary>Adds a row by column names; columns that are not named get a null.</summary>
    public DataFrame Append(IEnumerable<KeyValuePair<string, object>> row, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        var frame = inPlace ? this : Clone();
        var converted = new object[frame.Columns.Count];
        foreach (var (name, value) in row)
        {
            int index = frame.Columns.IndexOf(name);
            if (index < 0)
                throw DataFrameColumnCollection.NoColumn(name);
            converted[index] = Convert(value, frame.Columns[index], cultureInfo);
        }
        frame.AppendConverted(converted);
        return frame;
    }

    public DataFrame Append(IEnumerable<DataFrameRow> rows, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        var frame = inPlace ? this : Clone();
        foreach (var row in rows.ToList())
            frame.Append(row.GetValues(), inPlace: true, cultureInfo: cultureInfo);
        return frame;
    }

    public override string ToString() => ToString(PreviewRows);

    public string ToString(long rowsToShow)
    {
        var text = new StringBuilder();
        int width = Math.Max(10, Columns.Select(column => column.Name.Length + 1).DefaultIfEmpty().Max());
        foreach (var column in Columns)
            text.Append(column.Name.PadRight(width));
        text.AppendLine();
        for (long row = 0; row < Math.Min(Rows.Count, rowsToShow); row++)
        {
            foreach (object value in Rows[row])
                text.Append((value ?? "null").ToString().PadRight(width));
            text.AppendLine();
        }
        if (rowsToShow < Rows.Count)
            text.AppendLine(Shown(rowsToShow, Rows.Count));
        return text.ToString();
    }

    internal static string Shown(long shown, long all) => $"Showing {shown} of {all} rows.";

    internal IEnumerable<long> RowNumbers
    {
        get
        {
            for (long row = 0; row < Rows.Count; row++)
                yield return row;
        }
    }

    private DataFrame Select(DataFrameColumn rows) => new(Columns.Select(column => column.Clone(rows)));

    private void AppendConverted(object[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            long row = Columns[i].Length;
            Columns[i].Resize(row + 1);
            Columns[i][row] = values[i];
        }
        Columns.RowCount++;
    }

    private static object Convert(object value, DataFrameColumn column, CultureInfo culture)
    {
        if (value is string text && (text.Length == 0 && column.DataType != typeof(string) || text.Equals("null", StringComparison.OrdinalIgnoreCase)))
            return null;
        return value is null ? null : System.Convert.ChangeType(value, column.DataType, culture ?? CultureInfo.CurrentCulture);
    }
}
