using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>What linear models of one and of several outputs share.</summary>
internal static class LinearScore
{
    internal const int MostFeatures = 1 << 26;

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

    /// <summary>Weights as indices and values; without indices there is a value for each feature.</summary>
    internal static float[] LoadSparse(ModelLoadContext ctx, int features)
    {
        int[] indices = ctx.LoadIntegers();
        float[] values = ctx.LoadSingles();
        if (indices.Length == 0 && values.Length == features)
            return Finite(ctx, values);
        ctx.Require(values.Length == indices.Length && indices.Length < features, $"there are {values.Length} weights for {features} features");
        // All zero weights may be left out, so that few bytes speak of many features: a bound for damaged files.
        ctx.Require(features <= MostFeatures, $"{features} features are more than {MostFeatures}");
        var weights = new float[features];
        for (int i = 0; i < indices.Length; i++)
        {
            ctx.Require(indices[i] < features && indices[i] > (i == 0 ? -1 : indices[i - 1]), "features are out of order");
            weights[indices[i]] = values[i];
        }
        return Finite(ctx, weights);
    }

    internal static float[] Finite(ModelLoadContext ctx, float[] weights)
    {
        ctx.Require(Array.TrueForAll(weights, float.IsFinite), "a weight is not finite");
        return weights;
    }
}
