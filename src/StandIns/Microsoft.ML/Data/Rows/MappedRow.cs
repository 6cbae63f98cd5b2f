namespace Microsoft.ML.Data;

/// <summary>The columns of an input row followed by computed ones.</summary>
internal sealed class MappedRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly bool[] _active;
    private readonly Delegate[] _getters;
    private readonly Action _disposer;

    internal MappedRow(DataViewRow input, DataViewSchema schema, bool[] active, Delegate[] getters, Action disposer)
    {
        _input = input;
        Schema = schema;
        _active = active;
        _getters = getters;
        _disposer = disposer;
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Check.Active(this, column);
        int inputs = _active.Length - _getters.Length;
        return column.Index < inputs
            ? _input.GetGetter<TValue>(_input.Schema[column.Index])
            : Check.Getter<TValue>(_getters[column.Index - inputs], column);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _disposer?.Invoke();
        _input.Dispose();
    }
}

/// <summary>A cursor whose rows are mapped.</summary>
internal sealed class MappedCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly MappedRow _row;

    internal MappedCursor(DataViewRowCursor input, DataViewSchema schema, bool[] active, Delegate[] getters, Action disposer)
    {
        _input = input;
        _row = new MappedRow(input, schema, active, getters, disposer);
    }

    public override DataViewSchema Schema => _row.Schema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool MoveNext() => _input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _row.Dispose();
    }
}
