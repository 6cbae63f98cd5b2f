namespace Microsoft.ML.Data;

/// <summary>A cursor that passes another's columns through; what differs is which rows it stops at.</summary>
internal abstract class CursorWrapper : DataViewRowCursor
{
    protected CursorWrapper(DataViewRowCursor input) => Input = input;

    protected DataViewRowCursor Input { get; }

    public override DataViewSchema Schema => Input.Schema;

    public override long Batch => Input.Batch;

    public override long Position => Input.Position;

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
    }
}
