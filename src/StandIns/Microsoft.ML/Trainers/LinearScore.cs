using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>What linear models of one and of several outputs share.</summary>
internal static class LinearScore
{
    internal static float Of(in VBuffer<float> features, float[] weights, float bias)
    {
        if (features.Length != weights.Length)
            throw new ArgumentException($"The model has {weights.Length} features, the row has {features.Length}.", nameof(features));
        ReadOnlySpan<float> values = features.GetValues();
        double sum = bias;
        if (features.IsDense)
        {
            for (int i = 0; i < values.Length; i++)
                sum += (double)values[i] * weights[i];
        }
        else
        {
            ReadOnlySpan<int> indices = features.GetIndices();
            for (int i = 0; i < values.Length; i++)
                sum += (double)values[i] * weights[indices[i]];
        }
        return (float)sum;
    }

    internal static void SaveWeights(ModelSaveContext ctx, IReadOnlyList<float> weights)
    {
        ctx.Writer.Write(weights.Count);
        foreach (float weight in weights)
            ctx.Writer.Write(weight);
    }

    internal static float[] LoadWeights(ModelLoadContext ctx)
    {
        float[] weights = new float[ctx.LoadCount(sizeof(float))];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = ctx.Reader.ReadSingle();
        return weights;
    }
}
