using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class LinearScorerTests
{
    [Fact]
    public void A_score_is_bias_plus_weights_times_features()
    {
        var logits = new float[2];
        new LinearScorer([0.5f, -1], [1, 2, 3, -1, 0, 4]).Score([2, -1, 0.5f], logits);
        Assert.Equal([2f, -1f], logits);
    }

    [Fact]
    public void The_heads_numbers_are_taken_over_and_start_at_the_log_odds()
    {
        using var scope = NewDisposeScope();
        using var head = new MultiLabelHead(4, [0.3f, -2]);
        var scorer = head.ToScorer();
        Assert.Equal([0.3f, -2], scorer.Bias);
        Assert.Equal(new float[8], scorer.Weight);
        Assert.Equal(4, scorer.FeatureSize);
        Assert.Equal([2L, 2L], head.call(ones(2, 4)).shape);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(2, 0.8807971)]
    [InlineData(-90, 8.194013e-40)]
    [InlineData(1000, 1)]
    public void Probabilities_are_the_logistic_function(float logit, double probability) => Assert.Equal(probability, Sigmoid.Of(logit), probability * 1e-6);

    [Fact]
    public void A_missing_score_has_no_probability() => Assert.True(float.IsNaN(Sigmoid.Of(float.NaN)));
}
