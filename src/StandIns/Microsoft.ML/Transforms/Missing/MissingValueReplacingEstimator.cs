using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Replaces NaN by 0 or by a statistic of the other values, slot by slot or for all slots together.</summary>
public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,
        Mode = 5,
    }

    private readonly IHostEnvironment _env;
    private readonly (string OutputColumnName, string InputColumnName)[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _bySlot;

    internal MissingValueReplacingEstimator(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, ReplacementMode mode, bool bySlot)
    {
        Check.Param(Enum.IsDefined(mode), "replacementMode", $"There is no replacement mode {mode}.");
        (_env, _columns, _mode, _bySlot) = (env, columns, mode, bySlot);
    }

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        DataViewSchema.Column[] inputs = Array.ConvertAll(_columns, c => RealColumns.Check(Check.Find(input.Schema, c.InputColumnName)));
        return new MissingValueReplacingTransformer(_env, _columns, Array.ConvertAll(inputs, c => RealColumns.IsSingle(c.Type)), _mode == ReplacementMode.DefaultValue
            ? Array.ConvertAll(inputs, _ => new[] { 0.0 })
            : Statistics(input, inputs), Array.ConvertAll(inputs, BySlot));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair =>
        {
            SchemaShape.Column input = RealColumns.Find(inputSchema, pair.InputColumnName);
            var annotations = input.Annotations.Where(a => a.Name is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, input.ItemType, false, new SchemaShape(annotations));
        }));
    }

    /// <summary>Zero needs no slots; a vector of unknown size has none.</summary>
    private bool BySlot(DataViewSchema.Column column) => _bySlot && _mode != ReplacementMode.DefaultValue && column.Type is VectorDataViewType { IsKnownSize: true };

    private double[][] Statistics(IDataView data, DataViewSchema.Column[] inputs)
    {
        var values = Array.ConvertAll(inputs, c => Enumerable.Range(0, BySlot(c) ? ((VectorDataViewType)c.Type).Size : 1).Select(_ => new SlotStatistic(_mode)).ToArray());
        using DataViewRowCursor cursor = data.GetRowCursor(inputs);
        Action[] add = [.. inputs.Select((column, i) => RealColumns.IsSingle(column.Type) ? Adder<float>(cursor, column, values[i], v => v) : Adder<double>(cursor, column, values[i], v => v))];
        while (cursor.MoveNext())
            foreach (Action column in add)
                column();
        return Array.ConvertAll(values, slots => Array.ConvertAll(slots, slot => slot.Value));
    }

    private static Action Adder<T>(DataViewRow row, DataViewSchema.Column column, SlotStatistic[] slots, Func<T, double> convert)
    {
        if (column.Type is not VectorDataViewType)
        {
            ValueGetter<T> get = row.GetGetter<T>(column);
            T value = default;
            return () =>
            {
                get(ref value);
                slots[0].Add(convert(value));
            };
        }
        ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return () =>
        {
            getVector(ref values);
            int slot = 0;
            foreach (T value in values.DenseValues())
                slots[slots.Length == 1 ? 0 : slot++].Add(convert(value));
        };
    }

    /// <summary>A statistic of the values that are not NaN; 0 if there are none.</summary>
    private sealed class SlotStatistic(ReplacementMode mode)
    {
        private readonly Dictionary<double, int> _counts = [];
        private double _sum, _least = double.PositiveInfinity, _greatest = double.NegativeInfinity;
        private long _count;

        internal double Value => _count == 0 ? 0 : mode switch
        {
            ReplacementMode.Mean => _sum / _count,
            ReplacementMode.Minimum => _least,
            ReplacementMode.Maximum => _greatest,
            _ => _counts.MaxBy(value => value.Value).Key,
        };

        internal void Add(double value)
        {
            if (double.IsNaN(value))
                return;
            _count++;
            _sum += value;
            _least = Math.Min(_least, value);
            _greatest = Math.Max(_greatest, value);
            if (mode == ReplacementMode.Mode)
                _counts[value] = _counts.GetValueOrDefault(value) + 1;
        }
    }
}
