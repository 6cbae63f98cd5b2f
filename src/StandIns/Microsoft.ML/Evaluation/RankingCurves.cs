namespace Microsoft.ML.Data;

/// <summary>Areas under the two ranking curves of a binary classifier.</summary>
internal static class RankingCurves
{
    /// <summary>
    /// The probability that a random positive outranks a random negative, a tie counting one half (Mann-Whitney).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">One of the two classes has no row.</exception>
    internal static double AreaUnderRoc(float[] scores, bool[] positive)
    {
        float[] sorted = (float[])scores.Clone();
        bool[] labels = (bool[])positive.Clone();
        Array.Sort(sorted, labels);

        long positives = labels.Count(isPositive => isPositive);
        long negatives = labels.Length - positives;
        if (positives == 0)
            throw new ArgumentOutOfRangeException(nameof(positive), "The area under the ROC curve is undefined: the data has no positive row.");
        if (negatives == 0)
            throw new ArgumentOutOfRangeException(nameof(positive), "The area under the ROC curve is undefined: the data has no negative row.");

        double wins = 0;
        long negativesBelow = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            long tiedPositives = 0;
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
                tiedPositives += labels[end] ? 1 : 0;
            long tiedNegatives = end - start - tiedPositives;
            wins += tiedPositives * (negativesBelow + 0.5 * tiedNegatives);
            negativesBelow += tiedNegatives;
            start = end;
        }
        return wins / ((double)positives * negatives);
    }

    /// <summary>
    /// Trapezoids between the (recall, precision) points met on the way down the ranking. Every row is a point of its own, in the
    /// order of the data where scores tie: so does ML.NET, and so the area of tied scores depends on the order of the rows.
    /// </summary>
    internal static double AreaUnderPrecisionRecall(float[] scores, bool[] positive)
    {
        int[] order = RowsByDescendingScore(scores);
        long positives = positive.Count(isPositive => isPositive);
        if (positives == 0)
            return 0;

        double area = 0, lastRecall = 0, lastPrecision = 1;
        long truePositives = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            truePositives += positive[order[rank]] ? 1 : 0;
            double recall = (double)truePositives / positives;
            double precision = (double)truePositives / (rank + 1);
            area += (recall - lastRecall) * (precision + lastPrecision) / 2;
            (lastRecall, lastPrecision) = (recall, precision);
        }
        return area;
    }

    /// <summary>Row numbers by falling score; rows of equal score keep their order.</summary>
    private static int[] RowsByDescendingScore(float[] scores)
    {
        float[] keys = new float[scores.Length];
        int[] rows = new int[scores.Length];
        for (int i = 0; i < scores.Length; i++)
            (keys[i], rows[i]) = (-scores[i], i);
        Array.Sort(keys, rows);
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
                end++;
            Array.Sort(rows, start, end - start);
            start = end;
        }
        return rows;
    }
}
