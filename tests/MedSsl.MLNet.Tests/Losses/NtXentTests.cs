using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class NtXentTests
{
    /// <summary>
    /// By hand: both views of image 1 are (1, 0), both of image 2 are (0, 2), and τ is 1. Every anchor has similarity 1 with its partner and 0 with
    /// the other two, so that its loss is −ln(e / (e + 1 + 1)) = ln(e + 2) − 1.
    /// </summary>
    [Fact]
    public void TwoPairsByHand()
    {
        using var scope = NewDisposeScope();
        var views = tensor(new[] { 1.0, 0, 0, 2 }, 2, 2);
        Assert.Equal(Math.Log(Math.E + 2) - 1, NtXent.Loss(views, views, 1).ToDouble(), 12);
    }

    /// <summary>Loss by loops over the definition, gradients by PyTorch: tests/peers/loss_cases.py.</summary>
    [Theory]
    [InlineData(5, 7, 0.1, 3.23270693814, 0.4743499984, 0.1189098745, 32.90459673)]
    [InlineData(8, 16, 0.5, 3.16037953322, -0.03661479627, -0.01732491632, 5.590152238)]
    [InlineData(32, 128, 0.1, 4.4843639367, 0.005646936587, -0.005204421703, 29.67099887)]
    public void LossAndGradients(int pairs, int size, double temperature, double loss, double firstGradient, double lastGradient, double gradientMagnitude)
    {
        using var scope = NewDisposeScope();
        var projections = tensor(Formula.Uniform(2 * pairs * size, 3), 2 * pairs, size, requires_grad: true);
        var value = NtXent.Loss(projections, temperature);
        value.backward();
        var gradient = projections.grad!.contiguous().data<double>().ToArray();
        Assert.Equal(loss, value.ToDouble(), 1e-9);
        Assert.Equal(firstGradient, gradient[0], 1e-8);
        Assert.Equal(lastGradient, gradient[^1], 1e-8);
        Assert.Equal(gradientMagnitude, gradient.Sum(Math.Abs), 1e-6);

        // The same in single precision, with the views apart.
        var single = projections.detach().to(ScalarType.Float32);
        Assert.Equal(loss, NtXent.Loss(single.narrow(0, 0, pairs), single.narrow(0, pairs, pairs), temperature).ToSingle(), 2e-6 * loss);
    }

    /// <summary>exp(1 / 0.01) does not fit into single precision; a loss that forms it is infinite.</summary>
    [Fact]
    public void SmallTemperaturesStayFinite()
    {
        using var scope = NewDisposeScope();
        var projections = tensor(Formula.Uniform(64 * 8, 5).Select(value => (float)(1e4 * value)).ToArray(), 64, 8, requires_grad: true);
        var value = NtXent.Loss(projections, 0.01);
        value.backward();
        Assert.True(float.IsFinite(value.ToSingle()));
        Assert.True(projections.grad!.isfinite().all().ToBoolean());
    }

    [Fact]
    public void AZeroProjectionStaysFinite()
    {
        using var scope = NewDisposeScope();
        var projections = zeros(4, 3, requires_grad: true);
        var value = NtXent.Loss(projections, 0.1);
        value.backward();
        Assert.Equal(Math.Log(3), value.ToSingle(), 1e-6);
        Assert.True(projections.grad!.isfinite().all().ToBoolean());
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(5, 3)]
    public void FewerThanTwoPairsAreRefused(int rows, int size)
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => NtXent.Loss(ones(rows, size), 0.1));
        Assert.Contains($"[{rows}, {size}]", error.Message);
    }
}
