using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class MultiPositiveNtXentTests
{
    /// <summary>
    /// By hand: bag 0 is (1, 0) three times, bag 1 is (0, 2) twice, τ is 1. An anchor of bag 0 has similarity 1 with its two partners and 0 with the other
    /// two: each of its two terms is ln(2e + 2) − 1. One of bag 1 has one partner and three others: ln(e + 3) − 1.
    /// </summary>
    [Fact]
    public void FiveImagesOfTwoBagsByHand()
    {
        using var scope = NewDisposeScope();
        var views = tensor(new[] { 1.0, 0, 1, 0, 1, 0, 0, 2, 0, 2 }, 5, 2);
        double expected = (3 * (Math.Log(2 * Math.E + 2) - 1) + 2 * (Math.Log(Math.E + 3) - 1)) / 5;
        Assert.Equal(expected, MultiPositiveNtXent.Loss(views, [0, 0, 0, 1, 1], 1).ToDouble(), 12);
    }

    /// <summary>Loss by loops over the definition, gradients by PyTorch: tests/peers/loss_cases.py. The last case has an anchor without partner.</summary>
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1, 1 }, 7, 0.1, 4.92748530951, 0.04649919867, 0.1428283952, 34.8968535)]
    [InlineData(new[] { 0, 0, 0, 0, 1, 1, 2, 2, 2 }, 16, 0.5, 1.90465793177, -0.01686235561, -0.01678029264, 3.486267802)]
    [InlineData(new[] { 0, 0, 1, 2, 2, 2 }, 8, 0.2, 1.2274810797, 0.03841202369, 0.01040007255, 5.737614026)]
    public void LossAndGradients(int[] bags, int size, double temperature, double loss, double firstGradient, double lastGradient, double gradientMagnitude)
    {
        using var scope = NewDisposeScope();
        var projections = tensor(Formula.Uniform(bags.Length * size, 3), bags.Length, size, requires_grad: true);
        var value = MultiPositiveNtXent.Loss(projections, bags, temperature);
        value.backward();
        var gradient = projections.grad!.contiguous().data<double>().ToArray();
        Assert.Equal(loss, value.ToDouble(), 1e-9);
        Assert.Equal(firstGradient, gradient[0], 1e-8);
        Assert.Equal(lastGradient, gradient[^1], 1e-8);
        Assert.Equal(gradientMagnitude, gradient.Sum(Math.Abs), 1e-6);
    }

    [Fact]
    public void OnePartnerEachIsNtXent()
    {
        using var scope = NewDisposeScope();
        var projections = tensor(Formula.Uniform(12 * 8, 4), 12, 8);
        Assert.Equal(NtXent.Loss(projections, 0.1).ToDouble(), MultiPositiveNtXent.Loss(projections, [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5], 0.1).ToDouble(), 12);
    }

    [Fact]
    public void OneBagOrNoPartnerIsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("1 bags", Assert.Throws<ArgumentException>(() => MultiPositiveNtXent.Loss(ones(3, 2), [0, 0, 0], 0.1)).Message);
        Assert.Contains("0 with a partner", Assert.Throws<ArgumentException>(() => MultiPositiveNtXent.Loss(ones(3, 2), [0, 1, 2], 0.1)).Message);
        Assert.Contains("[3, 2]", Assert.Throws<ArgumentException>(() => MultiPositiveNtXent.Loss(ones(3, 2), [0, 1], 0.1)).Message);
    }
}
