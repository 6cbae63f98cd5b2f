using Microsoft.ML.Calibrators;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(CalibratedLinearModel.LoaderSignature, typeof(CalibratedLinearModel))]

namespace Microsoft.ML.Calibrators;

/// <summary>A model and the calibrator that makes its scores probabilities.</summary>
public abstract class CalibratedModelParametersBase
{
    private protected CalibratedModelParametersBase(object subModel, ICalibrator calibrator)
    {
        SubModel = subModel;
        Calibrator = calibrator;
    }

    public object SubModel { get; }
    public ICalibrator Calibrator { get; }
}

/// <summary>The same with the types of both parts known.</summary>
public abstract class CalibratedModelParametersBase<TSubModel, TCalibrator> : CalibratedModelParametersBase
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    private protected CalibratedModelParametersBase(TSubModel subModel, TCalibrator calibrator) : base(subModel, calibrator)
    {
    }

    public new TSubModel SubModel => (TSubModel)base.SubModel;
    public new TCalibrator Calibrator => (TCalibrator)base.Calibrator;
}

/// <summary>What logistic regression learns.</summary>
internal sealed class CalibratedLinearModel(LinearBinaryModelParameters subModel, PlattCalibrator calibrator)
    : CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>(subModel, calibrator), ICanSaveModel
{
    internal const string LoaderSignature = "PMixCaliPredExec";
    private static readonly VersionInfo _version = new("PMIXCALP", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Data");

    internal static CalibratedLinearModel Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        return new CalibratedLinearModel(
            ctx.LoadModel<LinearBinaryModelParameters>(env, "Predictor"), ctx.LoadModel<PlattCalibrator>(env, "Calibrator"));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        ctx.SaveModel(SubModel, "Predictor");
        ctx.SaveModel(Calibrator, "Calibrator");
    }
}
