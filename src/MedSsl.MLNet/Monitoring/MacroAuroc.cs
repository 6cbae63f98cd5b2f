namespace MedSsl.MLNet;

/// <summary>The mean area under the ROC curve over labels.</summary>
internal static class MacroAuroc
{
    /// <summary>Over the labels that are asked for and have both classes; NaN where there is none.</summary>
    /// <param name="scores">[rows, K], higher = more likely; NaN = no score.</param>
    /// <param name="labels">[rows, K], 1, 0 or NaN = unknown.</param>
    /// <param name="wanted">Each label's: whether it counts.</param>
    internal static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<bool> wanted)
    {
        double sum = 0;
        int count = 0;
        for (int label = 0; label < wanted.Length; label++)
        {
            var ranking = wanted[label] ? Ranking.Of(scores, labels, label, wanted.Length) : null;
            if (ranking is not { IsDefined: true })
                continue;
            sum += AreaUnderRocCurve.Compute(ranking);
            count++;
        }
        return sum / count;
    }
}
