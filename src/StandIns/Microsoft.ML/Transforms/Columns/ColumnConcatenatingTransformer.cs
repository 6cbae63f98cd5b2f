using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableModel(ColumnConcatenatingTransformer.LoaderSignature, typeof(ColumnConcatenatingTransformer))]

namespace Microsoft.ML.Data;

public sealed class ColumnConcatenatingTransformer : RowToRowTransformerBase
{
    internal const string LoaderSignature = "ConcatTransform";
    private static readonly VersionInfo _version = new("CONCAT F", 0x00010003, 0x00010003, LoaderSignature, "Microsoft.ML.Data", Alternate: "ConcatFunction");
    private readonly (string Output, string[] Inputs)[] _columns;

    internal ColumnConcatenatingTransformer(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
        : this(env, [(outputColumnName, inputColumnNames)])
    {
    }

    private ColumnConcatenatingTransformer(IHostEnvironment env, (string Output, string[] Inputs)[] columns)
        : base(env.Register(nameof(ColumnConcatenatingTransformer)))
    {
        foreach ((string output, string[] inputs) in columns)
            Check.Param(inputs.Length > 0, "inputColumnNames", $"Column '{output}' needs at least one input column.");
        _columns = columns;
    }

    internal static ColumnConcatenatingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        var columns = new (string, string[])[ctx.LoadCount(2 * sizeof(int))];
        ctx.Require(columns.Length > 0, "there are no columns");
        for (int i = 0; i < columns.Length; i++)
        {
            string output = ctx.LoadString();
            string[] inputs = new string[ctx.LoadCount(2 * sizeof(int))];
            for (int j = 0; j < inputs.Length; j++)
            {
                inputs[j] = ctx.LoadString();
                // An alias for slot names: no public member sets one.
                string alias = ctx.LoadStringOrNull();
                ctx.Require(alias == null, $"input '{inputs[j]}' has the alias '{alias}', which cannot be kept");
            }
            ctx.Require(inputs.Length > 0, $"column '{output}' has no inputs");
            columns[i] = (output, inputs);
        }
        return new ColumnConcatenatingTransformer(env, columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        ctx.Writer.Write(_columns.Length);
        foreach ((string output, string[] inputs) in _columns)
        {
            ctx.SaveString(output);
            ctx.Writer.Write(inputs.Length);
            foreach (string input in inputs)
            {
                ctx.SaveString(input);
                ctx.SaveStringOrNull(null);
            }
        }
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, _columns);

    private sealed class Mapper : RowMapper
    {
        private readonly Concatenation[] _concatenations;

        internal Mapper(DataViewSchema schema, (string Output, string[] Inputs)[] columns) : base(schema) =>
            _concatenations = [.. columns.Select(c => new Concatenation(c.Output, [.. c.Inputs.Select(name => Check.Find(schema, name))]))];

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. _concatenations.Select(c => c.OutputColumn)];

        internal override IEnumerable<int> GetDependencies(int output) => _concatenations[output].Inputs.Select(c => c.Index);

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return _concatenations[output].CreateGetter(input);
        }
    }
}
