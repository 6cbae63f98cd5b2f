using System.Collections;
using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>A column of numbers, Booleans or dates.</summary>
public partial class PrimitiveDataFrameColumn<T> : DataFrameColumn, IEnumerable<T?> where T : unmanaged
{
    private readonly List<T?> _values = [];
    private long _nulls;

    public PrimitiveDataFrameColumn(string name, IEnumerable<T?> values) : base(name, 0, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (T? value in values)
            Append(value);
    }

    public PrimitiveDataFrameColumn(string name, IEnumerable<T> values) : base(name, 0, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (T value in values)
            Append(value);
    }

    public PrimitiveDataFrameColumn(string name, long length = 0) : base(name, 0, typeof(T)) => AppendMany(null, length);

    public override long NullCount => _nulls;

    public new T? this[long rowIndex]
    {
        get => GetTypedValue(rowIndex);
        set
        {
            T? before = GetTypedValue(rowIndex);
            _nulls += (value is null ? 1 : 0) - (before is null ? 1 : 0);
            _values[(int)rowIndex] = value;
        }
    }

    public new IReadOnlyList<T?> this[long startIndex, int length] => _values.GetRange((int)startIndex, (int)Math.Min(length, Length - startIndex));

    public void Append(T? value)
    {
        _values.Add(value);
        _nulls += value is null ? 1 : 0;
        Length++;
    }

    public void AppendMany(T? value, long count)
    {
        for (long i = 0; i < count; i++)
            Append(value);
    }

    public override bool IsValid(long index) => GetTypedValue(index) is not null;

    public override bool IsNumericColumn() => Numbers.IsNumber(typeof(T));

    public override bool HasDescription() => IsNumericColumn() || typeof(T) == typeof(DateTime);

    /// <summary>Four rows: how many are not null, the greatest, the least, and the mean.</summary>
    public override DataFrameColumn Description()
    {
        bool described = IsNumericColumn() && NullCount < Length;
        float? Number(object value) => described ? Convert.ToSingle(value, CultureInfo.InvariantCulture) : null;
        return new PrimitiveDataFrameColumn<float>(Name, [Length - NullCount, Number(described ? Max() : null), Number(described ? Min() : null), Number(described ? Mean() : null)]);
    }

    public override DataFrame ValueCounts()
    {
        var groups = GroupColumnValues<T>(out _);
        return new DataFrame(new PrimitiveDataFrameColumn<T>("Values", groups.Keys), new PrimitiveDataFrameColumn<long>("Counts", groups.Values.Select(rows => (long)rows.Count)));
    }

    public override GroupBy GroupBy(int columnIndex, DataFrame parent) => new GroupBy<T>(parent, columnIndex, GroupColumnValues<T>(out _));

    public override Dictionary<TKey, ICollection<long>> GroupColumnValues<TKey>(out HashSet<long> nullIndices)
    {
        var groups = Grouping.Of(this, out nullIndices);
        return groups as Dictionary<TKey, ICollection<long>> ?? throw Unsupported($"Grouping by {typeof(TKey)}");
    }

    public PrimitiveDataFrameColumn<T> FillNulls(T value, bool inPlace = false)
    {
        var column = inPlace ? this : Clone();
        column.ApplyElementwise((old, _) => old ?? value);
        return column;
    }

    public new PrimitiveDataFrameColumn<T> DropNulls() => (PrimitiveDataFrameColumn<T>)DropNullsImplementation();

    public new PrimitiveDataFrameColumn<T> Sort(bool ascending = true, bool putNullValuesLast = true) => Clone(GetSortIndices(ascending, putNullValuesLast));

    /// <summary>The values from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public PrimitiveDataFrameColumn<T> Filter(T min, T max) =>
        new(Name, _values.Where(value => value is { } v && Comparer<T>.Default.Compare(v, min) >= 0 && Comparer<T>.Default.Compare(v, max) <= 0));

    /// <summary>Values outside a range are set to its nearer end.</summary>
    public PrimitiveDataFrameColumn<T> Clamp(T min, T max, bool inPlace = false)
    {
        var column = inPlace ? this : Clone();
        column.ApplyElementwise((value, _) => value is not { } v ? null : Comparer<T>.Default.Compare(v, min) < 0 ? min : Comparer<T>.Default.Compare(v, max) > 0 ? max : v);
        return column;
    }

    /// <summary>Replaces each value in place.</summary>
    public void ApplyElementwise(Func<T?, long, T?> func)
    {
        for (long row = 0; row < Length; row++)
            this[row] = func(this[row], row);
    }

    public PrimitiveDataFrameColumn<TResult> Apply<TResult>(Func<T?, TResult?> func) where TResult : unmanaged => new("Result", _values.Select(func));

    public new PrimitiveDataFrameColumn<T> Clone(long numberOfNullsToAppend = 0) => (PrimitiveDataFrameColumn<T>)CloneImplementation(numberOfNullsToAppend);

    public new PrimitiveDataFrameColumn<T> Clone(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0) =>
        (PrimitiveDataFrameColumn<T>)CloneImplementation(mapIndices, invertMapIndices, numberOfNullsToAppend);

    public IEnumerator<T?> GetEnumerator() => _values.GetEnumerator();

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    protected virtual PrimitiveDataFrameColumn<T> CreateNewColumn(string name, long length = 0) => new(name, length);

    protected T? GetTypedValue(long rowIndex) => rowIndex >= 0 && rowIndex < Length ? _values[(int)rowIndex]
        : throw new ArgumentOutOfRangeException(nameof(rowIndex), rowIndex, $"Column '{Name}' has {Length} rows.");

    protected override object GetValue(long rowIndex) => GetTypedValue(rowIndex);

    protected override IReadOnlyList<object> GetValues(long startIndex, int length) => [.. this[startIndex, length].Select(value => (object)value)];

    protected override void SetValue(long rowIndex, object value) => this[rowIndex] = value is null or T ? (T?)value
        : throw new ArgumentException($"Column '{Name}' holds {typeof(T)}; the value is {value.GetType()}.", nameof(value));

    protected override DataFrameColumn CloneImplementation(long numberOfNullsToAppend) => Copy(_values, numberOfNullsToAppend);

    protected override DataFrameColumn CloneImplementation(DataFrameColumn mapIndices, bool invertMapIndices, long numberOfNullsToAppend)
    {
        var rows = mapIndices is null ? Rows.Select(row => (long?)row) : SelectedRows(mapIndices, Length);
        return Copy((invertMapIndices ? rows.Reverse() : rows).Select(row => row is { } valid ? GetTypedValue(valid) : null), numberOfNullsToAppend);
    }

    protected override DataFrameColumn FillNullsImplementation(object value, bool inPlace) => FillNulls((T)Convert.ChangeType(value, typeof(T), CultureInfo.CurrentCulture), inPlace);

    protected override DataFrameColumn DropNullsImplementation() => Copy(_values.Where(value => value is not null), 0);

    protected internal override void Resize(long length)
    {
        if (length < Length)
            throw new ArgumentException($"Column '{Name}' has {Length} rows and cannot be cut to {length}.", nameof(length));
        AppendMany(null, length - Length);
    }

    protected internal override PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending = true, bool putNullValuesLast = true) =>
        Grouping.Order(this, Comparer<T?>.Default, ascending, putNullValuesLast);

    private PrimitiveDataFrameColumn<T> Copy(IEnumerable<T?> values, long nulls)
    {
        var copy = CreateNewColumn(Name);
        foreach (T? value in values)
            copy.Append(value);
        copy.AppendMany(null, nulls);
        return copy;
    }
}
