using System.Numerics;
using MedSsl.MLNet;

namespace MedSsl.MLNet.Tests;

public class SampleSeedTests
{
    /// <summary>SplitMix64 from state 1234567: the values of the reference implementation (Vigna's splitmix64.c), as listed by Rosetta Code's "Pseudo-random numbers/Splitmix64".</summary>
    [Fact]
    public void Bits_are_those_of_SplitMix64()
    {
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(i => SampleSeed.Bits(1234567, i)));
    }

    [Fact]
    public void Every_part_of_the_key_changes_the_seed_by_about_half_its_bits()
    {
        ulong seed = SampleSeed.Of(1, "SimCLR", 3, 17, 0);
        Assert.Equal(seed, SampleSeed.Of(1, "SimCLR", 3, 17, 0));
        foreach (ulong other in new[]
        {
            SampleSeed.Of(2, "SimCLR", 3, 17, 0), SampleSeed.Of(1, "MICLe", 3, 17, 0), SampleSeed.Of(1, "SimCLR", 4, 17, 0),
            SampleSeed.Of(1, "SimCLR", 3, 18, 0), SampleSeed.Of(1, "SimCLR", 3, 17, 1), SampleSeed.Of(1, "SimCLR", 17, 3, 0),
        })
            Assert.InRange(BitOperations.PopCount(seed ^ other), 12, 52);
    }

    [Fact]
    public void Seeds_of_many_keys_are_distinct_and_uniform()
    {
        var seeds = new HashSet<ulong>();
        double sum = 0, squares = 0;
        for (int epoch = 0; epoch < 20; epoch++)
        {
            for (int row = 0; row < 500; row++)
            {
                for (int view = 0; view < 2; view++)
                {
                    ulong seed = SampleSeed.Of(5, "stage", epoch, row, view);
                    Assert.True(seeds.Add(seed));
                    double u = SampleSeed.Uniform(seed, 0);
                    sum += u;
                    squares += u * u;
                }
            }
        }

        // 20,000 uniform numbers: mean 1/2 with standard error 0.002, mean square 1/3 with standard error 0.0021.
        Assert.Equal(0.5, sum / seeds.Count, 0.008);
        Assert.Equal(1 / 3.0, squares / seeds.Count, 0.0085);
    }

    [Fact]
    public void Shuffle_is_a_permutation_that_the_seed_determines_and_every_item_goes_everywhere()
    {
        var items = Enumerable.Range(0, 10).ToArray();
        Assert.Equal(SampleSeed.Shuffle<int>(items, 3), SampleSeed.Shuffle<int>(items, 3));
        var counts = new int[10, 10];
        for (ulong seed = 0; seed < 5000; seed++)
        {
            var shuffled = SampleSeed.Shuffle<int>(items, SampleSeed.Mix(seed, 1));
            Assert.Equal(items, shuffled.Order());
            for (int i = 0; i < 10; i++)
                counts[i, shuffled[i]]++;
        }

        // 500 expected in each cell, standard deviation 21.
        foreach (int count in counts)
            Assert.InRange(count, 390, 610);
    }
}
