using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class PrecisionTests
{
    private static ContrastiveNetwork Network(EncoderSpec spec)
    {
        using var generator = new Generator(5);
        var options = new SimClrOptions { Encoder = spec, ProjectionSize = 16, NormaliseProjections = true };
        return ContrastiveNetwork.Create(null, options, 1, new ContrastiveLoss(options, null!), generator).Network;
    }

    /// <summary>bfloat16 keeps 8 bits; a network of some 20 layers loses a few more of them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BFloat16IsSinglePrecisionButForItsRounding(bool bottlenecks)
    {
        using var scope = NewDisposeScope();
        using var network = Network(bottlenecks ? Encoders.ResNet50(0.0625, true, true) : Encoders.ResNet18(0.125));
        var images = tensor(Formula.Image(8 * 32 * 32), 8, 1, 32, 32);
        network.eval();
        var exact = network.call(images);
        var features = network.Encoder.call(images);
        ReducedPrecision.Set(network, Precision.BFloat16);
        var rounded = network.call(images);
        Assert.Equal(ScalarType.Float32, rounded.dtype);
        Assert.Equal(ScalarType.Float32, network.Encoder.call(images).dtype);
        double error = Relative(network.Encoder.call(images), features);
        Assert.InRange(error, 1e-5, 0.03);
        Assert.InRange(Relative(rounded, exact), 1e-5, 0.1);
        ReducedPrecision.Set(network, Precision.Float32);
        Assert.Equal(0, Relative(network.call(images), exact));
    }

    private static double Relative(Tensor actual, Tensor expected) =>
        (actual - expected).norm().ToDouble() / expected.norm().ToDouble();

    [Fact]
    public void GradientsArriveAtSinglePrecisionWeights()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Encoders.ResNet18(0.125, true));
        using var same = Network(Encoders.ResNet18(0.125, true));
        ReducedPrecision.Set(same, Precision.BFloat16);
        var images = tensor(Formula.Image(8 * 16 * 16), 8, 1, 16, 16);
        NtXent.Loss(network.call(images), 0.5).backward();
        NtXent.Loss(same.call(images), 0.5).backward();
        foreach (var (name, parameter) in same.named_parameters())
        {
            Assert.Equal(ScalarType.Float32, parameter.dtype);
            Assert.Equal(ScalarType.Float32, parameter.grad!.dtype);
        }
        var (expected, actual) = (All(network), All(same));
        double cosine = (expected * actual).sum().ToDouble() / (expected.norm().ToDouble() * actual.norm().ToDouble());
        Assert.InRange(cosine, 0.9, 0.999999999);

        static Tensor All(nn.Module module) => cat(module.parameters().Select(parameter => parameter.grad!.reshape(-1)).ToArray(), 0);
    }

    [Fact]
    public void TrainingLearnsTheSame()
    {
        double Last(Precision precision, bool checkpointing)
        {
            var losses = new List<double>();
            var ml = new Microsoft.ML.MLContext(1);
            var options = new SimClrOptions
            {
                Encoder = Encoders.ResNet18(0.125, true),
                Epochs = 8,
                BatchSize = 16,
                Seed = 5,
                LearningRate = 3e-3,
                Precision = precision,
                GradientCheckpointing = checkpointing,
                Augmentation = ViewAugmentationOptions.Mild,
                Progress = new Each(report => losses.Add(report.Loss)),
            };
            ml.SelfSupervised.SimClr("Features", "Image", options).Fit(PatientRow.View(ml, 32));
            Assert.True(losses[^1] < 0.95 * losses[0], $"{losses[0]} to {losses[^1]}");
            return losses[^1];
        }
        double exact = Last(Precision.Float32, false), rounded = Last(Precision.BFloat16, false);
        Assert.InRange(rounded / exact, 0.9, 1.1);
        Assert.NotEqual(exact, rounded);
        Assert.Equal(exact, Last(Precision.Float32, true), 1e-3);
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
