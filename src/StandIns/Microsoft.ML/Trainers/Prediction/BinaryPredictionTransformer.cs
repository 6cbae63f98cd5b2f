using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(BinaryPrediction.LoaderSignature, typeof(BinaryPrediction))]

namespace Microsoft.ML.Data;

/// <summary>Adds PredictedLabel, Score and, where the model is calibrated, Probability.</summary>
public sealed class BinaryPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private static readonly VersionInfo _version = new("BIN PRED", 0x00010001, 0x00010001, BinaryPrediction.LoaderSignature, "Microsoft.ML.Data");

    internal BinaryPredictionTransformer(IHost host, TModel model, string featureColumnName, DataViewType featureColumnType)
        : base(host, model, featureColumnName, featureColumnType)
    {
    }

    internal static BinaryPredictionTransformer<TModel> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        (TModel model, _, DataViewSchema.Column features) = LoadParts(env, ctx);
        float threshold = ctx.Reader.ReadSingle();
        ctx.Require(threshold == 0 && ctx.LoadString() == ScoreColumns.Score, "the threshold is not the score 0");
        return new BinaryPredictionTransformer<TModel>(env.Register(nameof(BinaryPrediction)), model, features.Name, features.Type);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveParts(ctx);
        ctx.Writer.Write(0f);
        ctx.SaveString(ScoreColumns.Score);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema)
    {
        var calibrated = Model as CalibratedModelParametersBase;
        return new BinaryScoreMapper(schema, FindFeatures(schema), (LinearModelParameters)(calibrated?.SubModel ?? Model), calibrated?.Calibrator);
    }
}

internal static class BinaryPrediction
{
    internal const string LoaderSignature = "BinaryPredXfer";

    internal static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx) =>
        BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>.Create(env, ctx);
}

internal sealed class BinaryScoreMapper(DataViewSchema schema, DataViewSchema.Column features, LinearModelParameters model, ICalibrator calibrator)
    : RowMapper(schema)
{
    internal override DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        uint set = ScoreColumns.NextSetId(InputSchema);
        DataViewSchema.DetachedColumn predicted = Column(ScoreColumns.PredictedLabel, BooleanDataViewType.Instance);
        DataViewSchema.DetachedColumn score = Column(ScoreColumns.Score, NumberDataViewType.Single);
        return calibrator == null ? [predicted, score] : [predicted, score, Column(ScoreColumns.Probability, NumberDataViewType.Single)];

        DataViewSchema.DetachedColumn Column(string name, DataViewType type)
        {
            var annotations = ScoreColumns.Annotations(ScoreColumns.Binary, name, set);
            if (name == ScoreColumns.Probability)
                annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            return new DataViewSchema.DetachedColumn(name, type, annotations.ToAnnotations());
        }
    }

    internal override IEnumerable<int> GetDependencies(int output) => [features.Index];

    internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
    {
        disposer = null;
        ValueGetter<VBuffer<float>> get = input.GetGetter<VBuffer<float>>(input.Schema[features.Index]);
        VBuffer<float> buffer = default;
        float Score()
        {
            get(ref buffer);
            return model.Score(buffer);
        }
        return output switch
        {
            0 => (ValueGetter<bool>)((ref bool value) => value = Score() > 0),
            1 => (ValueGetter<float>)((ref float value) => value = Score()),
            _ => (ValueGetter<float>)((ref float value) => value = calibrator.PredictProbability(Score())),
        };
    }
}
