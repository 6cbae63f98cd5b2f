using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Numbers the values of columns, from 1; what was not seen when fitting becomes 0, missing.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly (string OutputColumnName, string InputColumnName)[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _keyOrdinality;
    private readonly bool _asText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns,
        int maximumNumberOfKeys, KeyOrdinality keyOrdinality, bool addKeyValueAnnotationsAsText, IDataView keyData)
    {
        Check.Range(maximumNumberOfKeys > 0, nameof(maximumNumberOfKeys), $"There must be room for a key, not for {maximumNumberOfKeys}.");
        Check.Param(keyData == null || keyData.Schema.Count == 1, nameof(keyData), $"{nameof(keyData)} must have exactly one column.");
        _env = env;
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _keyOrdinality = keyOrdinality;
        _asText = addKeyValueAnnotationsAsText;
        _keyData = keyData;
    }

    /// <summary>In which order the values are numbered.</summary>
    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        Terms[] terms = Array.ConvertAll(_columns, pair =>
        {
            DataViewSchema.Column column = Check.Find(input.Schema, pair.InputColumnName);
            IDataView source = _keyData ?? input;
            return Terms.Collect(source, _keyData == null ? column : source.Schema[0], _maximumNumberOfKeys, _keyOrdinality == KeyOrdinality.ByValue);
        });
        return new ValueToKeyMappingTransformer(_env, _columns, terms, Array.ConvertAll(_columns, _ => _asText));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column input))
                throw Check.MissingColumn("input", pair.InputColumnName);
            if (input.IsKey || input.ItemType is not PrimitiveDataViewType item)
                throw Check.SchemaMismatch("input", pair.InputColumnName, "a primitive type or a vector", input.TypeString());
            List<SchemaShape.Column> annotations =
                [SchemaShape.Column.Create(AnnotationKinds.KeyValues, new VectorDataViewType(_asText ? TextDataViewType.Instance : item, 1))];
            if (input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slotNames))
                annotations.Add(slotNames);
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, NumberDataViewType.UInt32, true, new SchemaShape(annotations));
        }));
    }
}
