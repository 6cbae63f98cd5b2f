namespace Microsoft.ML.Data;

/// <summary>
/// Keeps columns in memory from the first pass that asks for them. Columns of users' own structured types (an image, a handle)
/// cannot be kept and are not there. Cursors of several threads may share it.
/// </summary>
internal sealed class CacheView : IDataView
{
    private readonly IDataView _input;
    private readonly int[] _sources;
    private readonly Store[] _stores;
    private readonly Lock _gate = new();
    private long _count = -1;

    internal CacheView(IDataView input, params string[] prefetch)
    {
        _input = input;
        DataViewSchema.Column[] kept = [.. input.Schema.Where(c => c.Type is PrimitiveDataViewType or VectorDataViewType)];
        _sources = Array.ConvertAll(kept, c => c.Index);
        _stores = new Store[kept.Length];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(kept);
        Schema = builder.ToSchema();
        DataViewSchema.Column[] wanted = Array.ConvertAll(prefetch ?? [], name => Check.Find(Schema, name, "prefetched", "columnsToPrefetch"));
        if (wanted.Length > 0)
            Fill(wanted);
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount()
    {
        lock (_gate)
            return _count >= 0 ? _count : _input.GetRowCount();
    }

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        OpenCursors([.. columnsNeeded], 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        OpenCursors([.. columnsNeeded], Math.Max(n, 1), rand);

    private DataViewRowCursor[] OpenCursors(DataViewSchema.Column[] columns, int n, Random rand)
    {
        bool[] active = ActiveColumns.Of(Schema, columns);
        long count = Fill(columns);
        int[] order = null;
        if (rand != null)
        {
            order = [.. Enumerable.Range(0, checked((int)count))];
            rand.Shuffle(order);
        }
        // Cursor i of n sees rows i, i + n, ...
        int cursors = (int)Math.Max(1, Math.Min(n, count));
        return [.. Enumerable.Range(0, cursors).Select(i => new StoreCursor(Schema, _stores, active, order, count, i, cursors))];
    }

    /// <summary>Reads what is not there yet of the columns, in one pass; returns the number of rows.</summary>
    private long Fill(DataViewSchema.Column[] columns)
    {
        lock (_gate)
        {
            DataViewSchema.Column[] missing = [.. columns.DistinctBy(c => c.Index).Where(c => _stores[c.Index] == null)];
            if (missing.Length == 0 && _count >= 0)
                return _count;
            using DataViewRowCursor cursor = _input.GetRowCursor(missing.Select(c => _input.Schema[_sources[c.Index]]));
            var stores = Array.ConvertAll(missing, c => Store.Of(c.Type.RawType));
            for (int i = 0; i < stores.Length; i++)
                stores[i].Bind(cursor, _input.Schema[_sources[missing[i].Index]]);
            long count = 0;
            for (; cursor.MoveNext(); count++)
            {
                foreach (Store store in stores)
                    store.Add();
            }
            if (_count >= 0 && _count != count)
                throw new InvalidOperationException($"The cached data had {_count} rows when read first and {count} when read again.");
            _count = count;
            for (int i = 0; i < stores.Length; i++)
            {
                stores[i].Unbind();
                _stores[missing[i].Index] = stores[i];
            }
            return count;
        }
    }
}
