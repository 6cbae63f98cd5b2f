namespace Microsoft.ML.Data;

/// <summary>Some consecutive rows, in order: it cannot be shuffled, for then it would be other rows.</summary>
internal sealed class SliceView : IDataView
{
    private readonly IDataView _input;
    private readonly long _skip;
    private readonly long _take;

    internal SliceView(IDataView input, long skip, long take)
    {
        _input = input;
        _skip = skip;
        _take = take;
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => _input.Schema;

    public long? GetRowCount() => _input.GetRowCount() is { } rows ? Math.Min(Math.Max(rows - _skip, 0), _take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(_input.GetRowCursor(columnsNeeded), _skip, _take);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : CursorWrapper
    {
        private readonly long _skip;
        private readonly long _take;
        private long _position = -1;
        private bool _done;

        internal Cursor(DataViewRowCursor input, long skip, long take) : base(input)
        {
            _skip = skip;
            _take = take;
        }

        public override long Position => _done ? -1 : _position;

        public override bool MoveNext()
        {
            if (_done)
                return false;
            if (_position < 0)
            {
                for (long i = 0; i < _skip && !_done; i++)
                    _done = !Input.MoveNext();
            }
            _done = _done || ++_position >= _take || !Input.MoveNext();
            return !_done;
        }
    }
}
