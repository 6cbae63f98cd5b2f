namespace MedSsl.MLNet;

/// <summary>
/// MICLe's batches: a bag is a patient, and images of one are partners, never negatives: no batch holds two pairs of one bag. Azizi et al. (2021), arXiv
/// 2101.05224; the other policies are explained at <see cref="BagPairing"/>.
/// </summary>
/// <remarks>
/// Every bag comes once an epoch (with all pairs: every pair), in seeded order: the bags are dealt into as few batches as hold them all, and these are of
/// equal size to within one, so that none is left out and no batch is much smaller than another. The paper draws bags at random without epochs.
/// A batch depends on seed, epoch and step alone.
/// </remarks>
internal sealed class BagSampler : IBatchSampler<PairBatch>
{
    private readonly Bag[] _bags;
    private readonly BagColumns _images;
    private readonly MicleOptions _options;
    private readonly int _batches;
    private readonly ulong _seed;
    private (int Epoch, int[] Bags) _order = (-1, []);
    private (int Epoch, (int First, int Second)[][] Batches) _dealt = (-1, []);

    /// <param name="images">Each image's patient, and its view and study where the options ask for them.</param>
    /// <param name="options">Already validated; its batch size is the most bags in a batch, at least 2 and at most <see cref="Bags"/>.</param>
    /// <param name="seed">The stage's seed.</param>
    internal BagSampler(BagColumns images, MicleOptions options, ulong seed)
    {
        var all = Bag.Of(images, options);
        (_images, _options, _seed) = (images, options, seed);
        _bags = options.Singletons == SingletonPolicy.Augment ? all : [.. all.Where(bag => bag.Pairs.Length > 0)];
        Singletons = all.Count(bag => bag.Pairs.Length == 0);
        UsablePairs = all.Sum(bag => (long)bag.Pairs.Length);
        PairsPerBag = options.Pairing == BagPairing.AllPairs ? AllPairsDeal.Limit(PairCounts, options.BatchSize) : 1;
        _batches = options.Pairing == BagPairing.AllPairs
            ? AllPairsDeal.Batches(PairCounts, PairsPerBag, options.BatchSize)
            : AllPairsDeal.Whole(_bags.Length, options.BatchSize);
    }

    /// <summary>Patients that take part.</summary>
    internal int Bags => _bags.Length;

    /// <summary>Patients without a pair of two images, whether they take part or not.</summary>
    internal int Singletons { get; }

    /// <summary>Pairs of two images that meet the conditions.</summary>
    internal long UsablePairs { get; }

    /// <summary>The most pairs that a bag gives in an epoch.</summary>
    internal int PairsPerBag { get; }

    /// <summary>Pairs in an epoch; with several positives, bags.</summary>
    internal long PairsPerEpoch => PairCounts.Sum(count => (long)Math.Min(count, PairsPerBag));

    /// <summary>Pairs of each bag, an image with itself being one.</summary>
    private IEnumerable<int> PairCounts => _bags.Select(bag => Math.Max(1, bag.Pairs.Length));

    public int StepsPerEpoch(int epoch) => _batches;

    public int Images(PairBatch batch) => batch.Bags is null ? batch.Pairs : batch.Rows.Length;

    public PairBatch Batch(int epoch, int step) => _options.Pairing switch
    {
        BagPairing.AllPairs => OfPairs(Dealt(epoch)[step]),
        BagPairing.MultiPositive => OfBags(BagsOf(epoch, step), epoch),
        _ => OfPairs([.. BagsOf(epoch, step).Select(bag => RandomPair(epoch, bag))]),
    };

    /// <summary>The bags of a batch in which every bag comes once.</summary>
    private ArraySegment<int> BagsOf(int epoch, int step)
    {
        if (_order.Epoch != epoch)
            _order = (epoch, SeededOrder.Permutation(_bags.Length, SampleSeed.Of(_seed, "MICLe order", epoch, 0, 0)));
        int from = (int)((long)_bags.Length * step / _batches), to = (int)((long)_bags.Length * (step + 1) / _batches);
        return new ArraySegment<int>(_order.Bags, from, to - from);
    }

    private (int First, int Second)[][] Dealt(int epoch)
    {
        if (_dealt.Epoch != epoch)
            _dealt = (epoch, AllPairsDeal.Deal([.. _bags.Select((bag, i) => bag.Pairs.Length > 0 ? bag.Pairs : [Itself(epoch, i)])], PairsPerBag, _batches, epoch, _seed));
        return _dealt.Batches;
    }

    private (int First, int Second) RandomPair(int epoch, int index)
    {
        var bag = _bags[index];
        if (bag.Pairs.Length == 0)
            return Itself(epoch, index);
        ulong seed = SampleSeed.Of(_seed, "MICLe pair", epoch, index, 0);
        if (bag.Pairs.Length == bag.Rows.Length * (bag.Rows.Length - 1) / 2)
        {
            int first = SeededOrder.Below(bag.Rows.Length, seed, 0), second = SeededOrder.Below(bag.Rows.Length - 1, seed, 1);
            return (bag.Rows[first], bag.Rows[second >= first ? second + 1 : second]);
        }
        var pair = bag.Pairs[SeededOrder.Below(bag.Pairs.Length, seed, 0)];
        return SeededOrder.Below(2, seed, 1) == 0 ? pair : (pair.Second, pair.First);
    }

    /// <summary>One image of the bag, twice.</summary>
    private (int First, int Second) Itself(int epoch, int index)
    {
        var rows = _bags[index].Rows;
        int row = rows[SeededOrder.Below(rows.Length, SampleSeed.Of(_seed, "MICLe singleton", epoch, index, 0), 0)];
        return (row, row);
    }

    private static PairBatch OfPairs((int First, int Second)[] pairs) => new([.. pairs.Select(pair => pair.First), .. pairs.Select(pair => pair.Second)]);

    private PairBatch OfBags(ArraySegment<int> bags, int epoch)
    {
        var rows = new List<int>();
        var numbers = new List<int>();
        for (int i = 0; i < bags.Count; i++)
        {
            var bag = _bags[bags[i]];
            int[] drawn = bag.Pairs.Length == 0
                ? [Itself(epoch, bags[i]).First, Itself(epoch, bags[i]).First]
                : bag.Draw(SampleSeed.Of(_seed, "MICLe images", epoch, bags[i], 0), _options.ImagesPerBag, _images, _options);
            rows.AddRange(drawn);
            numbers.AddRange(Enumerable.Repeat(i, drawn.Length));
        }
        return new PairBatch([.. rows], [.. numbers]);
    }
}
