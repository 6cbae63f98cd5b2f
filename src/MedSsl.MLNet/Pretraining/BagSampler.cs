namespace MedSsl.MLNet;

/// <summary>
/// MICLe's batches: a bag is a patient, and each bag gives one pair an epoch, two different images where it has two or more, else its one image
/// twice, to be augmented differently. No batch holds two pairs of one bag, so that no two images of a patient are pushed apart. Azizi et al. (2021),
/// arXiv 2101.05224.
/// </summary>
/// <remarks>
/// Every bag comes once an epoch, in seeded order: the bags are dealt into as few batches as hold them all, and these are of equal size to within
/// one, so that none is left out and no batch is much smaller than another. The paper draws bags at random without epochs.
/// </remarks>
internal sealed class BagSampler : IBatchSampler<PairBatch>
{
    private readonly int[][] _bags;
    private readonly int _batches;
    private readonly ulong _seed;
    private (int Epoch, int[] Bags) _order = (-1, []);

    /// <param name="groups">Each row's patient.</param>
    /// <param name="batchSize">The most bags in a batch; at least 2 and at most the number of patients.</param>
    /// <param name="seed">The stage's seed.</param>
    internal BagSampler(IReadOnlyList<string> groups, int batchSize, ulong seed)
    {
        _bags = [.. groups.Select((group, row) => (group, row)).GroupBy(pair => pair.group, pair => pair.row, StringComparer.Ordinal)
            .Select(bag => bag.ToArray())];
        _batches = (_bags.Length + batchSize - 1) / batchSize;
        _seed = seed;
    }

    /// <summary>Patients.</summary>
    internal int Bags => _bags.Length;

    /// <summary>Patients with one image.</summary>
    internal int Singletons => _bags.Count(bag => bag.Length == 1);

    public int StepsPerEpoch(int epoch) => _batches;

    public PairBatch Batch(int epoch, int step)
    {
        if (_order.Epoch != epoch)
            _order = (epoch, SeededOrder.Permutation(_bags.Length, SampleSeed.Of(_seed, "MICLe order", epoch, 0, 0)));
        int from = (int)((long)_bags.Length * step / _batches), to = (int)((long)_bags.Length * (step + 1) / _batches);
        var rows = new int[2 * (to - from)];
        for (int i = from; i < to; i++)
            (rows[i - from], rows[i - from + to - from]) = Pair(epoch, _order.Bags[i]);
        return new PairBatch(rows);
    }

    private (int First, int Second) Pair(int epoch, int index)
    {
        var bag = _bags[index];
        if (bag.Length == 1)
            return (bag[0], bag[0]);
        ulong seed = SampleSeed.Of(_seed, "MICLe pair", epoch, index, 0);
        int first = SeededOrder.Below(bag.Length, seed, 0), second = SeededOrder.Below(bag.Length - 1, seed, 1);
        return (bag[first], bag[second >= first ? second + 1 : second]);
    }

    public int Images(PairBatch batch) => batch.Pairs;
}
