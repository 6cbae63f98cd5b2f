using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(LinearBinaryModelParameters.LoaderSignature, typeof(LinearBinaryModelParameters))]

namespace Microsoft.ML.Trainers;

/// <summary>Scores with a weight for each feature and a bias.</summary>
public abstract class LinearModelParameters : ModelParametersBase<float>, ICalculateFeatureContribution
{
    private readonly float[] _weights;

    private protected LinearModelParameters(float[] weights, float bias)
    {
        _weights = weights;
        Bias = bias;
    }

    public float Bias { get; protected set; }
    public IReadOnlyList<float> Weights => _weights;

    FeatureContributionCalculator ICalculateFeatureContribution.FeatureContributionCalculator => new(_weights);

    internal float Score(in VBuffer<float> features) => LinearScore.Of(features, _weights, Bias);
}

/// <summary>A linear model of two classes; the score is the log-odds.</summary>
public sealed class LinearBinaryModelParameters : LinearModelParameters
{
    internal const string LoaderSignature = "Linear2CExec";
    private static readonly VersionInfo _version = new("LINEAR2C", 0x00020002, 0x00020001, LoaderSignature, "Microsoft.ML.StandardTrainers");

    internal LinearBinaryModelParameters(float[] weights, float bias) : base(weights, bias)
    {
    }

    internal static LinearBinaryModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        LoadNumberSize(ctx);
        float bias = ctx.Reader.ReadSingle();
        ctx.Require(float.IsFinite(bias), "the bias is not finite");
        int features = ctx.Reader.ReadInt32();
        ctx.Require(features > 0, $"{features} features are impossible");
        return new LinearBinaryModelParameters(LinearScore.LoadSparse(ctx, features), bias);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveNumberSize(ctx);
        ctx.Writer.Write(Bias);
        ctx.Writer.Write(Weights.Count);
        ctx.SaveIntegers([]);
        ctx.SaveSingles([.. Weights]);
    }
}
