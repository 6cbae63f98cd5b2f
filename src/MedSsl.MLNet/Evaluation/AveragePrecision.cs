namespace MedSsl.MLNet;

/// <summary>
/// Average precision: the area under the precision-recall curve as a sum of precision times the step in recall over the distinct scores. Equal
/// scores form one threshold, so the order of the rows does not matter (ML.NET's own AUPRC interpolates and depends on it). Equal to
/// scikit-learn's average_precision_score.
/// </summary>
internal static class AveragePrecision
{
    /// <summary>One pass over the ranking; NaN if a class has no weight.</summary>
    /// <inheritdoc cref="AreaUnderRocCurve.Compute" path="/param"/>
    internal static double Compute(Ranking ranking, ReadOnlySpan<int> weights = default)
    {
        long positives = 0, rows = 0, tiedPositives = 0, tiedRows = 0;
        double sum = 0;
        for (int i = 0; i < ranking.Rows.Length; i++)
        {
            int weight = weights.IsEmpty ? 1 : weights[ranking.Rows[i]];
            tiedRows += weight;
            if (ranking.Positive[i])
                tiedPositives += weight;
            if (!ranking.LastOfTie[i])
                continue;
            positives += tiedPositives;
            rows += tiedRows;
            if (tiedPositives > 0)
                sum += tiedPositives * ((double)positives / rows);
            tiedPositives = tiedRows = 0;
        }

        return positives == 0 || positives == rows ? double.NaN : sum / positives;
    }
}
