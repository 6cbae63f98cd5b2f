using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Computes the columns that <typeparamref name="TDst"/> has from those that <typeparamref name="TSrc"/> has.</summary>
public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(IHostEnvironment env, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition)
        : base(env.Register(nameof(CustomMappingEstimator<,>)),
            new CustomMappingTransformer<TSrc, TDst>(env, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        foreach (MemberColumn wanted in Transformer.InputColumns)
        {
            if (!inputSchema.TryFindColumn(wanted.ColumnName, out SchemaShape.Column found))
                throw Check.MissingColumn("input", wanted.ColumnName);
            var expected = SchemaShape.Column.Create(wanted.ColumnName, wanted.ColumnType);
            // A vector without a declared size takes vectors of any.
            bool kindFits = expected.Kind == found.Kind
                || (expected.Kind == SchemaShape.Column.VectorKind.VariableVector && found.Kind == SchemaShape.Column.VectorKind.Vector);
            if (!kindFits || !expected.ItemType.Equals(found.ItemType) || expected.IsKey != found.IsKey)
                throw Check.SchemaMismatch("input", wanted.ColumnName, expected.TypeString(), found.TypeString());
        }
        return inputSchema.With(Transformer.OutputColumns.Select(c => SchemaShape.Column.Create(c.ColumnName, c.ColumnType, c.Annotations)));
    }
}
