namespace MedSsl.MLNet;

/// <summary>
/// Deals every pair of every bag into batches of equal size to within one, no batch with two pairs of a bag: pairs lie in the order of their bags and go
/// round the batches one by one, so a bag with no more pairs than there are batches never meets itself.
/// </summary>
internal static class AllPairsDeal
{
    /// <summary>
    /// The most pairs that a bag may give in an epoch, so that the batches, of which there are at least as many, are still half full: the largest c with
    /// Σ min(kᵢ, c) ≥ c · batchSize / 2, kᵢ being the bags' pairs, and never less than the two pairs a batch that a contrastive loss needs.
    /// </summary>
    internal static int Limit(IEnumerable<int> counts, int batchSize)
    {
        int[] all = [.. counts];
        int limit = 1, most = all.Length == 0 ? 1 : all.Max();
        while (limit < most && 2 * all.Sum(count => (long)Math.Min(count, limit + 1)) >= (limit + 1L) * Math.Max(4, batchSize))
            limit++;
        return limit;
    }

    /// <summary>Batches in an epoch: as few as hold all pairs, but as many as the largest bag gives pairs.</summary>
    internal static int Batches(IEnumerable<int> counts, int limit, int batchSize)
    {
        int[] kept = [.. counts.Select(count => Math.Min(count, limit))];
        return kept.Length == 0 ? 0 : Math.Max(Whole(kept.Sum(), batchSize), kept.Max());
    }

    /// <summary>As few batches as hold <paramref name="count"/>, but none with a single one: of an odd number in twos, one batch holds three.</summary>
    internal static int Whole(int count, int batchSize) => Math.Min((count + batchSize - 1) / batchSize, Math.Max(1, count / 2));

    /// <summary>The batches of an epoch. Order of the bags, of each bag's pairs, of the batches and of the two images of a pair are random, by seed and epoch.</summary>
    internal static (int First, int Second)[][] Deal(IReadOnlyList<(int First, int Second)[]> bags, int limit, int batches, int epoch, ulong seed)
    {
        var dealt = Enumerable.Range(0, batches).Select(_ => new List<(int, int)>()).ToArray();
        int[] order = SeededOrder.Permutation(batches, SampleSeed.Of(seed, "MICLe batches", epoch, 0, 0));
        long next = 0;
        foreach (int bag in SeededOrder.Permutation(bags.Count, SampleSeed.Of(seed, "MICLe order", epoch, 0, 0)))
        {
            ulong draw = SampleSeed.Of(seed, "MICLe pairs", epoch, bag, 0);
            foreach (int i in SeededOrder.Permutation(bags[bag].Length, draw).Take(limit))
            {
                var (first, second) = bags[bag][i];
                dealt[order[next++ % batches]].Add((SampleSeed.Bits(draw, -2 - i) & 1) == 0 ? (first, second) : (second, first));
            }
        }
        return [.. dealt.Select(batch => batch.ToArray())];
    }
}
