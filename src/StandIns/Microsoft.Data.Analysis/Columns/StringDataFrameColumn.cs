using System.Collections;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Microsoft.Data.Analysis;

/// <summary>A column of text; an empty text is not null.</summary>
public class StringDataFrameColumn : DataFrameColumn, IEnumerable<string>
{
    private readonly List<string> _values = [];
    private long _nulls;

    public StringDataFrameColumn(string name, long length = 0) : base(name, 0, typeof(string)) => Resize(length);

    public StringDataFrameColumn(string name, IEnumerable<string> values) : base(name, 0, typeof(string))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (string value in values)
            Append(value);
    }

    public override long NullCount => _nulls;

    public new string this[long rowIndex]
    {
        get => rowIndex >= 0 && rowIndex < Length ? _values[(int)rowIndex] : throw new ArgumentOutOfRangeException(nameof(rowIndex), rowIndex, $"Column '{Name}' has {Length} rows.");
        set
        {
            _nulls += (value is null ? 1 : 0) - (this[rowIndex] is null ? 1 : 0);
            _values[(int)rowIndex] = value;
        }
    }

    public new List<string> this[long startIndex, int length] => _values.GetRange((int)startIndex, (int)Math.Min(length, Length - startIndex));

    public void Append(string value)
    {
        _values.Add(value);
        _nulls += value is null ? 1 : 0;
        Length++;
    }

    public StringDataFrameColumn Apply(Func<string, string> func, bool inPlace = false)
    {
        var column = inPlace ? this : Clone();
        for (long row = 0; row < Length; row++)
            column[row] = func(column[row]);
        return column;
    }

    public new StringDataFrameColumn Clone(long numberOfNullsToAppend = 0) => (StringDataFrameColumn)CloneImplementation(numberOfNullsToAppend);

    public new StringDataFrameColumn Clone(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend) =>
        (StringDataFrameColumn)CloneImplementation(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public new StringDataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true) => Clone(GetSortIndices(ascending, putNullValuesLast), false, 0);

    public new StringDataFrameColumn DropNulls() => (StringDataFrameColumn)DropNullsImplementation();

    public StringDataFrameColumn FillNulls(string value, bool inPlace = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Apply(old => old ?? value, inPlace);
    }

    public PrimitiveDataFrameColumn<bool> ElementwiseEquals(string value) => new BooleanDataFrameColumn(Name, _values.Select(text => text == value));

    public PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(string value) => new BooleanDataFrameColumn(Name, _values.Select(text => text != value));

    public override DataFrame ValueCounts()
    {
        var groups = GroupColumnValues<string>(out _);
        return new DataFrame(new StringDataFrameColumn("Values", groups.Keys), new PrimitiveDataFrameColumn<long>("Counts", groups.Values.Select(rows => (long)rows.Count)));
    }

    public override GroupBy GroupBy(int columnIndex, DataFrame parent) => new GroupBy<string>(parent, columnIndex, GroupColumnValues<string>(out _));

    public override Dictionary<TKey, ICollection<long>> GroupColumnValues<TKey>(out HashSet<long> nullIndices) =>
        Grouping.Of(_values, out nullIndices) as Dictionary<TKey, ICollection<long>> ?? throw Unsupported($"Grouping by {typeof(TKey)}");

    public IEnumerator<string> GetEnumerator() => _values.GetEnumerator();

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    protected override object GetValue(long rowIndex) => this[rowIndex];

    protected override IReadOnlyList<object> GetValues(long startIndex, int length) => this[startIndex, length];

    protected override void SetValue(long rowIndex, object value) => this[rowIndex] = value is null or string ? (string)value
        : throw new ArgumentException($"Column '{Name}' holds text; the value is {value.GetType()}.", nameof(value));

    protected override DataFrameColumn CloneImplementation(long numberOfNullsToAppend) => Copy(_values, numberOfNullsToAppend);

    protected override DataFrameColumn CloneImplementation(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0)
    {
        var rows = mapIndices is null ? Rows.Select(row => (long?)row) : SelectedRows(mapIndices, Length);
        return Copy((invertMapIndices ? rows.Reverse() : rows).Select(row => row is { } valid ? this[valid] : null), numberOfNullsToAppend);
    }

    protected override DataFrameColumn FillNullsImplementation(object value, bool inPlace) => value is string text ? FillNulls(text, inPlace)
        : throw new ArgumentException($"Column '{Name}' holds text; the value is {value?.GetType()}.", nameof(value));

    protected override DataFrameColumn DropNullsImplementation() => Copy(_values.Where(value => value is not null), 0);

    protected internal override void Resize(long length)
    {
        if (length < Length)
            throw new ArgumentException($"Column '{Name}' has {Length} rows and cannot be cut to {length}.", nameof(length));
        for (long row = Length; row < length; row++)
            Append(null);
    }

    protected internal override PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending, bool putNullValuesLast) =>
        Grouping.Order(_values, Comparer<string>.Default, ascending, putNullValuesLast);

    protected internal override void AddDataViewColumn(DataViewSchema.Builder builder) => builder.AddColumn(Name, TextDataViewType.Instance);

    /// <summary>A null is empty text.</summary>
    protected internal override Delegate GetDataViewGetter(DataViewRowCursor cursor) =>
        (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = this[cursor.Position].AsMemory());

    protected internal override Delegate GetValueGetterUsingCursor(DataViewRowCursor cursor, DataViewSchema.Column schemaColumn) => cursor.GetGetter<ReadOnlyMemory<char>>(schemaColumn);

    protected internal override void AddValueUsingCursor(DataViewRowCursor cursor, Delegate getter)
    {
        ReadOnlyMemory<char> value = default;
        ((ValueGetter<ReadOnlyMemory<char>>)getter)(ref value);
        Append(value.ToString());
    }

    internal override PrimitiveDataFrameColumn<bool> Compare(Comparison comparison, DataFrameColumn other)
    {
        CheckLength(other);
        return comparison switch
        {
            Comparison.Equal => new BooleanDataFrameColumn(Name, Rows.Select(row => this[row] == other[row]?.ToString())),
            Comparison.NotEqual => new BooleanDataFrameColumn(Name, Rows.Select(row => this[row] != other[row]?.ToString())),
            _ => throw Unsupported(comparison.ToString()),
        };
    }

    internal override PrimitiveDataFrameColumn<bool> Compare<U>(Comparison comparison, U value) => comparison switch
    {
        Comparison.Equal => ElementwiseEquals(value?.ToString()),
        Comparison.NotEqual => ElementwiseNotEquals(value?.ToString()),
        _ => throw Unsupported(comparison.ToString()),
    };

    private StringDataFrameColumn Copy(IEnumerable<string> values, long nulls)
    {
        var copy = new StringDataFrameColumn(Name, values);
        copy.Resize(copy.Length + nulls);
        return copy;
    }
}
