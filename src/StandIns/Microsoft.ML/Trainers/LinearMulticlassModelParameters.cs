using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(MaximumEntropyModelParameters.LoaderSignature, typeof(MaximumEntropyModelParameters))]

namespace Microsoft.ML.Trainers;

/// <summary>A linear model for each of several classes.</summary>
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>
{
    private protected readonly float[][] ClassWeights;
    private protected readonly float[] Biases;

    private protected LinearMulticlassModelParametersBase(float[][] weights, float[] biases)
    {
        ClassWeights = weights;
        Biases = biases;
    }

    internal int NumberOfClasses => Biases.Length;
    internal int NumberOfFeatures => ClassWeights[0].Length;

    public IEnumerable<float> GetBiases() => Biases;

    /// <summary>Copies the weights, one vector a class.</summary>
    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = NumberOfClasses;
        weights = [.. ClassWeights.Select(w => new VBuffer<float>(w.Length, (float[])w.Clone()))];
    }

    internal abstract void Score(in VBuffer<float> features, ref VBuffer<float> scores);
}

/// <summary>Multinomial logistic regression: the scores are the probabilities of the classes.</summary>
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal const string LoaderSignature = "MultiClassLRExec";
    private static readonly VersionInfo _version = new("MULTI LR", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.StandardTrainers");

    internal MaximumEntropyModelParameters(float[][] weights, float[] biases) : base(weights, biases)
    {
    }

    internal static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        float[] biases = LinearScore.LoadWeights(ctx);
        float[][] weights = [.. biases.Select(_ => LinearScore.LoadWeights(ctx))];
        ctx.Require(biases.Length > 0 && weights.All(w => w.Length == weights[0].Length), "the weights of the classes differ in length");
        return new MaximumEntropyModelParameters(weights, biases);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        LinearScore.SaveWeights(ctx, Biases);
        foreach (float[] weights in ClassWeights)
            LinearScore.SaveWeights(ctx, weights);
    }

    internal override void Score(in VBuffer<float> features, ref VBuffer<float> scores)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref scores, NumberOfClasses);
        double best = double.NegativeInfinity, sum = 0;
        for (int c = 0; c < NumberOfClasses; c++)
        {
            editor.Values[c] = LinearScore.Of(features, ClassWeights[c], Biases[c]);
            best = Math.Max(best, editor.Values[c]);
        }
        for (int c = 0; c < NumberOfClasses; c++)
            sum += Math.Exp(editor.Values[c] - best);
        for (int c = 0; c < NumberOfClasses; c++)
            editor.Values[c] = (float)(Math.Exp(editor.Values[c] - best) / sum);
        scores = editor.Commit();
    }
}
