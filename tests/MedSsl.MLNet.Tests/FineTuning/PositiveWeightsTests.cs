namespace MedSsl.MLNet.Tests;

public class PositiveWeightsTests
{
    /// <summary>a: 1 of 5 positive; b: 2 of 3 known; c: never positive; d: 1 of 4 known.</summary>
    private static LabelStatistics Statistics() => LabelStatistics.Of(["a", "b", "c", "d"],
    [
        1, 1, 0, 0,
        0, 1, 0, 0,
        0, 0, 0, 1,
        0, float.NaN, 0, 0,
        0, float.NaN, 0, float.NaN,
    ]);

    [Fact]
    public void Known_labels_are_counted()
    {
        var statistics = Statistics();
        Assert.Equal([1, 2, 0, 1], statistics.Positives);
        Assert.Equal([4, 1, 5, 3], statistics.Negatives);
        Assert.Equal((5, 5), (statistics.Rows, statistics.LabelledRows));
        Assert.Equal(1, LabelStatistics.Of(["a"], [float.NaN, 1]).LabelledRows);
    }

    [Fact]
    public void Weights_are_one_balanced_or_given()
    {
        var statistics = Statistics();
        Assert.Equal([1, 1, 1, 1], PositiveWeights.Of(statistics, new()));
        Assert.Equal([4, 0.5f, 1, 3], PositiveWeights.Of(statistics, new() { BalancePositives = true }));
        Assert.Equal([2, 0.5f, 1, 2], PositiveWeights.Of(statistics, new() { BalancePositives = true, MaximumPositiveWeight = 2 }));
        Assert.Equal([4, 0.5f, 1, 7], PositiveWeights.Of(statistics, new() { BalancePositives = true, PositiveWeights = new Dictionary<string, float> { ["d"] = 7 } }));
    }

    [Fact]
    public void A_weight_for_an_unknown_label_is_an_error()
    {
        var options = new FineTuneOptions { PositiveWeights = new Dictionary<string, float> { ["Oedema"] = 2 } };
        Assert.Contains("'Oedema'; the labels are a, b, c, d", Assert.Throws<ArgumentException>(() => PositiveWeights.Of(Statistics(), options)).Message);
    }

    [Fact]
    public void The_first_bias_is_the_log_odds_of_the_weighted_labels()
    {
        var bias = PositiveWeights.InitialBias(Statistics(), [1, 2, 1, 1]);
        // By hand: log(1.5 / 4.5), log(2 * 2.5 / 1.5), log(0.5 / 5.5), log(1.5 / 3.5).
        double[] expected = [-1.0986123, 1.2039728, -2.3978953, -0.8472979];
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], bias[i], 1e-6);
    }
}
