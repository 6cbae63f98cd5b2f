using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(ClusteringPrediction.LoaderSignature, typeof(ClusteringPrediction))]

namespace Microsoft.ML.Data;

/// <summary>Adds PredictedLabel, a key that is the nearest cluster's number, and Score, the squared distance to each.</summary>
public sealed class ClusteringPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private static readonly VersionInfo _version = new("CLUSPRED", 0x00010001, 0x00010001, ClusteringPrediction.LoaderSignature, "Microsoft.ML.Data");

    internal ClusteringPredictionTransformer(IHost host, TModel model, string featureColumnName, DataViewType featureColumnType)
        : base(host, model, featureColumnName, featureColumnType)
    {
    }

    internal static ClusteringPredictionTransformer<TModel> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        (TModel model, _, DataViewSchema.Column features) = LoadParts(env, ctx);
        ctx.Require(model is IVectorModel, $"a '{model.GetType()}' finds no clusters");
        return new ClusteringPredictionTransformer<TModel>(env.Register(nameof(ClusteringPrediction)), model, features.Name, features.Type);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveParts(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new ClusteringScoreMapper(schema, FindFeatures(schema), (IVectorModel)(object)Model);
}

internal static class ClusteringPrediction
{
    internal const string LoaderSignature = "ClusteringPredXfer";

    /// <summary>As the real package, which does not find out the type of the model inside: a loaded transformer is of its base.</summary>
    internal static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx) =>
        ClusteringPredictionTransformer<ModelParametersBase<VBuffer<float>>>.Create(env, ctx);
}

internal sealed class ClusteringScoreMapper(DataViewSchema schema, DataViewSchema.Column features, IVectorModel model) : RowMapper(schema)
{
    internal override DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        uint set = ScoreColumns.NextSetId(InputSchema);
        return
        [
            new(ScoreColumns.PredictedLabel, new KeyDataViewType(typeof(uint), model.NumberOfOutputs),
                ScoreColumns.Annotations(ScoreColumns.Clustering, ScoreColumns.PredictedLabel, set).ToAnnotations()),
            new(ScoreColumns.Score, new VectorDataViewType(NumberDataViewType.Single, model.NumberOfOutputs),
                ScoreColumns.Annotations(ScoreColumns.Clustering, ScoreColumns.Score, set).ToAnnotations()),
        ];
    }

    internal override IEnumerable<int> GetDependencies(int output) => [features.Index];

    internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
    {
        disposer = null;
        ValueGetter<VBuffer<float>> get = input.GetGetter<VBuffer<float>>(input.Schema[features.Index]);
        VBuffer<float> buffer = default, scores = default;
        if (output == 1)
        {
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                get(ref buffer);
                model.Score(buffer, ref value);
            });
        }
        return (ValueGetter<uint>)((ref uint value) =>
        {
            get(ref buffer);
            model.Score(buffer, ref scores);
            ReadOnlySpan<float> values = scores.GetValues();
            int best = 0;
            for (int c = 1; c < values.Length; c++)
                best = values[c] < values[best] ? c : best;
            // A missing feature leaves no cluster.
            value = float.IsNaN(values[best]) ? 0 : (uint)best + 1;
        });
    }
}
