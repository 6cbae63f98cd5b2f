using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>What a trainer learned, giving one <typeparamref name="TOutput"/> for each feature vector.</summary>
public abstract class ModelParametersBase<TOutput> : ICanSaveModel
{
    private protected ModelParametersBase()
    {
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveCore(ctx);

    private protected abstract void SaveCore(ModelSaveContext ctx);

    /// <summary>Every model's block begins with the size of its numbers.</summary>
    private protected static void SaveNumberSize(ModelSaveContext ctx) => ctx.Writer.Write(sizeof(float));

    private protected static void LoadNumberSize(ModelLoadContext ctx)
    {
        int size = ctx.Reader.ReadInt32();
        ctx.Require(size == sizeof(float), $"numbers of {size} bytes cannot be read");
    }
}

/// <summary>A model whose score splits into a part for each feature.</summary>
public interface ICalculateFeatureContribution
{
    FeatureContributionCalculator FeatureContributionCalculator { get; }
}

/// <summary>The feature weights to split a score by.</summary>
public sealed class FeatureContributionCalculator
{
    internal FeatureContributionCalculator(IReadOnlyList<float> weights) => Weights = weights;

    internal IReadOnlyList<float> Weights { get; }
}

/// <summary>A model of one score for each of several classes or clusters.</summary>
internal interface IVectorModel
{
    int NumberOfOutputs { get; }

    void Score(in VBuffer<float> features, ref VBuffer<float> scores);
}
