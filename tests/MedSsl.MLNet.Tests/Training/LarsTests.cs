using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class LarsTests
{
    /// <summary>
    /// 50 steps against numpy, tests/peers/loss_cases.py: the gradient of step s is w − t(s), the rate (s + 1) / 100, decay 0.01, momentum 0.9.
    /// </summary>
    [Theory]
    [InlineData(true, -0.46630899, 0.32746703, 0.37897455, 0.35431208, 1.19116003)]
    [InlineData(false, 0.22010889, 0.96556063, -1.02127092, -0.01605092, -1.45282043)]
    public void FiftySteps(bool adapt, double w0, double w1, double w2, double w3, double sum)
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(tensor(Formula.Uniform(12, 1).Select(value => (float)value).ToArray(), 3, 4));
        using var lars = new Lars([new ParameterGroup([weight], 2, adapt)], momentum: 0.9, weightDecay: 0.01);
        for (int s = 0; s < 50; s++)
        {
            using var step = NewDisposeScope();
            weight.grad = weight.detach() - tensor(Formula.Uniform(12, 100 + s).Select(value => (float)value).ToArray(), 3, 4);
            lars.Step(0.25 * (s + 1) / 50);
        }
        var actual = weight.detach().data<float>().ToArray();
        Assert.Equal([w0, w1, w2, w3], actual[..4].Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(sum, actual.Sum(), 2e-5);
    }

    [Fact]
    public void AParameterWithoutGradientStays()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(2, 2));
        using var lars = new Lars([new ParameterGroup([weight], 1, true)], 0.9, 0.1);
        lars.Step(1);
        Assert.Equal([1f, 1, 1, 1], weight.detach().data<float>().ToArray());
    }

    [Fact]
    public void BiasesAndNormalisationWeightsDoNotDecay()
    {
        using var module = EncoderFactory.Create(Encoders.ResNet18(0.0625), 1, initialisation: null);
        var groups = ParameterGroup.Split(module, 0.5);
        Assert.Equal([true, false], groups.Select(group => group.Decay));
        Assert.All(groups, group => Assert.Equal(0.5, group.LearningRateMultiplier));
        Assert.Equal([20, 40], groups.Select(group => group.Parameters.Count)); // 20 convolutions, each with a normalisation's weight and bias
    }
}
