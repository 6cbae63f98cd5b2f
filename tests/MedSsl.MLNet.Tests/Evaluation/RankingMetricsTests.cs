namespace MedSsl.MLNet.Tests;

public class RankingMetricsTests
{
    /// <summary>Values of scikit-learn's roc_auc_score and average_precision_score, plain and with sample_weight, written by tests/peers/metrics_cases.py.</summary>
    [Theory]
    [InlineData("worked by hand", new float[] { 0.1f, 0.4f, 0.35f, 0.8f }, new float[] { 0f, 0f, 1f, 1f }, new int[] { 1, 1, 1, 1 }, 0.75, 0.8333333333333333, 0.75, 0.8333333333333333)]
    [InlineData("all tied", new float[] { 0.5f, 0.5f, 0.5f, 0.5f }, new float[] { 1f, 0f, 0f, 1f }, new int[] { 1, 2, 1, 3 }, 0.5, 0.5, 0.5, 0.5714285714285714)]
    [InlineData("perfect", new float[] { -2f, -1f, 1f, 3f }, new float[] { 0f, 0f, 1f, 1f }, new int[] { 1, 2, 3, 0 }, 1.0, 1.0, 1.0, 1.0)]
    [InlineData("inverted", new float[] { 3f, 1f, -1f, -2f }, new float[] { 0f, 0f, 1f, 1f }, new int[] { 2, 1, 1, 1 }, 0.0, 0.41666666666666663, 0.0, 0.325)]
    [InlineData("few ties", new float[] { 0f, 0.75f, -0.75f, -2.25f, -1.25f, -2.5f, 0.25f, 3.25f, -1.25f, -1.5f, 1.25f, 1f, 0.25f, -2.25f, -0f, 1.75f, -3.25f, -1.25f, -4.75f, -3.25f, -4.5f, -0.5f, -3.25f, 0.75f, 0.5f }, new float[] { 1f, 0f, float.NaN, 0f, 0f, 0f, 1f, 1f, 1f, 0f, 1f, 1f, 1f, 0f, 1f, 1f, 0f, float.NaN, 0f, 0f, 0f, 1f, 0f, 0f, float.NaN }, new int[] { 1, 1, 1, 3, 2, 3, 3, 2, 1, 0, 2, 0, 3, 3, 0, 2, 0, 0, 1, 3, 3, 2, 2, 2, 0 }, 0.8958333333333334, 0.8687412587412587, 0.9157608695652174, 0.8775669642857143)]
    [InlineData("many ties", new float[] { -0f, 0.25f, 0.25f, -0f, 0.25f, -0f, 0.25f, -0f, 0.25f, -0.25f, 0f, -0.5f, -0.5f, -0f, -0.25f, 0f, 0.5f, -0.25f, -0.25f, 0f, 0f, -0f, -0f, 0.25f, 0.25f, -0.25f, -0f, 0f, -0.25f, 0f }, new float[] { 1f, 0f, 1f, 0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f, float.NaN, 0f, 0f, 1f, float.NaN, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, float.NaN, 0f, 1f, 0f }, new int[] { 1, 1, 2, 3, 0, 3, 3, 2, 3, 2, 3, 3, 2, 3, 3, 1, 0, 0, 0, 1, 0, 1, 1, 2, 0, 3, 0, 3, 2, 0 }, 0.42105263157894735, 0.2716346153846154, 0.45833333333333326, 0.4075126262626263)]
    [InlineData("rare", new float[] { -1.25f, 1f, 1f, -0.25f, 0.5f, 0.75f, 0.75f, 0.75f, -0.5f, 1.5f, -1.25f, 0.75f, 0.5f, 0.75f, 1.75f, 1.5f, -1f, -1.5f, 0.75f, -1f, -0f, 0.75f, -1.5f, -2f, 0.25f, 0f, -0.25f, 0f, -0.75f, -1.5f, -0.25f, -1f, -1.5f, 0.5f, -0f, 0.5f, -1f, -0.5f, -1f, -0.75f }, new float[] { 1f, 0f, 1f, float.NaN, 0f, 0f, 0f, 0f, 0f, float.NaN, 0f, 0f, 0f, 0f, 0f, 0f, 0f, float.NaN, 0f, 0f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 0f, 1f, 0f, 0f, float.NaN, 0f, 0f, 0f, 0f }, new int[] { 1, 1, 2, 3, 1, 0, 3, 1, 3, 1, 1, 3, 0, 0, 3, 3, 3, 0, 0, 1, 2, 3, 3, 1, 3, 1, 0, 1, 0, 2, 3, 0, 0, 0, 0, 2, 2, 3, 1, 3 }, 0.30645161290322587, 0.140437552213868, 0.47755102040816333, 0.14629629629629629)]
    public void Areas_equal_scikit_learns(string name, float[] scores, float[] labels, int[] weights, double roc, double precision, double weightedRoc, double weightedPrecision)
    {
        _ = name;
        var ranking = Ranking.Of(scores, labels, 0, 1);
        Assert.Equal(roc, AreaUnderRocCurve.Compute(ranking), 1e-12);
        Assert.Equal(precision, AveragePrecision.Compute(ranking), 1e-12);
        Assert.Equal(weightedRoc, AreaUnderRocCurve.Compute(ranking, weights), 1e-12);
        Assert.Equal(weightedPrecision, AveragePrecision.Compute(ranking, weights), 1e-12);
    }

    [Fact]
    public void One_class_is_undefined_and_so_is_a_class_without_weight()
    {
        var one = Ranking.Of([0.1f, 0.2f], [1, 1], 0, 1);
        Assert.False(one.IsDefined);
        Assert.Equal((double.NaN, double.NaN), (AreaUnderRocCurve.Compute(one), AveragePrecision.Compute(one)));
        var two = Ranking.Of([0.1f, 0.2f, 0.3f], [1, 0, 1], 0, 1);
        Assert.True(two.IsDefined);
        Assert.Equal((double.NaN, double.NaN), (AreaUnderRocCurve.Compute(two, [2, 0, 1]), AveragePrecision.Compute(two, [2, 0, 1])));
        Assert.Equal((double.NaN, double.NaN), (AreaUnderRocCurve.Compute(two, [0, 3, 0]), AveragePrecision.Compute(two, [0, 3, 0])));
    }

    [Fact]
    public void Unknown_labels_and_missing_scores_are_left_out_column_by_column()
    {
        float[] scores = [1, float.NaN, 2, 5, 3, 6];
        float[] labels = [1, 1, 0, float.NaN, 1, 0];
        var first = Ranking.Of(scores, labels, 0, 2);
        Assert.Equal([2, 1, 0], first.Rows);
        Assert.Equal([true, false, true], first.Positive);
        var second = Ranking.Of(scores, labels, 1, 2);
        Assert.Equal([2], second.Rows);
        Assert.Equal((0, 1), (second.Positives, second.Negatives));
    }
}
