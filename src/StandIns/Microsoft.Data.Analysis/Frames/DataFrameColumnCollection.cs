using System.Collections.ObjectModel;

namespace Microsoft.Data.Analysis;

/// <summary>The columns of a frame: of one length, each with a name of its own.</summary>
public class DataFrameColumnCollection : Collection<DataFrameColumn>
{
    private readonly Action _changed;

    internal DataFrameColumnCollection(IEnumerable<DataFrameColumn> columns, Action changed)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _changed = changed;
        foreach (var column in columns)
            Add(column);
    }

    internal long RowCount { get; set; }

    public DataFrameColumn this[string columnName]
    {
        get => IndexOf(columnName) is >= 0 and var index ? this[index] : throw NoColumn(columnName);
        set
        {
            int index = IndexOf(columnName);
            value.SetName(columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    public int IndexOf(string columnName)
    {
        for (int i = 0; i < Count; i++)
            if (this[i].Name == columnName)
                return i;
        return -1;
    }

    public void Insert<T>(int columnIndex, IEnumerable<T> column, string columnName) where T : unmanaged => Insert(columnIndex, new PrimitiveDataFrameColumn<T>(columnName, column));

    public void Remove(string columnName)
    {
        if (IndexOf(columnName) is >= 0 and var index)
            RemoveAt(index);
    }

    public void RenameColumn(string currentName, string newName) => this[currentName].SetName(newName);

    public PrimitiveDataFrameColumn<T> GetPrimitiveColumn<T>(string name) where T : unmanaged => Get<PrimitiveDataFrameColumn<T>>(name);

    public BooleanDataFrameColumn GetBooleanColumn(string name) => Get<BooleanDataFrameColumn>(name);

    public DoubleDataFrameColumn GetDoubleColumn(string name) => Get<DoubleDataFrameColumn>(name);

    public Int32DataFrameColumn GetInt32Column(string name) => Get<Int32DataFrameColumn>(name);

    public Int64DataFrameColumn GetInt64Column(string name) => Get<Int64DataFrameColumn>(name);

    public SingleDataFrameColumn GetSingleColumn(string name) => Get<SingleDataFrameColumn>(name);

    public StringDataFrameColumn GetStringColumn(string name) => Get<StringDataFrameColumn>(name);

    public DateTimeDataFrameColumn GetDateTimeColumn(string name) => Get<DateTimeDataFrameColumn>(name);

    protected override void InsertItem(int columnIndex, DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        CheckName(column, column.Name);
        if (Count > 0 && column.Length != RowCount)
            throw new ArgumentException($"Column '{column.Name}' has {column.Length} rows; the frame has {RowCount}.", nameof(column));
        RowCount = column.Length;
        column.Renaming += Renamed;
        base.InsertItem(columnIndex, column);
        _changed();
    }

    protected override void SetItem(int columnIndex, DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (IndexOf(column.Name) is >= 0 and var other && other != columnIndex)
            throw Taken(column.Name);
        if (column.Length != RowCount)
            throw new ArgumentException($"Column '{column.Name}' has {column.Length} rows; the frame has {RowCount}.", nameof(column));
        this[columnIndex].Renaming -= Renamed;
        column.Renaming += Renamed;
        base.SetItem(columnIndex, column);
        _changed();
    }

    protected override void RemoveItem(int columnIndex)
    {
        this[columnIndex].Renaming -= Renamed;
        base.RemoveItem(columnIndex);
        RowCount = Count == 0 ? 0 : RowCount;
        _changed();
    }

    protected override void ClearItems()
    {
        foreach (var column in this)
            column.Renaming -= Renamed;
        base.ClearItems();
        RowCount = 0;
        _changed();
    }

    internal static ArgumentException NoColumn(string name) => new($"The frame has no column '{name}'.", "columnName");

    private static ArgumentException Taken(string name) => new($"The frame already has a column called {name}.", "column");

    private T Get<T>(string name) where T : DataFrameColumn => this[name] as T
        ?? throw new ArgumentException($"Column '{name}' holds {this[name].DataType}; it is no {typeof(T).Name}.", nameof(name));

    private void Renamed(DataFrameColumn column, string name)
    {
        CheckName(column, name);
        _changed();
    }

    private void CheckName(DataFrameColumn column, string name)
    {
        if (IndexOf(name) is >= 0 and var index && !ReferenceEquals(this[index], column))
            throw Taken(name);
    }
}
