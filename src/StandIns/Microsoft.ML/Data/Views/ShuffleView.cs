using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Rows drawn at random from a pool that is refilled in order; over a source shuffled as a whole, where that can be.</summary>
internal sealed class ShuffleView : IDataView
{
    private readonly IDataView _input;
    private readonly int _pool;
    private readonly bool _shuffleSource;
    private readonly int _seed;

    internal ShuffleView(IHostEnvironment env, IDataView input, int? seed, int poolRows, bool shuffleSource)
    {
        _input = input;
        _pool = poolRows;
        _shuffleSource = shuffleSource;
        _seed = seed ?? env.Register("RowShuffling").Rand.Next();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _input.Schema;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        // The same order each pass, unless the caller brings another.
        Random random = rand ?? new Random(_seed);
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        DataViewRowCursor source = _input.GetRowCursor(columns, _shuffleSource && _input.CanShuffle ? new Random(random.Next()) : null);
        return new Cursor(source, columns, _pool, random);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewRowCursor _source;
        private readonly Random _random;
        private readonly Store[] _stores;
        private readonly Store<DataViewRowId> _ids = new(null);
        private readonly Store[] _active;
        private readonly int _capacity;
        private readonly RowIndex _at = new();
        private int _live;
        private bool _sourceDone;
        private long _position = -1;

        internal Cursor(DataViewRowCursor source, DataViewSchema.Column[] columns, int capacity, Random random)
        {
            _source = source;
            _random = random;
            _capacity = capacity;
            _stores = new Store[source.Schema.Count];
            foreach (DataViewSchema.Column column in columns)
            {
                _stores[column.Index] = Store.Of(column.Type.RawType);
                _stores[column.Index].Bind(source, column);
            }
            _ids.Bind(source.GetIdGetter());
            _active = [.. _stores.Where(s => s != null), _ids];
        }

        public override DataViewSchema Schema => _source.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            // The row given last makes room for the next of the source, or for the pool's own last.
            if (_at.Value >= 0 && !Read(_at.Value))
            {
                _live--;
                foreach (Store store in _active)
                    store.Move(_live, _at.Value);
            }
            while (!_sourceDone && _live < _capacity && Read(_live))
                _live++;
            _at.Value = _live == 0 ? -1 : _random.Next(_live);
            _position = _live == 0 ? -1 : _position + 1;
            return _live > 0;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => _ids.Getter(_at);

        public override bool IsColumnActive(DataViewSchema.Column column) => _stores[column.Index] != null;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Check.Active(this, column);
            return (_stores[column.Index] as Store<TValue> ?? throw Check.BadGetter(typeof(TValue), column)).Getter(_at);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _source.Dispose();
        }

        private bool Read(int slot)
        {
            if (_sourceDone || !_source.MoveNext())
            {
                _sourceDone = true;
                return false;
            }
            foreach (Store store in _active)
                store.Set(slot);
            return true;
        }
    }
}
