using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>One row with a stage's columns: computed when one is read after the row below has moved, and kept until it moves again.</summary>
internal sealed class BatchedRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly StageBinding _binding;
    private readonly bool[] _active;
    private readonly BatchMapper? _mapper;
    private readonly BatchPosition _at;

    internal BatchedRow(DataViewRow input, StageBinding binding, bool[] active)
    {
        (_input, _binding, _active) = (input, binding, active);
        _mapper = binding.CreateMapper(input, 1, active);
        _at = new RowPosition(input, _mapper);
    }

    public override DataViewSchema Schema => _binding.OutputSchema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _binding.Getter<TValue>(column, _active, _input, _mapper, _at);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private sealed class RowPosition(DataViewRow row, BatchMapper? mapper) : BatchPosition
    {
        private long _computed = long.MinValue;

        internal override int Slot()
        {
            if (_computed != row.Position)
            {
                mapper!.Gather(0);
                mapper.Compute(1);
                _computed = row.Position;
            }
            return 0;
        }
    }
}
