namespace Microsoft.ML.Data;

/// <summary>A cursor over columns in memory: rows <c>first</c>, <c>first + step</c>, ... in the given order or in their own.</summary>
internal sealed class StoreCursor : DataViewRowCursor
{
    private readonly Store[] _stores;
    private readonly bool[] _active;
    private readonly int[] _order;
    private readonly long _count;
    private readonly int _step;
    private readonly RowIndex _at = new();
    private long _next;
    private long _position = -1;

    internal StoreCursor(DataViewSchema schema, Store[] stores, bool[] active, int[] order, long count, int first = 0, int step = 1)
    {
        Schema = schema;
        _stores = stores;
        _active = active;
        _order = order;
        _count = count;
        _next = first;
        _step = step;
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    // Rows are dealt one by one, so every row is a batch of its own when there are several cursors.
    public override long Batch => _step == 1 ? 0 : _next - _step;

    public override bool MoveNext()
    {
        if (_next >= _count)
        {
            _position = -1;
            return false;
        }
        _at.Value = _order == null ? (int)_next : _order[_next];
        _next += _step;
        _position++;
        return true;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_at.Value, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Check.Active(this, column);
        return (_stores[column.Index] as Store<TValue> ?? throw Check.BadGetter(typeof(TValue), column)).Getter(_at);
    }
}

/// <summary>A data view over arrays in memory.</summary>
internal sealed class ArrayView : IDataView
{
    private readonly Store[] _stores;
    private readonly Array[] _values;
    private readonly int _count;

    /// <summary>Each column with an array of its raw type, all of one length.</summary>
    internal ArrayView(params (DataViewSchema.DetachedColumn Column, Array Values)[] columns)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns.Select(c => c.Column));
        Schema = builder.ToSchema();
        _count = columns.Length == 0 ? 0 : columns[0].Values.Length;
        _values = Array.ConvertAll(columns, c => c.Values);
        _stores = Array.ConvertAll(columns, c =>
        {
            Check.Param(c.Values.Length == _count, nameof(columns), $"Column '{c.Column.Name}' has {c.Values.Length} rows, another {_count}.");
            return Store.Of(c.Column.Type.RawType, c.Values);
        });
    }

    /// <summary>The array of a column.</summary>
    internal Array Values(int column) => _values[column];

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        int[] order = null;
        if (rand != null)
        {
            order = [.. Enumerable.Range(0, _count)];
            rand.Shuffle(order);
        }
        return new StoreCursor(Schema, _stores, ActiveColumns.Of(Schema, columnsNeeded), order, _count);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
