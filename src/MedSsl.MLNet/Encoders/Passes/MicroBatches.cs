namespace MedSsl.MLNet;

/// <summary>A batch in parts; parts of pairs hold whole pairs.</summary>
internal static class MicroBatches
{
    /// <summary>
    /// Rows of each part, in the order first views, second views. The parts are as equal as can be, so that none is left with a pair or two for
    /// batch normalisation to go by.
    /// </summary>
    /// <param name="pairs">N; rows i and N + i of the batch are a pair.</param>
    /// <param name="most">Pairs in a part at most; null for all in one.</param>
    internal static int[][] OfPairs(int pairs, int? most) =>
        [.. Bounds(pairs, most).Select(part => Enumerable.Range(part.From, part.Count).Concat(Enumerable.Range(pairs + part.From, part.Count)).ToArray())];

    /// <summary>The parts of a batch; one with bags is cut every 2 × <paramref name="most"/> rows, as its loss sees all rows anyway.</summary>
    internal static int[][] Of(PairBatch batch, int? most) => batch.Bags is null
        ? OfPairs(batch.Pairs, most)
        : [.. Bounds(batch.Rows.Length, 2 * most).Select(part => Enumerable.Range(part.From, part.Count).ToArray())];

    private static IEnumerable<(int From, int Count)> Bounds(int count, int? most)
    {
        int parts = most is { } size ? (count + size - 1) / size : 1;
        for (int i = 0; i < parts; i++)
        {
            int from = (int)((long)count * i / parts);
            yield return (from, (int)((long)count * (i + 1) / parts) - from);
        }
    }
}
