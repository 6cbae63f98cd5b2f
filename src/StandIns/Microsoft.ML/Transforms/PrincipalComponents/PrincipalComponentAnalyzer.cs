using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>
/// Finds the directions of greatest variance, from a random sketch of the covariance (Halko et al. 2009, arXiv:0909.4061). Exact where
/// rank and oversampling together reach the number of features.
/// </summary>
public sealed class PrincipalComponentAnalyzer : IEstimator<PrincipalComponentAnalysisTransformer>
{
    private const string ExpectedType = "a vector of Single of known size, of two or more slots";
    private readonly IHost _host;
    private readonly (string OutputColumnName, string InputColumnName) _columns;
    private readonly string _weightColumnName;
    private readonly int _rank, _overSampling;
    private readonly bool _ensureZeroMean;
    private readonly int? _seed;

    internal PrincipalComponentAnalyzer(IHostEnvironment env, (string OutputColumnName, string InputColumnName) columns, string exampleWeightColumnName,
        int rank, int overSampling, bool ensureZeroMean, int? seed)
    {
        Check.Param(rank > 0, nameof(rank), $"The rank must be positive, but is {rank}.");
        Check.Param(overSampling >= 0, nameof(overSampling), $"The oversampling must not be negative, but is {overSampling}.");
        _host = env.Register(nameof(PrincipalComponentAnalyzer));
        (_columns, _weightColumnName, _rank, _overSampling, _ensureZeroMean, _seed) = (columns, exampleWeightColumnName, rank, overSampling, ensureZeroMean, seed);
    }

    public PrincipalComponentAnalysisTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        DataViewSchema.Column features = FindInput(input.Schema, _columns.InputColumnName);
        DataViewSchema.Column? weights = _weightColumnName == null ? null : Check.Find(input.Schema, _weightColumnName, "weight");
        if (weights is { Type: var type } && type != NumberDataViewType.Single)
            throw Check.SchemaMismatch("weight", _weightColumnName, "Single", type.ToString());
        int size = ((VectorDataViewType)features.Type).Size;
        Check.Param(_rank <= size, "rank", $"The rank must be at most the size of column '{features.Name}', {size}, but is {_rank}.");
        var sketch = new CovarianceSketch(input, features, weights, _ensureZeroMean);
        double[][] components = sketch.Components(_rank, Math.Min(_rank + _overSampling, size), _seed is { } seed ? new Random(seed) : _host.Rand);
        return new PrincipalComponentAnalysisTransformer(_host, [_columns], [PrincipalProjection.Of(components, sketch.Mean)]);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        if (!inputSchema.TryFindColumn(_columns.InputColumnName, out SchemaShape.Column input))
            throw Check.MissingColumn("input", _columns.InputColumnName);
        if (input.Kind != SchemaShape.Column.VectorKind.Vector || input.ItemType != NumberDataViewType.Single)
            throw Check.SchemaMismatch("input", input.Name, ExpectedType, input.TypeString());
        return inputSchema.With(new SchemaShape.Column(_columns.OutputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false));
    }

    internal static DataViewSchema.Column FindInput(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Check.Find(schema, name);
        return column.Type is VectorDataViewType { Size: > 1 } vector && vector.ItemType == NumberDataViewType.Single
            ? column
            : throw Check.SchemaMismatch("input", name, ExpectedType, column.Type.ToString());
    }
}
