using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Data with a stage's columns added.</summary>
internal sealed class BatchedView(IDataView source, StageBinding binding) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => binding.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    /// <summary>
    /// Two cursors go over the source in the same order: one gives the columns that pass through, the other, which reads ahead, the column that the
    /// stage computes from.
    /// </summary>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        bool[] active = binding.Active(columnsNeeded);
        int? order = rand?.Next();
        DataViewRowCursor Open(IEnumerable<DataViewSchema.Column> columns) => source.GetRowCursor(columns, order is { } seed ? new Random(seed) : null);

        var rows = Open(binding.InputSchema.Where(c => active[c.Index]));
        try
        {
            return new BatchedCursor(rows, binding.AnyOutput(active) ? Open([binding.Input]) : null, binding, active);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>One cursor: a batch is computed on all cores already.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];
}
