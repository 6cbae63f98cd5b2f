namespace MedSsl.MLNet.Tests;

public class SamplerTests
{
    /// <summary>Patients with 1 to 5 images, rows shuffled: patient "p7" has 1 + 7 % 5 images.</summary>
    private static string[] Groups(int patients)
    {
        string[] groups = [.. Enumerable.Range(0, patients).SelectMany(p => Enumerable.Repeat($"p{p}", 1 + p % 5))];
        return [.. SeededOrder.Permutation(groups.Length, 5).Select(i => groups[i])];
    }

    [Theory]
    [InlineData(40, 40)]
    [InlineData(40, 7)]
    [InlineData(41, 40)]
    [InlineData(101, 32)]
    [InlineData(2, 2)]
    public void EveryPatientComesOnceAnEpochAndNeverTwiceInABatch(int patients, int batchSize)
    {
        var groups = Groups(patients);
        var sampler = new BagSampler(new(groups), new() { BatchSize = batchSize }, 3);
        Assert.Equal(patients, sampler.Bags);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            var seen = new List<string>();
            for (int step = 0; step < sampler.StepsPerEpoch(epoch); step++)
            {
                var batch = sampler.Batch(epoch, step);
                Assert.InRange(batch.Pairs, batchSize / 2, batchSize);
                for (int i = 0; i < batch.Pairs; i++)
                {
                    int first = batch.Rows[i], second = batch.Rows[i + batch.Pairs];
                    Assert.Equal(groups[first], groups[second]);
                    Assert.Equal(groups.Count(group => group == groups[first]) == 1, first == second);
                    seen.Add(groups[first]);
                }
            }
            Assert.Equal(patients, seen.Count);
            Assert.Equal(patients, seen.Distinct().Count());
        }
    }

    /// <summary>
    /// Over 600 epochs each of the 5 · 4 ordered pairs of a bag of five is drawn 30 times, give or take: 5 standard deviations are 27.
    /// </summary>
    [Fact]
    public void PairsOfABagAreDrawnEvenly()
    {
        string[] groups = ["a", "b", "a", "a", "b", "a", "a"];
        var sampler = new BagSampler(new(groups), new() { BatchSize = 2 }, 11);
        var counts = new Dictionary<(int, int), int>();
        for (int epoch = 0; epoch < 600; epoch++)
        {
            var rows = sampler.Batch(epoch, 0).Rows;
            int at = groups[rows[0]] == "a" ? 0 : 1;
            counts[(rows[at], rows[at + 2])] = counts.GetValueOrDefault((rows[at], rows[at + 2])) + 1;
        }
        Assert.Equal(20, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 3, 57));
    }

    [Fact]
    public void BatchesDependOnSeedAndEpochOnly()
    {
        var groups = Groups(50);
        var options = new MicleOptions { BatchSize = 16 };
        BagSampler one = new(new(groups), options, 3), two = new(new(groups), options, 3), other = new(new(groups), options, 4);
        _ = two.Batch(7, 1);
        Assert.Equal(one.Batch(2, 1).Rows, two.Batch(2, 1).Rows);
        Assert.NotEqual(one.Batch(2, 1).Rows, one.Batch(3, 1).Rows);
        Assert.NotEqual(one.Batch(2, 1).Rows, other.Batch(2, 1).Rows);
    }

    [Fact]
    public void SimClrPairsAnImageWithItselfAndDropsTheRest()
    {
        var sampler = new SimClrSampler(21, 8, 1);
        Assert.Equal(2, sampler.StepsPerEpoch(0));
        var seen = new List<int>();
        for (int step = 0; step < 2; step++)
        {
            var batch = sampler.Batch(0, step);
            Assert.Equal(8, sampler.Images(batch));
            Assert.Equal(batch.Rows[..8], batch.Rows[8..]);
            seen.AddRange(batch.Rows[..8]);
        }
        Assert.Equal(16, seen.Distinct().Count());
        Assert.All(seen, row => Assert.InRange(row, 0, 20));
        Assert.NotEqual(sampler.Batch(0, 0).Rows, sampler.Batch(1, 0).Rows);
        Assert.Equal(sampler.Batch(1, 1).Rows, new SimClrSampler(21, 8, 1).Batch(1, 1).Rows);
    }

    /// <summary>Each of the 3! orders of three comes 100 times in 600 seeds, give or take 5 standard deviations (46).</summary>
    [Fact]
    public void PermutationsAreUniform()
    {
        var counts = Enumerable.Range(0, 600).GroupBy(seed => string.Concat(SeededOrder.Permutation(3, (ulong)seed))).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 54, 146));
    }
}
