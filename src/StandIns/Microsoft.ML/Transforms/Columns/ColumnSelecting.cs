using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(ColumnSelectingTransformer.LoaderSignature, typeof(ColumnSelectingTransformer))]

namespace Microsoft.ML.Transforms;

/// <summary>Keeps the named columns, in the order given, or drops them.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    internal ColumnSelectingEstimator(IHostEnvironment env, string[] keep, string[] drop, bool keepHidden)
        : base(env.Register(nameof(ColumnSelectingEstimator)), new ColumnSelectingTransformer(keep, drop, keepHidden))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        foreach (string name in Transformer.Names)
        {
            if (!inputSchema.TryFindColumn(name, out _))
                throw Check.MissingColumn("input", name);
        }
        return new SchemaShape(Transformer.Select(inputSchema, c => c.Name));
    }
}

public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderSignature = "SelectColumnsTransform";
    private static readonly VersionInfo _version = new("SELCOLST", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Data");
    private readonly string[] _keep;
    private readonly string[] _drop;
    private readonly bool _keepHidden;

    /// <summary>One of the lists is null.</summary>
    internal ColumnSelectingTransformer(string[] keep, string[] drop, bool keepHidden)
    {
        Check.NonEmpty(keep ?? drop, "columnNames");
        Check.Param(!(keep ?? drop).Any(string.IsNullOrEmpty), "columnNames", "A column name must not be empty.");
        _keep = keep;
        _drop = drop;
        _keepHidden = keepHidden;
    }

    internal IEnumerable<string> Names => _keep ?? _drop;

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new SelectedView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    internal static ColumnSelectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        bool isKeep = ctx.LoadBoolean();
        bool keepHidden = ctx.LoadBoolean();
        ctx.Require(!ctx.LoadBoolean(), "missing columns are to be ignored, which cannot be kept");
        string[] names = new string[ctx.LoadCount(sizeof(int))];
        for (int i = 0; i < names.Length; i++)
            names[i] = ctx.LoadString();
        ctx.Require(names.Length > 0, "there are no columns");
        return new ColumnSelectingTransformer(isKeep ? names : null, isKeep ? null : names, keepHidden);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Check.Value(ctx, nameof(ctx));
        ctx.SetVersionInfo(_version);
        ctx.Writer.Write(_keep != null);
        ctx.Writer.Write(_keepHidden);
        // Whether missing columns are ignored: no public member sets it.
        ctx.Writer.Write(false);
        string[] names = [.. Names];
        ctx.Writer.Write(names.Length);
        foreach (string name in names)
            ctx.SaveString(name);
    }

    /// <summary>What is kept of columns, which may share a name.</summary>
    internal IEnumerable<T> Select<T>(IReadOnlyCollection<T> columns, Func<T, string> name)
    {
        if (_drop != null)
            return columns.Where(c => !_drop.Contains(name(c)));
        ILookup<string, T> byName = columns.ToLookup(name);
        return _keep.Distinct().SelectMany(wanted => byName[wanted]);
    }

    private ColumnSelection Bind(DataViewSchema schema)
    {
        Check.Value(schema, "inputSchema");
        foreach (string name in Names)
            Check.Find(schema, name);
        DataViewSchema.Column[] candidates = [.. schema.Where(c => _keepHidden || !c.IsHidden)];
        return new ColumnSelection(schema, [.. Select(candidates, c => c.Name).Select(c => c.Index)]);
    }
}
