using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

public class BagPoliciesTests
{
    private static readonly string[] Views = ["PA", "pa", "L", "", "PA", "L", "PA", "AP"];

    private static readonly string[] Studies = ["1", "1", "1", "2", "2", "2", "", "3"];

    /// <summary>Patient a has rows 0 to 5, b row 6, c row 7.</summary>
    private static readonly string[] Patients = ["a", "a", "a", "a", "a", "a", "b", "c"];

    private static readonly BagColumns Images = new(Patients, Views, Studies);

    private static MicleOptions Options => new() { BatchSize = 2, ViewColumnName = "View", StudyColumnName = "StudyId" };

    /// <summary>By hand from the eight rows above; case does not matter, an empty view or study is unknown and meets neither.</summary>
    [Theory]
    [InlineData(PairCondition.Any, PairCondition.Any, "01 02 03 04 05 12 13 14 15 23 24 25 34 35 45")]
    [InlineData(PairCondition.Same, PairCondition.Any, "01 04 14 25")]
    [InlineData(PairCondition.Different, PairCondition.Any, "02 05 12 15 24 45")]
    [InlineData(PairCondition.Any, PairCondition.Same, "01 02 12 34 35 45")]
    [InlineData(PairCondition.Any, PairCondition.Different, "03 04 05 13 14 15 23 24 25")]
    [InlineData(PairCondition.Same, PairCondition.Different, "04 14 25")]
    [InlineData(PairCondition.Different, PairCondition.Same, "02 12 45")]
    public void PairsThatMeetTheConditions(PairCondition views, PairCondition studies, string pairs)
    {
        var options = Options with { PairViews = views, PairStudies = studies };
        var bags = Bag.Of(Images, options);
        Assert.Equal(pairs, string.Join(' ', bags[0].Pairs.Select(pair => $"{pair.First}{pair.Second}")));
        Assert.All(bags[1..], bag => Assert.Empty(bag.Pairs));

        var sampler = new BagSampler(Images, options, 3);
        var drawn = new HashSet<string>();
        for (int epoch = 0; epoch < 300; epoch++)
            for (int step = 0; step < sampler.StepsPerEpoch(epoch); step++)
            {
                var batch = sampler.Batch(epoch, step);
                for (int i = 0; i < batch.Pairs; i++)
                    if (Patients[batch.Rows[i]] == "a")
                        drawn.Add($"{Math.Min(batch.Rows[i], batch.Rows[i + batch.Pairs])}{Math.Max(batch.Rows[i], batch.Rows[i + batch.Pairs])}");
            }
        Assert.Equal(pairs.Split(' '), drawn.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ABagWithoutSuchAPairIsASingletonOrLeftOut()
    {
        // Both images of a are of one view: with Different, a has no pair.
        var images = new BagColumns(["a", "a", "b", "b", "c", "c"], ["PA", "PA", "PA", "L", "L", "AP"]);
        var options = new MicleOptions { BatchSize = 2, ViewColumnName = "View", PairViews = PairCondition.Different };
        var sampler = new BagSampler(images, options, 1);
        Assert.Equal((3, 1), (sampler.Bags, sampler.Singletons));
        var rows = Enumerable.Range(0, 40).Select(epoch => sampler.Batch(epoch, 0)).SelectMany(batch => Enumerable.Range(0, batch.Pairs).Select(i => (batch.Rows[i], batch.Rows[i + batch.Pairs]))).ToHashSet();
        Assert.Contains((0, 0), rows);
        Assert.Contains((1, 1), rows);
        Assert.DoesNotContain((0, 1), rows);

        var without = new BagSampler(images, options with { Singletons = SingletonPolicy.LeaveOut }, 1);
        Assert.Equal((2, 1), (without.Bags, without.Singletons));
        for (int epoch = 0; epoch < 20; epoch++)
            Assert.DoesNotContain(without.Batch(epoch, 0).Rows, row => row < 2);
    }

    /// <summary>Patients p0, p1, … with 1 to 5 images.</summary>
    private static string[] Groups(int patients) => [.. Enumerable.Range(0, patients).SelectMany(p => Enumerable.Repeat($"p{p}", 1 + p % 5))];

    /// <summary>40 patients of 1 to 5 images: 8 · (1 + 1 + 3 + 6 + 10) = 168 pairs an epoch, a single image being one with itself.</summary>
    [Theory]
    [InlineData(40, 8, 21, 168, 10)]
    [InlineData(40, 16, 11, 168, 10)]
    // In batches of 40, ten pairs a bag would leave 17 a batch: at most 7 keep them half full, 8 · (1 + 1 + 3 + 6 + 7) = 144 ≥ 7 · 20, while 8 give 152 < 160.
    [InlineData(40, 40, 7, 144, 7)]
    // Of two pairs a batch at least: 2 pairs of the third bag, 1 + 1 + 2 in two batches.
    [InlineData(3, 2, 2, 4, 2)]
    public void EveryPairComesOnceAnEpochAndNoBagTwiceInABatch(int patients, int batchSize, int batches, int pairs, int pairsPerBag)
    {
        var groups = Groups(patients);
        var sampler = new BagSampler(new(groups), new() { BatchSize = batchSize, Pairing = BagPairing.AllPairs }, 3);
        Assert.Equal((batches, pairs, pairsPerBag), (sampler.StepsPerEpoch(0), sampler.PairsPerEpoch, sampler.PairsPerBag));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var seen = new List<(int, int)>();
            for (int step = 0; step < batches; step++)
            {
                var batch = sampler.Batch(epoch, step);
                Assert.InRange(batch.Pairs, Math.Max(2, batchSize / 2), Math.Max(3, batchSize));
                var bags = batch.Rows[..batch.Pairs].Select(row => groups[row]).ToArray();
                Assert.Equal(bags.Length, bags.Distinct().Count());
                Assert.Equal(bags, batch.Rows[batch.Pairs..].Select(row => groups[row]));
                seen.AddRange(Enumerable.Range(0, batch.Pairs).Select(i => (Math.Min(batch.Rows[i], batch.Rows[i + batch.Pairs]), Math.Max(batch.Rows[i], batch.Rows[i + batch.Pairs]))));
            }
            Assert.Equal(pairs, seen.Count);
            Assert.Equal(pairs, seen.Distinct().Count());
        }
    }

    [Fact]
    public void AllPairsDependOnSeedAndEpochOnly()
    {
        var options = new MicleOptions { BatchSize = 8, Pairing = BagPairing.AllPairs };
        BagSampler one = new(new(Groups(40)), options, 3), two = new(new(Groups(40)), options, 3), other = new(new(Groups(40)), options, 4);
        _ = two.Batch(7, 1);
        Assert.Equal(one.Batch(2, 1).Rows, two.Batch(2, 1).Rows);
        Assert.NotEqual(one.Batch(2, 1).Rows, one.Batch(3, 1).Rows);
        Assert.NotEqual(one.Batch(2, 1).Rows, other.Batch(2, 1).Rows);
    }

    [Fact]
    public void SeveralPositivesAreDifferentImagesOfTheBag()
    {
        var groups = Groups(20);
        var sampler = new BagSampler(new(groups), new() { BatchSize = 10, Pairing = BagPairing.MultiPositive, ImagesPerBag = 3 }, 5);
        var sets = new HashSet<string>();
        for (int epoch = 0; epoch < 60; epoch++)
        {
            var seen = new List<string>();
            for (int step = 0; step < sampler.StepsPerEpoch(epoch); step++)
            {
                var batch = sampler.Batch(epoch, step);
                Assert.Equal(10, batch.Pairs);
                Assert.Equal(batch.Rows.Length, sampler.Images(batch));
                foreach (var bag in batch.Bags!.Zip(batch.Rows).GroupBy(pair => pair.First, pair => pair.Second))
                {
                    string patient = Assert.Single(bag.Select(row => groups[row]).Distinct());
                    int images = groups.Count(group => group == patient);
                    Assert.Equal(images == 1 ? 2 : Math.Min(3, images), bag.Count());
                    Assert.Equal(images == 1 ? 1 : Math.Min(3, images), bag.Distinct().Count());
                    seen.Add(patient);
                    if (patient == "p4")
                        sets.Add(string.Join(' ', bag.Order()));
                }
                for (int i = 0; i < batch.Rows.Length; i++)
                    Assert.Equal(Array.IndexOf(batch.Rows, batch.Rows[i]) == i ? 0 : 1, batch.View(i));
            }
            Assert.Equal(20, seen.Distinct().Count());
            Assert.Equal(20, seen.Count);
        }
        Assert.Equal(10, sets.Count); // 5 choose 3
    }

    [Fact]
    public void SeveralPositivesAllMeetTheConditions()
    {
        // Rows 0, 1, 4 are PA, 2 and 5 lateral: of one view three or two, of different views two.
        var same = new BagSampler(Images, Options with { Pairing = BagPairing.MultiPositive, PairViews = PairCondition.Same }, 1);
        var different = new BagSampler(Images, Options with { Pairing = BagPairing.MultiPositive, PairViews = PairCondition.Different }, 1);
        string Drawn(BagSampler sampler) => string.Join(", ", Enumerable.Range(0, 80)
            .Select(epoch => string.Concat(sampler.Batch(epoch, 0).Rows.Where(row => row < 6).Order())).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("014, 25", Drawn(same));
        Assert.Equal("02, 05, 12, 15, 24, 45", Drawn(different));
    }

    [Theory]
    [InlineData("ImagesPerBag is 1; it must lie between 2 and 64.", 0)]
    [InlineData("PairViews is Same, which needs ViewColumnName", 1)]
    [InlineData("PairStudies is Different, which needs StudyColumnName", 2)]
    [InlineData("Pairing is 9; it must be one of RandomPair, AllPairs, MultiPositive.", 3)]
    public void BadOptionsAreNamed(string message, int which)
    {
        MicleOptions[] bad = [new() { ImagesPerBag = 1 }, new() { PairViews = PairCondition.Same }, new() { PairStudies = PairCondition.Different }, new() { Pairing = (BagPairing)9 }];
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new MLContext().SelfSupervised.Micle("Features", "Image", "PatientId", bad[which])).Message);
    }
}
