namespace Microsoft.ML.Data;

/// <summary>The rows that a predicate keeps, in order.</summary>
internal sealed class FilterView : IDataView
{
    private readonly IDataView _input;
    private readonly string[] _columns;
    private readonly bool _canShuffle;
    private readonly Func<DataViewRow, Func<bool>> _bind;

    /// <param name="bind">Given a row, a function that says whether to keep the row it is at.</param>
    /// <param name="columns">The columns that the function reads, active in the row.</param>
    internal FilterView(IDataView input, Func<DataViewRow, Func<bool>> bind, string[] columns, bool canShuffle = true)
    {
        _input = input;
        _columns = columns;
        _canShuffle = canShuffle;
        _bind = bind;
    }

    public bool CanShuffle => _canShuffle && _input.CanShuffle;

    public DataViewSchema Schema => _input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] wanted = [.. columnsNeeded];
        DataViewRowCursor cursor = _input.GetRowCursor(Needed(wanted), _canShuffle ? rand : null);
        return new Cursor(cursor, ActiveColumns.Of(Schema, wanted), _bind(cursor));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] wanted = [.. columnsNeeded];
        if (!_canShuffle)
            return [GetRowCursor(wanted, rand)];
        bool[] active = ActiveColumns.Of(Schema, wanted);
        return Array.ConvertAll(_input.GetRowCursorSet(Needed(wanted), n, rand), cursor => (DataViewRowCursor)new Cursor(cursor, active, _bind(cursor)));
    }

    private IEnumerable<DataViewSchema.Column> Needed(DataViewSchema.Column[] wanted) =>
        wanted.Concat(_columns.Select(c => Schema[c])).DistinctBy(c => c.Index);

    private sealed class Cursor : CursorWrapper
    {
        private readonly bool[] _active;
        private readonly Func<bool> _keep;
        private long _position = -1;

        internal Cursor(DataViewRowCursor input, bool[] active, Func<bool> keep) : base(input)
        {
            _active = active;
            _keep = keep;
        }

        public override long Position => Input.Position < 0 ? -1 : _position;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override bool MoveNext()
        {
            while (Input.MoveNext())
            {
                if (!_keep())
                    continue;
                _position++;
                return true;
            }
            return false;
        }
    }
}
