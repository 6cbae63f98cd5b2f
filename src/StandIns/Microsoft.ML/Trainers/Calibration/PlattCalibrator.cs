using Microsoft.ML.Calibrators;
using Microsoft.ML.Runtime;

[assembly: LoadableModel(PlattCalibrator.LoaderSignature, typeof(PlattCalibrator))]

namespace Microsoft.ML.Calibrators;

/// <summary>Turns a score into a probability.</summary>
public interface ICalibrator
{
    float PredictProbability(float output);
}

/// <summary>Probability 1 / (1 + exp(slope * score + offset)).</summary>
public sealed class PlattCalibrator : ICalibrator, ICanSaveModel
{
    internal const string LoaderSignature = "PlattCaliExec";
    private static readonly VersionInfo _version = new("PLATTCAL", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Data");

    internal PlattCalibrator(double slope, double offset)
    {
        Slope = slope;
        Offset = offset;
    }

    public double Slope { get; }
    public double Offset { get; }

    public float PredictProbability(float output) => (float)(1 / (1 + Math.Exp(Slope * output + Offset)));

    internal static PlattCalibrator Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        double slope = ctx.Reader.ReadDouble(), offset = ctx.Reader.ReadDouble();
        ctx.Require(double.IsFinite(slope) && double.IsFinite(offset), "a parameter of the calibrator is not finite");
        return new PlattCalibrator(slope, offset);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        ctx.Writer.Write(Slope);
        ctx.Writer.Write(Offset);
    }
}
