namespace MedSsl.MLNet.Tests;

public class PatientBootstrapTests
{
    [Fact]
    public void Patients_are_drawn_whole_and_as_many_as_there_are()
    {
        string[] groups = ["a", "b", "a", "c", "b", "d", "a"];
        var bootstrap = new PatientBootstrap(groups, 1);
        Assert.Equal(4, bootstrap.Patients);
        var weights = new int[7];
        var total = new double[7];
        for (int replicate = 0; replicate < 4000; replicate++)
        {
            bootstrap.Weights(replicate, weights);
            Assert.Equal((weights[0], weights[0]), (weights[2], weights[6]));
            Assert.Equal(weights[1], weights[4]);
            Assert.Equal(4, weights[0] + weights[1] + weights[3] + weights[5]);
            for (int i = 0; i < 7; i++)
                total[i] += weights[i] / 4000.0;
        }

        // Each patient is drawn once on average; the standard error of 4,000 replicates is 0.014.
        Assert.All(total, mean => Assert.Equal(1, mean, 0.06));
    }

    [Fact]
    public void A_replicate_depends_on_seed_and_number_only()
    {
        string[] groups = [.. Enumerable.Range(0, 30).Select(i => $"p{i}")];
        int[] Draw(int seed, int replicate)
        {
            var weights = new int[30];
            new PatientBootstrap(groups, seed).Weights(replicate, weights);
            return weights;
        }

        Assert.Equal(Draw(1, 5), Draw(1, 5));
        Assert.NotEqual(Draw(1, 5), Draw(2, 5));
        Assert.NotEqual(Draw(1, 5), Draw(1, 6));
    }

    /// <summary>numpy.quantile([0.1, 0.4, 0.2, 0.9, 0.5], [0.025, 0.975]) = 0.11, 0.86.</summary>
    [Fact]
    public void Intervals_are_numpys_quantiles_of_the_defined_replicates()
    {
        var interval = ConfidenceInterval.Of([0.1, 0.4, double.NaN, 0.2, 0.9, double.NaN, 0.5], 0.95)!;
        Assert.Equal(0.11, interval.Lower, 1e-12);
        Assert.Equal(0.86, interval.Upper, 1e-12);
        Assert.Equal((5, 2), (interval.Samples, interval.Skipped));
        Assert.Equal("0.110-0.860", interval.ToString());
        Assert.Null(ConfidenceInterval.Of([double.NaN, 0.3], 0.95));
    }
}
