namespace MedSsl.MLNet;

/// <summary>What a positive of each label counts in the loss, and the bias that a model without features would learn.</summary>
internal static class PositiveWeights
{
    /// <summary>A weight for each label: the given one, else negatives / positives if balanced, else 1.</summary>
    /// <exception cref="ArgumentException">A weight is given for a label that does not exist.</exception>
    internal static float[] Of(LabelStatistics labels, FineTuneOptions options)
    {
        var weights = new float[labels.Names.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            bool both = labels.Positives[i] > 0 && labels.Negatives[i] > 0;
            weights[i] = options.BalancePositives && both
                ? (float)Math.Clamp((double)labels.Negatives[i] / labels.Positives[i], 1 / options.MaximumPositiveWeight, options.MaximumPositiveWeight)
                : 1;
        }

        Given(labels, options, weights);
        return weights;
    }

    /// <summary>A weight for each class: the given one, else rows / (classes · rows of the class) if balanced, else 1.</summary>
    /// <exception cref="ArgumentException">A weight is given for a class that does not exist.</exception>
    internal static float[] OfClasses(LabelStatistics labels, FineTuneOptions options)
    {
        int classes = labels.Names.Count, rows = labels.Positives.Sum();
        float[] weights = [.. labels.Positives.Select(count => options.BalancePositives && count > 0
            ? (float)Math.Clamp((double)rows / classes / count, 1 / options.MaximumPositiveWeight, options.MaximumPositiveWeight)
            : 1)];
        Given(labels, options, weights);
        return weights;
    }

    private static void Given(LabelStatistics labels, FineTuneOptions options, float[] weights)
    {
        foreach (var (name, weight) in options.PositiveWeights ?? new Dictionary<string, float>())
        {
            int index = labels.Names.ToList().IndexOf(name);
            if (index < 0)
                throw new ArgumentException($"{nameof(FineTuneOptions.PositiveWeights)} names the label '{name}'; the labels are {string.Join(", ", labels.Names)}.");
            weights[index] = weight;
        }
    }

    /// <summary>log(weight · positives / negatives), with half a count added to both so that it stays finite.</summary>
    internal static float[] InitialBias(LabelStatistics labels, float[] weights)
        => [.. weights.Select((weight, i) => (float)Math.Log(weight * (labels.Positives[i] + 0.5) / (labels.Negatives[i] + 0.5)))];
}
