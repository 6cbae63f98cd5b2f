namespace MedSsl.MLNet;

/// <summary>
/// The area under the receiver operating characteristic as the Mann-Whitney statistic: the probability that a positive scores higher than a
/// negative, ties counting one half (Hanley and McNeil 1982). Equal to scikit-learn's roc_auc_score.
/// </summary>
internal static class AreaUnderRocCurve
{
    /// <summary>One pass over the ranking; NaN if a class has no weight.</summary>
    /// <param name="ranking">n rows in order of score.</param>
    /// <param name="weights">How often each row of the table counts, indexed by row; empty: once each.</param>
    internal static double Compute(Ranking ranking, ReadOnlySpan<int> weights = default)
    {
        // Descending: a positive outranks every negative met after it. Pairs are counted in halves, so the sums are exact integers.
        long positives = 0, negatives = 0, halves = 0, tiedPositives = 0, tiedNegatives = 0;
        for (int i = 0; i < ranking.Rows.Length; i++)
        {
            int weight = weights.IsEmpty ? 1 : weights[ranking.Rows[i]];
            if (ranking.Positive[i])
                tiedPositives += weight;
            else
                tiedNegatives += weight;
            if (!ranking.LastOfTie[i])
                continue;
            halves += tiedNegatives * (2 * positives + tiedPositives);
            positives += tiedPositives;
            negatives += tiedNegatives;
            tiedPositives = tiedNegatives = 0;
        }

        return positives == 0 || negatives == 0 ? double.NaN : halves / (2.0 * positives * negatives);
    }
}
