using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Goes over rows, and with a second cursor ahead of them when a column of the stage is read: the row at hand and those after it make a batch.
/// Rows that nobody reads a stage's column of are passed over.
/// </summary>
internal sealed class BatchedCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _rows;
    private readonly DataViewRowCursor? _ahead;
    private readonly StageBinding _binding;
    private readonly bool[] _active;
    private readonly BatchMapper? _mapper;
    private readonly BatchPosition _at;

    /// <param name="rows">Gives the columns that pass through; this cursor owns it.</param>
    /// <param name="ahead">Gives the stage's input column of the same rows in the same order, or null when none of the stage's columns is wanted; owned too.</param>
    /// <param name="binding">The stage.</param>
    /// <param name="active">The wanted columns.</param>
    internal BatchedCursor(DataViewRowCursor rows, DataViewRowCursor? ahead, StageBinding binding, bool[] active)
    {
        (_rows, _ahead, _binding, _active) = (rows, ahead, binding, active);
        int capacity = binding.BatchSize;
        if (ahead is not null)
            _mapper = binding.CreateMapper(ahead, capacity, active);
        _at = new ReadAhead(rows, ahead, _mapper, capacity);
    }

    public override DataViewSchema Schema => _binding.OutputSchema;

    public override long Position => _rows.Position;

    public override long Batch => _rows.Batch;

    public override bool MoveNext() => _rows.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => _rows.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _binding.Getter<TValue>(column, _active, _rows, _mapper, _at);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows.Dispose();
            _ahead?.Dispose();
        }
        base.Dispose(disposing);
    }

    private sealed class ReadAhead(DataViewRowCursor rows, DataViewRowCursor? ahead, BatchMapper? mapper, int capacity) : BatchPosition
    {
        private readonly ValueGetter<DataViewRowId>? _rowId = ahead is null ? null : rows.GetIdGetter();
        private readonly ValueGetter<DataViewRowId>? _aheadId = ahead?.GetIdGetter();
        private long _first, _end;

        internal override int Slot()
        {
            long row = rows.Position;
            if (row >= _end || row < _first)
                Fill(row);
            return (int)(row - _first);
        }

        private void Fill(long row)
        {
            if (row < 0)
                throw new InvalidOperationException("The cursor stands before the first row: call MoveNext first.");
            while (ahead!.Position < row)
                if (!ahead.MoveNext())
                    throw OtherRows();
            CheckSameRow();
            int count = 0;
            do
                mapper!.Gather(count++);
            while (count < capacity && ahead.MoveNext());
            (_first, _end) = (row, row);            // until all is computed: an error leaves no half-filled batch behind
            mapper.Compute(count);
            _end = row + count;
        }

        private void CheckSameRow()
        {
            DataViewRowId expected = default, found = default;
            _rowId!(ref expected);
            _aheadId!(ref found);
            if (!expected.Equals(found))
                throw OtherRows();
        }

        private static InvalidOperationException OtherRows() => new(
            "The data gave other rows when they were read a second time. Keep them in memory first, for instance with ml.Data.Cache.");
    }
}
