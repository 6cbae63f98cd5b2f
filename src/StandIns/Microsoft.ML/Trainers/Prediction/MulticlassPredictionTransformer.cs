using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(MulticlassPrediction.LoaderSignature, typeof(MulticlassPrediction))]

namespace Microsoft.ML.Data;

/// <summary>Adds PredictedLabel, a key like the label, and Score, the probability of each class.</summary>
public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private static readonly VersionInfo _version = new("MC  PRED", 0x00010002, 0x00010001, MulticlassPrediction.LoaderSignature, "Microsoft.ML.Data");
    private readonly DataViewSchema.DetachedColumn _label;

    internal MulticlassPredictionTransformer(IHost host, TModel model, string featureColumnName, DataViewType featureColumnType, DataViewSchema.DetachedColumn label)
        : base(host, model, featureColumnName, featureColumnType) => _label = label;

    internal static MulticlassPredictionTransformer<TModel> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        (TModel model, DataViewSchema schema, DataViewSchema.Column features) = LoadParts(env, ctx);
        DataViewSchema.Column? label = schema.GetColumnOrNull(ctx.LoadString());
        ctx.Require(label?.Type is KeyDataViewType, "the label column is not in the schema");
        if (ctx.Version >= 0x00010002)
        {
            string score = ctx.LoadStringOrNull(), predicted = ctx.LoadStringOrNull();
            ctx.Require(score == ScoreColumns.Score && predicted == ScoreColumns.PredictedLabel, $"the outputs are named '{score}' and '{predicted}'");
        }
        return new MulticlassPredictionTransformer<TModel>(env.Register(nameof(MulticlassPrediction)), model, features.Name, features.Type,
            new DataViewSchema.DetachedColumn(label.Value));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveParts(ctx, _label);
        ctx.SaveString(_label.Name);
        ctx.SaveString(ScoreColumns.Score);
        ctx.SaveString(ScoreColumns.PredictedLabel);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) =>
        new MulticlassScoreMapper(schema, FindFeatures(schema), (IVectorModel)(object)Model, _label);
}

internal static class MulticlassPrediction
{
    internal const string LoaderSignature = "MulticlassPredXfer";

    internal static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx) => ctx.LoaderOf("Model") == OneVersusAllModelParameters.LoaderSignature
        ? MulticlassPredictionTransformer<OneVersusAllModelParameters>.Create(env, ctx)
        : MulticlassPredictionTransformer<MaximumEntropyModelParameters>.Create(env, ctx);
}
