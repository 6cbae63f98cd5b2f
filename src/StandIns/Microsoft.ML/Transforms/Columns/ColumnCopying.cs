using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(ColumnCopyingTransformer.LoaderSignature, typeof(ColumnCopyingTransformer))]

namespace Microsoft.ML.Transforms;

/// <summary>Gives columns a second name.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    internal ColumnCopyingEstimator(IHostEnvironment env, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(ColumnCopyingEstimator)), new ColumnCopyingTransformer(env, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair => inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column input)
            ? input.Renamed(pair.OutputColumnName)
            : throw Check.MissingColumn("input", pair.InputColumnName)));
    }
}

public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "CopyTransform";
    private static readonly VersionInfo _version = new("COPYCOLT", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Data");

    internal ColumnCopyingTransformer(IHostEnvironment env, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(ColumnCopyingTransformer)), columns)
    {
    }

    internal (string OutputColumnName, string InputColumnName)[] Columns => ColumnPairs;

    internal static ColumnCopyingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        return new ColumnCopyingTransformer(env, LoadColumns(ctx));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, ColumnPairs);

    private sealed class Mapper(DataViewSchema schema, (string OutputColumnName, string InputColumnName)[] columns)
        : OneToOneRowMapper(schema, columns)
    {
        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. ColumnPairs.Zip(Inputs, (pair, input) => new DataViewSchema.DetachedColumn(pair.OutputColumnName, input.Type, input.Annotations))];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return Reflected.Getter(input, input.Schema[Inputs[output].Index]);
        }
    }
}
