namespace Microsoft.ML.Data;

/// <summary>A row that is a user's object, one after the other.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow where TRow : class
{
    private readonly MemberColumn[] _columns;
    private readonly RowHolder<TRow> _holder = new();
    private readonly Delegate[] _getters;
    private long _position = -1;

    internal ObjectRow(MemberColumn[] columns)
    {
        _columns = columns;
        _getters = new Delegate[columns.Length];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns.Select(c => c.Detached));
        Schema = builder.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Check.Active(this, column);
        return Check.Getter<TValue>(_getters[column.Index] ??= MemberGetter.Create(_columns[column.Index], _holder), column);
    }

    internal void Set(TRow row)
    {
        _holder.Row = row;
        _position++;
    }
}
