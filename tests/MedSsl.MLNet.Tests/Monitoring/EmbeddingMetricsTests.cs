using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>The numbers of embeddings, against tests/peers/monitor_cases.py and worked by hand.</summary>
public class EmbeddingMetricsTests
{
    private static readonly string[] _names =
        ["alignment", "uniformity", "positive_similarity", "negative_similarity", "effective_rank", "projection_deviation"];

    private static Tensor Matrix(int rows, int size, int phase, double scale = 1) =>
        tensor(Formula.Uniform(rows * size, phase).Select(value => value * scale).ToArray(), rows, size);

    private static void Check(double[] expected, Dictionary<string, double> found)
    {
        Assert.Equal(_names, found.Keys);
        Assert.All(_names.Zip(expected), pair => Assert.Equal(pair.Second, found[pair.First], 1e-9));
    }

    /// <summary>The length of projections is not looked at.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void PairsAgreeWithPyTorch(double scale)
    {
        using var scope = NewDisposeScope();
        int[] rows = [.. Enumerable.Range(0, 12)];
        Check(MonitorCases.Pairs, ProjectionMonitor.Of(Matrix(24, 5, 3, scale), new PairBatch([.. rows, .. rows])));
    }

    [Fact]
    public void BagsAgreeWithPyTorch()
    {
        using var scope = NewDisposeScope();
        int[] bags = [0, 0, 0, 1, 1, 2, 3, 3, 3, 3];
        Check(MonitorCases.Bags, ProjectionMonitor.Of(Matrix(10, 7, 5), new PairBatch(new int[10], bags)));
    }

    /// <summary>512 of 600 pairs are measured: partners stay together.</summary>
    [Fact]
    public void LargeBatchesAreMeasuredInPart()
    {
        using var scope = NewDisposeScope();
        Check(MonitorCases.Many, ProjectionMonitor.Of(Matrix(1200, 6, 8), new PairBatch(new int[1200])));
    }

    /// <summary>By hand: all rows (3, 4).</summary>
    [Fact]
    public void ACollapseIsSeen()
    {
        using var scope = NewDisposeScope();
        var found = ProjectionMonitor.Of(tensor(new[] { 3f, 4, 3, 4, 6, 8, 3, 4 }, 4, 2), new PairBatch([0, 1, 0, 1]));
        Assert.All(_names.Zip(new double[] { 0, 0, 1, 1, 1, 0 }), pair => Assert.Equal(pair.Second, found[pair.First], 1e-5));
    }

    /// <summary>By hand: n equal singular values have rank n; 2 and 1 have exp(ln 3 - 2/3 ln 2); zeros have none.</summary>
    [Fact]
    public void RankByHand()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(4, EffectiveRank.Of(eye(4)), 1e-4);
        Assert.Equal(Math.Exp(Math.Log(3) - 2.0 / 3 * Math.Log(2)), EffectiveRank.Of(tensor(new[] { 2f, 0, 0, 0, 1, 0 }, 2, 3)), 1e-4);
        Assert.Equal(0, EffectiveRank.Of(zeros(3, 2)));
    }

    [Fact]
    public void NeighboursAgreeWithScikitLearn()
    {
        using var scope = NewDisposeScope();
        float[] labels = [.. Formula.Uniform(40 * 3, 13).Select(value => value > 0.7 ? float.NaN : value > 0 ? 1 : 0)];
        float[] votes = NearestNeighbours.Vote(Matrix(40, 6, 11), labels, Matrix(15, 6, 12, 40), 7, 0.07);
        Assert.Equal(MonitorCases.Votes.Length, votes.Length);
        Assert.All(MonitorCases.Votes.Zip(votes), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

        float[] truth = [.. Formula.Uniform(15 * 3, 14).Select((value, i) => i == 9 ? float.NaN : i % 3 == 2 || value > 0 ? 1 : 0)];
        Assert.Equal(MonitorCases.MacroAuroc, MacroAuroc.Of(votes, truth, [true, true, true]), 1e-9);
        Assert.True(double.IsNaN(MacroAuroc.Of(votes, truth, [false, false, true])));
    }

    /// <summary>Of all labels unknown there is nothing to vote; fewer images than k all vote.</summary>
    [Fact]
    public void NeighboursWithoutLabels()
    {
        using var scope = NewDisposeScope();
        var features = tensor(new[] { 1f, 0, 0, 1 }, 2, 2);
        float[] votes = NearestNeighbours.Vote(features, [float.NaN, 1, float.NaN, 0], tensor(new[] { 1f, 1 }, 1, 2), 5, 0.1);
        Assert.True(float.IsNaN(votes[0]));
        Assert.Equal(0.5f, votes[1], 1e-6f);
    }
}
