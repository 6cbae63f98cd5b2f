using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Joins columns of one item type into a vector.</summary>
public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHostEnvironment _env;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
    {
        Check.NonEmpty(outputColumnName, nameof(outputColumnName));
        Check.Value(inputColumnNames, nameof(inputColumnNames));
        Check.Param(!inputColumnNames.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "An input column name must not be empty.");
        _env = env;
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var transformer = new ColumnConcatenatingTransformer(_env, _output, _inputs);
        // Only to report columns that do not fit.
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        SchemaShape.Column[] inputs = [.. _inputs.Select(name =>
            inputSchema.TryFindColumn(name, out SchemaShape.Column column) ? column : throw Check.MissingColumn("input", name))];
        DataViewType item = inputs[0].ItemType;
        foreach (SchemaShape.Column input in inputs)
        {
            if (!input.ItemType.Equals(item) || input.IsKey != inputs[0].IsKey)
                throw Check.SchemaMismatch("input", input.Name, item.ToString(), input.TypeString());
        }

        bool isVariable = inputs.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector);
        List<SchemaShape.Column> annotations = [];
        if (!isVariable && inputs.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || Has(c, AnnotationKinds.SlotNames)))
            annotations.Add(SchemaShape.Column.Create(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, 1)));
        if (inputs.All(c => Has(c, AnnotationKinds.IsNormalized)))
            annotations.Add(SchemaShape.Column.Create(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
        var kind = isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        return inputSchema.With(new SchemaShape.Column(_output, kind, item, inputs[0].IsKey, new SchemaShape(annotations)));
    }

    private static bool Has(SchemaShape.Column column, string annotation) => column.Annotations.TryFindColumn(annotation, out _);
}
