namespace Microsoft.Data.Analysis;

/// <summary>Rows grouped by a column's values; each result has that column first, and rows with a null in it are in no group.</summary>
public abstract class GroupBy
{
    public abstract DataFrame Count(params string[] columnNames);

    public abstract DataFrame First(params string[] columnNames);

    public abstract DataFrame Head(int numberOfRows);

    public abstract DataFrame Tail(int numberOfRows);

    public abstract DataFrame Max(params string[] columnNames);

    public abstract DataFrame Min(params string[] columnNames);

    public abstract DataFrame Product(params string[] columnNames);

    public abstract DataFrame Sum(params string[] columnNames);

    public abstract DataFrame Mean(params string[] columnNames);
}

/// <summary>Rows grouped by values of a type, in the order in which the values first occur.</summary>
public class GroupBy<TKey> : GroupBy
{
    private readonly DataFrame _frame;
    private readonly DataFrameColumn _key;
    private readonly IDictionary<TKey, ICollection<long>> _groups;

    public GroupBy(DataFrame dataFrame, int groupByColumnIndex, IDictionary<TKey, ICollection<long>> keyToRowIndices)
    {
        ArgumentNullException.ThrowIfNull(dataFrame);
        ArgumentNullException.ThrowIfNull(keyToRowIndices);
        (_frame, _key, _groups) = (dataFrame, dataFrame.Columns[groupByColumnIndex], keyToRowIndices);
    }

    public IEnumerable<IGrouping<TKey, DataFrameRow>> Groupings => _groups.SelectMany(group => group.Value.Select(row => (group.Key, Row: _frame.Rows[row]))).GroupBy(r => r.Key, r => r.Row);

    /// <summary>How many values are not null.</summary>
    public override DataFrame Count(params string[] columnNames) => Each(columnNames, column => new Int64DataFrameColumn(column.Name), (column, rows) => rows.LongCount(column.IsValid));

    public override DataFrame First(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column[rows.First()]);

    public override DataFrame Max(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column.Max(rows));

    public override DataFrame Min(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column.Min(rows));

    public override DataFrame Product(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column.Product(rows));

    public override DataFrame Sum(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column.Sum(rows));

    public override DataFrame Mean(params string[] columnNames) => Each(columnNames, column => new DoubleDataFrameColumn(column.Name),
        (column, rows) => rows.LongCount(column.IsValid) is > 0 and var count ? Numbers.ToDouble(column.Sum(rows)) / count : null);

    public override DataFrame Head(int numberOfRows) => Rows(rows => rows.Take(numberOfRows));

    public override DataFrame Tail(int numberOfRows) => Rows(rows => rows.TakeLast(numberOfRows));

    private static DataFrameColumn Empty(DataFrameColumn column) => column.Clone(new Int64DataFrameColumn("Empty"));

    private IEnumerable<DataFrameColumn> Others => _frame.Columns.Where(column => column != _key);

    private DataFrame Rows(Func<IEnumerable<long>, IEnumerable<long>> choose)
    {
        var rows = new Int64DataFrameColumn("Rows", _groups.Values.SelectMany(choose));
        return new DataFrame(new[] { _key }.Concat(Others).Select(column => column.Clone(rows)));
    }

    private DataFrame Each(string[] names, Func<DataFrameColumn, DataFrameColumn> make, Func<DataFrameColumn, ICollection<long>, object> value)
    {
        var sources = names is { Length: > 0 } ? names.Select(name => _frame.Columns[name]).Where(column => column != _key) : Others;
        var result = new List<DataFrameColumn> { _key.Clone(new Int64DataFrameColumn("First", _groups.Values.Select(rows => rows.First()))) };
        foreach (var source in sources)
        {
            var column = make(source);
            column.Resize(_groups.Count);
            long row = 0;
            foreach (var rows in _groups.Values)
                column[row++] = value(source, rows);
            result.Add(column);
        }
        return new DataFrame(result);
    }
}
