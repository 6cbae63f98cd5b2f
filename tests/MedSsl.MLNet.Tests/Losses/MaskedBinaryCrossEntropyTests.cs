using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class MaskedBinaryCrossEntropyTests
{
    private static readonly float[] Logits = [0.5f, -1.2f, 3.0f, 2.0f, 0.1f, -0.7f];
    private static readonly float[] Labels = [1, 0, float.NaN, 0, float.NaN, 1];

    private static (float Loss, float[] Gradient) Compute(float[] labels, float[]? positiveWeights)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Logits, ScalarType.Float32).view(2, 3).detach().requires_grad_(true);
        var weights = positiveWeights is null ? null : tensor(positiveWeights, ScalarType.Float32);
        var loss = MaskedBinaryCrossEntropy.Loss(logits, tensor(labels, ScalarType.Float32).view(2, 3), weights);
        loss.backward();
        return (loss.ToSingle(), logits.grad!.data<float>().ToArray());
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
    }

    /// <summary>PyTorch: binary_cross_entropy_with_logits of the known entries alone, its gradient spread back.</summary>
    [Fact]
    public void Is_the_mean_over_known_entries_with_no_gradient_elsewhere()
    {
        var (loss, gradient) = Compute(Labels, null);
        Assert.Equal(0.99186838f, loss, 1e-6f);
        AssertClose([-0.0944f, 0.0579f, 0, 0.2202f, 0, -0.1670f], gradient);
        Assert.Equal((0f, 0f), (gradient[2], gradient[4]));
    }

    /// <summary>PyTorch, as above, with pos_weight 2, 1, 0.5.</summary>
    [Fact]
    public void Positive_weights_multiply_the_positives_of_their_label()
    {
        var (loss, gradient) = Compute(Labels, [2, 1, 0.5f]);
        Assert.Equal(0.97248942f, loss, 1e-6f);
        AssertClose([-0.1888f, 0.0579f, 0, 0.2202f, 0, -0.0835f], gradient);
    }

    [Fact]
    public void Without_any_known_label_loss_and_gradient_are_zero()
    {
        var (loss, gradient) = Compute([.. Enumerable.Repeat(float.NaN, 6)], null);
        Assert.Equal(0, loss);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }
}
