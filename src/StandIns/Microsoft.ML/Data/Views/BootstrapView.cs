namespace Microsoft.ML.Data;

/// <summary>Each row as often as a Poisson variable of mean 1 says, in order, or the rows for which it says never. The same in each pass.</summary>
internal sealed class BootstrapView(IDataView input, int seed, bool complement) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(input.GetRowCursor(columnsNeeded), new Random(seed), complement);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor input, Random random, bool complement) : CursorWrapper(input)
    {
        private int _left;
        private long _position = -1;

        public override long Position => Input.Position < 0 ? -1 : _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            while (_left == 0)
            {
                if (!Input.MoveNext())
                    return false;
                int times = Poisson();
                _left = complement ? (times == 0 ? 1 : 0) : times;
            }
            _left--;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
        {
            ValueGetter<DataViewRowId> get = Input.GetIdGetter();
            return (ref DataViewRowId value) =>
            {
                get(ref value);
                value = value.Combine(new DataViewRowId((ulong)_left, 0));
            };
        }

        // Knuth's: how many uniform numbers can be multiplied before the product falls to exp(-1).
        private int Poisson()
        {
            int times = -1;
            for (double product = 1; product > Math.Exp(-1); times++)
                product *= random.NextDouble();
            return times;
        }
    }
}
