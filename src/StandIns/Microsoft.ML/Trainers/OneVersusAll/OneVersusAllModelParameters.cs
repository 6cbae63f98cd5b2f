using System.Globalization;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(OneVersusAllModelParameters.LoaderSignature, typeof(OneVersusAllModelParameters))]

namespace Microsoft.ML.Trainers;

/// <summary>A model of two classes for each class: the scores are their probabilities, divided by their sum, or else their scores.</summary>
public sealed class OneVersusAllModelParameters : ModelParametersBase<VBuffer<float>>, IVectorModel
{
    internal const string LoaderSignature = "OVAExec";
    private static readonly VersionInfo _version = new("TLC OVA ", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.StandardTrainers");
    private readonly ICanSaveModel[] _models;
    private readonly bool _useProbabilities;

    /// <param name="models">Linear models, calibrated where <paramref name="useProbabilities"/>.</param>
    /// <param name="useProbabilities">Whether the scores are probabilities.</param>
    internal OneVersusAllModelParameters(ICanSaveModel[] models, bool useProbabilities) => (_models, _useProbabilities) = (models, useProbabilities);

    int IVectorModel.NumberOfOutputs => _models.Length;

    internal static OneVersusAllModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        LoadNumberSize(ctx);
        bool useProbabilities = ctx.LoadBoolean();
        int classes = ctx.Reader.ReadInt32();
        ctx.Require(classes > 0 && ctx.HasModel(Name(classes - 1)), $"there are no models of {classes} classes");
        var models = new ICanSaveModel[classes];
        for (int c = 0; c < classes; c++)
        {
            models[c] = ctx.LoadModel<ICanSaveModel>(env, Name(c));
            ctx.Require(Linear(models[c]) != null && Linear(models[c]).Weights.Count == Linear(models[0]).Weights.Count, $"a '{models[c].GetType()}' does not fit");
            ctx.Require(!useProbabilities || models[c] is CalibratedModelParametersBase, $"a '{models[c].GetType()}' gives no probabilities");
        }
        return new OneVersusAllModelParameters(models, useProbabilities);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveNumberSize(ctx);
        ctx.Writer.Write(_useProbabilities);
        ctx.Writer.Write(_models.Length);
        for (int c = 0; c < _models.Length; c++)
            ctx.SaveModel(_models[c], Name(c));
    }

    void IVectorModel.Score(in VBuffer<float> features, ref VBuffer<float> scores)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref scores, _models.Length);
        double sum = 0;
        for (int c = 0; c < _models.Length; c++)
        {
            float score = Linear(_models[c]).Score(features);
            editor.Values[c] = _useProbabilities ? ((CalibratedModelParametersBase)_models[c]).Calibrator.PredictProbability(score) : score;
            sum += float.IsNaN(editor.Values[c]) ? 0 : editor.Values[c];
        }
        // Where all are 0 they stay so.
        for (int c = 0; c < _models.Length && _useProbabilities && sum > 0; c++)
            editor.Values[c] = (float)(editor.Values[c] / sum);
        scores = editor.Commit();
    }

    private static LinearModelParameters Linear(ICanSaveModel model) => ((model as CalibratedModelParametersBase)?.SubModel ?? model) as LinearModelParameters;

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"SubPredictor_{index:000}");
}
