using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(PrincipalComponentAnalysisTransformer.LoaderSignature, typeof(PrincipalComponentAnalysisTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class PrincipalComponentAnalysisTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "PcaTransform";
    private static readonly VersionInfo _version = new("PCA FUNC", 0x00010002, 0x00010002, LoaderSignature, "Microsoft.ML.PCA", Oldest: 0x00010001);
    private readonly PrincipalProjection[] _projections;

    internal PrincipalComponentAnalysisTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, PrincipalProjection[] projections)
        : base(env.Register(nameof(PrincipalComponentAnalysisTransformer)), columns) => _projections = projections;

    internal static PrincipalComponentAnalysisTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        if (ctx.Version < 0x00010002)
            ctx.Require(ctx.Reader.ReadInt32() == sizeof(float), "numbers of another size cannot be read");
        var columns = LoadColumns(ctx);
        return new PrincipalComponentAnalysisTransformer(env, columns, Array.ConvertAll(columns, _ => PrincipalProjection.Load(ctx)));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        foreach (PrincipalProjection projection in _projections)
            projection.Save(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, this);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly PrincipalProjection[] _projections;

        internal Mapper(DataViewSchema schema, PrincipalComponentAnalysisTransformer owner) : base(schema, owner.ColumnPairs)
        {
            _projections = owner._projections;
            for (int i = 0; i < Inputs.Count; i++)
            {
                DataViewSchema.Column input = PrincipalComponentAnalyzer.FindInput(schema, Inputs[i].Name);
                if (((VectorDataViewType)input.Type).Size != _projections[i].Dimension)
                    throw Check.SchemaMismatch("input", input.Name, new VectorDataViewType(NumberDataViewType.Single, _projections[i].Dimension).ToString(), input.Type.ToString());
            }
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. ColumnPairs.Select((pair, i) => new DataViewSchema.DetachedColumn(pair.OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, _projections[i].Rank)))];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            ValueGetter<VBuffer<float>> get = input.GetGetter<VBuffer<float>>(input.Schema[Inputs[output].Index]);
            PrincipalProjection projection = _projections[output];
            VBuffer<float> features = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> result) =>
            {
                get(ref features);
                VBufferEditor<float> editor = VBufferEditor.Create(ref result, projection.Rank);
                projection.Apply(features, editor.Values);
                result = editor.Commit();
            });
        }
    }
}
