using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Scales columns by the least and greatest value of each slot, or by their mean and variance.</summary>
public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly (string OutputColumnName, string InputColumnName)[] _columns;
    private readonly long _maximumExampleCount;
    private readonly bool _fixZero, _byMoments;

    internal NormalizingEstimator(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, long maximumExampleCount, bool fixZero, bool byMoments)
    {
        Check.Range(maximumExampleCount > 1, nameof(maximumExampleCount), $"There must be more than 1 example to normalize by, not {maximumExampleCount}.");
        _env = env;
        _columns = columns;
        _maximumExampleCount = maximumExampleCount;
        _fixZero = fixZero;
        _byMoments = byMoments;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        DataViewSchema.Column[] inputs = Array.ConvertAll(_columns, c => NormalizingTransformer.FindInput(input.Schema, c.InputColumnName));
        using DataViewRowCursor cursor = input.GetRowCursor(inputs);
        int[] slots = Array.ConvertAll(inputs, c => c.Type is VectorDataViewType vector ? vector.Size : 1);
        var readers = Array.ConvertAll(inputs, c => SlotReader.Create(cursor, c));
        var ranges = Array.ConvertAll(slots, count => new SlotRanges(count));
        var moments = Array.ConvertAll(slots, count => new SlotMoments(count));
        for (long row = 0; row < _maximumExampleCount && cursor.MoveNext(); row++)
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                if (_byMoments)
                    moments[i].Add(readers[i]());
                else
                    ranges[i].Add(readers[i]());
            }
        }
        return new NormalizingTransformer(_env, _columns, Array.ConvertAll(inputs, c => c.Type),
            _byMoments ? Array.ConvertAll(moments, m => m.ToAffine(_fixZero)) : Array.ConvertAll(ranges, r => r.ToAffine(_fixZero)));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column input))
                throw Check.MissingColumn("input", pair.InputColumnName);
            bool isReal = input.ItemType == NumberDataViewType.Single || input.ItemType == NumberDataViewType.Double;
            if (!isReal || input.Kind == SchemaShape.Column.VectorKind.VariableVector)
                throw Check.SchemaMismatch("input", pair.InputColumnName, NormalizingTransformer.ExpectedType, input.TypeString());
            List<SchemaShape.Column> annotations = [SchemaShape.Column.Create(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance)];
            if (input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slots))
                annotations.Add(slots);
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, input.ItemType, false, new SchemaShape(annotations));
        }));
    }
}
