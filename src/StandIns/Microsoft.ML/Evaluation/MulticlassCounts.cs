namespace Microsoft.ML.Data;

/// <summary>What the metrics of several classes are made of, added up row by row.</summary>
internal sealed class MulticlassCounts(int classes)
{
    /// <summary>Probabilities below this cost no more than this.</summary>
    private const float LeastProbability = 1e-15f;

    internal double Rows { get; private set; }
    internal double LossOfUnknown { get; private set; }
    internal double[] RowsOfClass { get; } = new double[classes];
    internal double[] LossOfClass { get; } = new double[classes];
    /// <summary>[k]: rows whose true class has the (k+1)th best score.</summary>
    internal double[] RankOfTruth { get; } = new double[classes];
    internal double[][] Confusion { get; } = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];

    /// <summary>Rows with a missing, negative or fractional label or a score that is no finite number do not count.</summary>
    internal void Add(float label, ReadOnlySpan<float> scores)
    {
        if (!(label >= 0) || label != (int)label)
            return;
        foreach (float score in scores)
            if (!float.IsFinite(score))
                return;

        Rows++;
        int truth = (int)label;
        if (truth >= classes)
        {
            LossOfUnknown -= Math.Log(LeastProbability);
            return;
        }
        int best = 0, rank = 0;
        for (int c = 0; c < classes; c++)
        {
            if (scores[c] > scores[best])
                best = c;
            // Equal scores rank by class number.
            if (scores[c] > scores[truth] || (scores[c] == scores[truth] && c < truth))
                rank++;
        }
        RowsOfClass[truth]++;
        LossOfClass[truth] -= Math.Log(Math.Clamp(scores[truth], LeastProbability, 1));
        RankOfTruth[rank]++;
        Confusion[truth][best]++;
    }
}
