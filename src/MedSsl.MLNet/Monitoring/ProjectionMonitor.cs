using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>What the projections of a training step say, as they come from the head.</summary>
internal static class ProjectionMonitor
{
    internal const string EffectiveRankName = "effective_rank", DeviationName = "projection_deviation", PositiveName = "positive_similarity";

    /// <summary>More rows cost time and change little.</summary>
    private const int MostRows = 1024;

    /// <summary>
    /// All numbers, of the first rows of the batch, whose order is random: at most 1,024, whole groups. The loss compares directions, so that all are of
    /// the projections at length 1; uniformity is that of one row a group, averaged over both views of pairs.
    /// </summary>
    /// <param name="projections">[R, D].</param>
    /// <param name="batch">Which rows are partners.</param>
    internal static Dictionary<string, double> Of(Tensor projections, PairBatch batch)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        int[] rows = Rows(batch);
        int[] groups = [.. rows.Select(row => batch.Bags is { } bags ? bags[row] : row % batch.Pairs)];
        var unit = Select(UnitRows.Of(projections), rows);
        var similarity = PairSimilarity.Of(unit, groups);
        return new Dictionary<string, double>
        {
            ["alignment"] = Alignment.Of(unit, groups),
            ["uniformity"] = Sets(batch, groups).Select(set => Uniformity.Of(Select(unit, set))).Average(),
            [PositiveName] = similarity.Positive,
            ["negative_similarity"] = similarity.Negative,
            [EffectiveRankName] = EffectiveRank.Of(unit),
            [DeviationName] = EmbeddingDeviation.Of(unit),
        };
    }

    private static int[] Rows(PairBatch batch)
    {
        if (batch.Bags is not { } bags)
        {
            int pairs = Math.Min(batch.Pairs, MostRows / 2);
            return [.. Enumerable.Range(0, pairs), .. Enumerable.Range(batch.Pairs, pairs)];
        }
        int end = Math.Min(bags.Length, MostRows);
        while (end < bags.Length && end > 1 && bags[end] == bags[end - 1])
            end--;
        return [.. Enumerable.Range(0, end)];
    }

    /// <summary>Places of rows of which no two are partners.</summary>
    private static int[][] Sets(PairBatch batch, int[] groups)
    {
        if (batch.Bags is null)
            return [[.. Enumerable.Range(0, groups.Length / 2)], [.. Enumerable.Range(groups.Length / 2, groups.Length / 2)]];
        return [[.. Enumerable.Range(0, groups.Length).Where(i => i == 0 || groups[i] != groups[i - 1])]];
    }

    private static Tensor Select(Tensor from, int[] rows) => from.index_select(0, tensor(rows.Select(row => (long)row).ToArray()));
}
