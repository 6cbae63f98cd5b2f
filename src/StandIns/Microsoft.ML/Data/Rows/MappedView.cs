namespace Microsoft.ML.Data;

/// <summary>A data view whose rows go through a <see cref="RowMapping"/>.</summary>
internal sealed class MappedView : IDataView
{
    private readonly IDataView _input;
    private readonly RowMapping _mapping;

    internal MappedView(IDataView input, RowMapping mapping)
    {
        _input = input;
        _mapping = mapping;
    }

    public bool CanShuffle => _input.CanShuffle;

    public DataViewSchema Schema => _mapping.OutputSchema;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return _mapping.GetCursor(_input.GetRowCursor(_mapping.GetDependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        DataViewRowCursor[] inputs = _input.GetRowCursorSet(_mapping.GetDependencies(columns), n, rand);
        return Array.ConvertAll(inputs, input => _mapping.GetCursor(input, columns));
    }
}
