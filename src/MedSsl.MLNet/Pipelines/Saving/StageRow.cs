using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Scores one value at a time with a stage, through the same row mapper as everything else.</summary>
internal sealed class StageRow<TInput>
{
    private readonly InputRow _input;
    private readonly Delegate[] _getters;

    internal StageRow(BatchedTransformer stage)
    {
        Stage = stage;
        var binding = StageBinding.Alone(stage);
        _input = new InputRow(binding.InputSchema);
        var row = binding.GetRow(_input, binding.OutputSchema);
        _getters = [.. binding.OutputSchema.Skip(1).Select(column => column.Type switch
        {
            VectorDataViewType { ItemType: BooleanDataViewType } => (Delegate)row.GetGetter<VBuffer<bool>>(column),
            VectorDataViewType => row.GetGetter<VBuffer<float>>(column),
            BooleanDataViewType => row.GetGetter<bool>(column),
            KeyDataViewType => row.GetGetter<uint>(column),
            _ => row.GetGetter<float>(column),
        })];
    }

    /// <summary>What scores.</summary>
    internal BatchedTransformer Stage { get; }

    /// <summary>Sets the value to score. It must stay as it is until its outputs have been read.</summary>
    internal void Set(TInput value) => _input.Set(value);

    /// <summary>An output of the value set.</summary>
    internal void Get<T>(int output, ref VBuffer<T> value) => ((ValueGetter<VBuffer<T>>)_getters[output])(ref value);

    /// <summary>An output of the value set that is no vector.</summary>
    internal T Get<T>(int output)
    {
        T value = default!;
        ((ValueGetter<T>)_getters[output])(ref value);
        return value;
    }

    private sealed class InputRow(DataViewSchema schema) : DataViewRow
    {
        private TInput _value = default!;
        private long _position = -1;

        public override DataViewSchema Schema => schema;

        public override long Position => _position;

        public override long Batch => 0;

        internal void Set(TInput value)
        {
            _value = value;
            _position++;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TInput> getter = (ref TInput value) => value = _value;
            return (ValueGetter<TValue>)(object)getter;
        }
    }
}
