using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(MaximumEntropyModelParameters.LoaderSignature, typeof(MaximumEntropyModelParameters))]

namespace Microsoft.ML.Trainers;

/// <summary>A linear model for each of several classes.</summary>
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>, IVectorModel
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

    int IVectorModel.NumberOfOutputs => NumberOfClasses;

    void IVectorModel.Score(in VBuffer<float> features, ref VBuffer<float> scores) => Score(features, ref scores);
}

/// <summary>Multinomial logistic regression: the scores are the probabilities of the classes.</summary>
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal const string LoaderSignature = "MultiClassLRExec";
    private static readonly VersionInfo _version = new("MULTI LR", 0x00010003, 0x00010001, LoaderSignature, "Microsoft.ML.StandardTrainers");

    internal MaximumEntropyModelParameters(float[][] weights, float[] biases) : base(weights, biases)
    {
    }

    internal static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        LoadNumberSize(ctx);
        int features = ctx.Reader.ReadInt32(), classes = ctx.Reader.ReadInt32();
        ctx.Require(features >= 1 && classes >= 1, $"{features} features and {classes} classes are impossible");
        float[] biases = LinearScore.Finite(ctx, ctx.LoadSingles(classes));
        int[] starts = ctx.LoadIntegers(), indices = ctx.LoadIntegers();
        int values = ctx.LoadCount(sizeof(float));
        if (starts.Length == 0)
        {
            ctx.Require(indices.Length == 0 && values == (long)features * classes, $"there are {values} weights for {features} features of {classes} classes");
            return new MaximumEntropyModelParameters([.. biases.Select(_ => LinearScore.Finite(ctx, ctx.LoadSingles(features)))], biases);
        }

        // Only the weights that are not 0, class after class: where each class begins, the features, the weights.
        ctx.Require(starts.Length == classes + 1 && starts[0] == 0 && starts[^1] == indices.Length && values == indices.Length, "weights are missing");
        ctx.Require(features <= LinearScore.MostFeatures / classes, $"{features} features of {classes} classes are more than {LinearScore.MostFeatures}");
        float[][] weights = [.. biases.Select(_ => new float[features])];
        for (int c = 0; c < classes; c++)
        {
            ctx.Require(starts[c + 1] >= starts[c] && starts[c + 1] <= indices.Length, "classes are out of order");
            for (int i = starts[c]; i < starts[c + 1]; i++)
            {
                ctx.Require(indices[i] < features && indices[i] > (i == starts[c] ? -1 : indices[i - 1]), "features are out of order");
                weights[c][indices[i]] = ctx.Reader.ReadSingle();
            }
            LinearScore.Finite(ctx, weights[c]);
        }
        return new MaximumEntropyModelParameters(weights, biases);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveNumberSize(ctx);
        ctx.Writer.Write(NumberOfFeatures);
        ctx.Writer.Write(NumberOfClasses);
        ctx.SaveSinglesOnly(Biases);
        ctx.SaveIntegers([]);
        ctx.SaveIntegers([]);
        ctx.Writer.Write(NumberOfFeatures * NumberOfClasses);
        foreach (float[] weights in ClassWeights)
            ctx.SaveSinglesOnly(weights);
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
