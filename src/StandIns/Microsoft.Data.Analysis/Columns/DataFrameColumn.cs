using System.Collections;
using System.Text;
using Microsoft.ML;

namespace Microsoft.Data.Analysis;

/// <summary>A named column; a missing value is null.</summary>
public abstract partial class DataFrameColumn : IEnumerable
{
    protected DataFrameColumn(string name, long length, Type type) => (Name, Length, DataType) = (name, length, type);

    public long Length { get; protected set; }

    public abstract long NullCount { get; }

    public string Name { get; private set; }

    public Type DataType { get; }

    public object this[long rowIndex]
    {
        get => GetValue(rowIndex);
        set => SetValue(rowIndex, value);
    }

    public IReadOnlyList<object> this[long startIndex, int length] => GetValues(startIndex, length);

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T?> values) where T : unmanaged => new(name, values);

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T> values) where T : unmanaged => new(name, values);

    public static StringDataFrameColumn Create(string name, IEnumerable<string> values) => new(name, values);

    public void SetName(string newName)
    {
        Renaming?.Invoke(this, newName);
        Name = newName;
    }

    public virtual bool IsValid(long index) => NullCount == 0 || this[index] != null;

    public DataFrameColumn Clone(long numberOfNullsToAppend = 0) => CloneImplementation(numberOfNullsToAppend);

    public DataFrameColumn Clone(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0) =>
        CloneImplementation(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public DataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true) => Clone(GetSortIndices(ascending, putNullValuesLast));

    public virtual DataFrameColumn FillNulls(object value, bool inPlace = false) => FillNullsImplementation(value, inPlace);

    public virtual DataFrameColumn DropNulls() => DropNullsImplementation();

    public virtual DataFrame ValueCounts() => throw Unsupported(nameof(ValueCounts));

    public virtual GroupBy GroupBy(int columnIndex, DataFrame parent) => throw Unsupported(nameof(GroupBy));

    public virtual Dictionary<TKey, ICollection<long>> GroupColumnValues<TKey>(out HashSet<long> nullIndices) => throw Unsupported(nameof(GroupColumnValues));

    public virtual bool IsNumericColumn() => false;

    public virtual bool HasDescription() => false;

    public virtual DataFrameColumn Description() => throw Unsupported(nameof(Description));

    /// <summary>Two rows: the type of the values, and how many are not null.</summary>
    public virtual StringDataFrameColumn Info() =>
        new(Name, [DataType.ToString(), (Length - NullCount).ToString(System.Globalization.CultureInfo.CurrentCulture)]);

    public override string ToString() => ToString(DataFrame.PreviewRows);

    public string ToString(long rowsToShow)
    {
        var text = new StringBuilder(Name);
        for (long row = 0; row < Math.Min(Length, rowsToShow); row++)
            text.Append(this[row] ?? "null").AppendLine();
        if (rowsToShow < Length)
            text.AppendLine(DataFrame.Shown(rowsToShow, Length));
        return text.Append($"Name: {Name}, Type: {DataType}").ToString();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumeratorCore();

    protected abstract IEnumerator GetEnumeratorCore();

    protected abstract object GetValue(long rowIndex);

    protected abstract IReadOnlyList<object> GetValues(long startIndex, int length);

    protected abstract void SetValue(long rowIndex, object value);

    protected abstract DataFrameColumn CloneImplementation(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend);

    protected abstract DataFrameColumn CloneImplementation(long numberOfNullsToAppend = 0);

    protected abstract DataFrameColumn FillNullsImplementation(object value, bool inPlace);

    protected abstract DataFrameColumn DropNullsImplementation();

    /// <summary>Makes the column longer; the new values are null.</summary>
    protected internal virtual void Resize(long length) => throw Unsupported(nameof(Resize));

    /// <summary>The rows in the order of their values.</summary>
    protected internal abstract PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending, bool putNullValuesLast);

    protected internal virtual void AddDataViewColumn(DataViewSchema.Builder builder) => throw Unsupported(nameof(AddDataViewColumn));

    protected internal virtual Delegate GetDataViewGetter(DataViewRowCursor cursor) => throw Unsupported(nameof(GetDataViewGetter));

    protected internal virtual Delegate GetValueGetterUsingCursor(DataViewRowCursor cursor, DataViewSchema.Column schemaColumn) => throw Unsupported(nameof(GetValueGetterUsingCursor));

    protected internal virtual void AddValueUsingCursor(DataViewRowCursor cursor, Delegate ValueGetter) => throw Unsupported(nameof(AddValueUsingCursor));

    /// <summary>The frames that hold the column check a new name.</summary>
    internal event Action<DataFrameColumn, string> Renaming;

    /// <summary>The rows that a column of row numbers, or of Booleans, selects; null asks for a null.</summary>
    internal static IEnumerable<long?> SelectedRows(DataFrameColumn rows, long length) => rows switch
    {
        PrimitiveDataFrameColumn<long> numbers => numbers,
        PrimitiveDataFrameColumn<int> numbers => numbers.Select(row => (long?)row),
        PrimitiveDataFrameColumn<bool> chosen when chosen.Length <= length => chosen.Select((value, row) => value == true ? row : -1L).Where(row => row >= 0).Select(row => (long?)row),
        PrimitiveDataFrameColumn<bool> => throw new ArgumentException($"The filter is longer than the column, which has {length} rows.", "mapIndices"),
        _ => throw new ArgumentException($"Rows are chosen by a column of Int64, Int32 or Boolean, not of {rows.DataType}.", "mapIndices"),
    };

    private protected NotSupportedException Unsupported(string operation) => new($"{operation} is not supported by column '{Name}' of {DataType}.");
}
