namespace Microsoft.ML.Data;

/// <summary>A data view over users' objects. A list may be shuffled and knows its length; any other sequence is streamed.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly IList<TRow> _list;
    private readonly MemberColumn[] _columns;

    internal EnumerableDataView(IEnumerable<TRow> rows, MemberColumn[] columns)
    {
        _rows = rows;
        _list = rows as IList<TRow>;
        _columns = columns;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns.Select(c => c.Detached));
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => _list != null;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _list?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => new Cursor(this, columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly EnumerableDataView<TRow> _view;
        private readonly bool[] _active;
        private readonly RowHolder<TRow> _holder = new();
        private readonly Delegate[] _getters;
        private readonly int[] _order;
        private readonly IEnumerator<TRow> _enumerator;
        private long _position = -1;
        private bool _done;

        internal Cursor(EnumerableDataView<TRow> view, IEnumerable<DataViewSchema.Column> columns, Random rand)
        {
            _view = view;
            _active = ActiveColumns.Of(view.Schema, columns);
            _getters = new Delegate[_active.Length];
            for (int i = 0; i < _getters.Length; i++)
            {
                if (_active[i])
                    _getters[i] = MemberGetter.Create(view._columns[i], _holder);
            }
            if (view._list == null)
            {
                _enumerator = view._rows.GetEnumerator();
            }
            else if (rand != null)
            {
                _order = [.. Enumerable.Range(0, view._list.Count)];
                rand.Shuffle(_order);
            }
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (_done)
                return false;
            long next = _position + 1;
            _done = _enumerator != null ? !_enumerator.MoveNext() : next >= (_order?.Length ?? _view._list.Count);
            _position = _done ? -1 : next;
            _holder.Row = _done ? null : _enumerator != null ? _enumerator.Current : _view._list[(int)Index];
            if (!_done && _holder.Row == null)
                throw new InvalidOperationException($"Row {Index} of the data, counted from 0, is null.");
            return !_done;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
        {
            if (_position < 0)
                throw new InvalidOperationException("Cannot get the id of a row before the first or after the last.");
            value = new DataViewRowId((ulong)Index, 0);
        };

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.Active(this, column);
            return Check.Getter<TValue>(_getters[column.Index], column);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _enumerator?.Dispose();
        }

        private long Index => _order == null ? _position : _order[_position];
    }
}
