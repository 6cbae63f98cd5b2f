namespace MedSsl.MLNet;

/// <summary>A patient's images, and which two of them may be a pair.</summary>
internal sealed class Bag
{
    private Bag(int[] rows, (int First, int Second)[] pairs) => (Rows, Pairs) = (rows, pairs);

    /// <summary>Rows of the images.</summary>
    internal int[] Rows { get; }

    /// <summary>The pairs that meet the conditions, as rows, the smaller first.</summary>
    internal (int First, int Second)[] Pairs { get; }

    /// <summary>The bags of a set, in the order in which they first occur.</summary>
    /// <param name="images">Bag, view and study of each image.</param>
    /// <param name="options">The conditions.</param>
    internal static Bag[] Of(BagColumns images, MicleOptions options) =>
        [.. images.Bags.Select((bag, row) => (bag, row)).GroupBy(image => image.bag, image => image.row, StringComparer.Ordinal)
            .Select(bag => Of(bag.ToArray(), images, options))];

    private static Bag Of(int[] rows, BagColumns images, MicleOptions options)
    {
        var pairs = new List<(int, int)>();
        for (int i = 0; i < rows.Length; i++)
            for (int j = i + 1; j < rows.Length; j++)
                if (IsPair(rows[i], rows[j], images, options))
                    pairs.Add((rows[i], rows[j]));
        return new Bag(rows, [.. pairs]);
    }

    /// <summary>Whether two images of a bag meet the conditions. An unknown view or study meets neither Same nor Different.</summary>
    internal static bool IsPair(int first, int second, BagColumns images, MicleOptions options) =>
        Meets(options.PairViews, images.Views, first, second) && Meets(options.PairStudies, images.Studies, first, second);

    /// <summary>Of <paramref name="limit"/> images at most, every two a pair: a random pair, then in random order whatever fits to all before.</summary>
    internal int[] Draw(ulong seed, int limit, BagColumns images, MicleOptions options)
    {
        var (first, second) = Pairs[SeededOrder.Below(Pairs.Length, seed, 0)];
        var drawn = new List<int> { first, second };
        foreach (int i in SeededOrder.Permutation(Rows.Length, SampleSeed.Mix(seed, 1)))
        {
            if (drawn.Count == limit)
                break;
            if (!drawn.Contains(Rows[i]) && drawn.All(row => IsPair(row, Rows[i], images, options)))
                drawn.Add(Rows[i]);
        }
        return [.. drawn];
    }

    private static bool Meets(PairCondition condition, IReadOnlyList<string>? values, int first, int second)
    {
        if (condition == PairCondition.Any)
            return true;
        string a = values![first].Trim(), b = values[second].Trim();
        return a.Length > 0 && b.Length > 0 && string.Equals(a, b, StringComparison.OrdinalIgnoreCase) == (condition == PairCondition.Same);
    }
}

/// <summary>What the images of a set say about pairs.</summary>
/// <param name="Bags">Each image's bag, i.e. patient.</param>
/// <param name="Views">Each image's view, empty where unknown; null if nobody asks.</param>
/// <param name="Studies">Each image's study, empty where unknown; null if nobody asks.</param>
internal sealed record BagColumns(IReadOnlyList<string> Bags, IReadOnlyList<string>? Views = null, IReadOnlyList<string>? Studies = null);
