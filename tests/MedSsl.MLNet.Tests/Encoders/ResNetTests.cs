using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class ResNetTests
{
    /// <summary>
    /// Numbers printed by tests/peers/encoder_cases.py (torchvision 0.14, torch 1.13, double precision): first and last feature and mean magnitude,
    /// scored and in training mode.
    /// </summary>
    [Theory]
    [InlineData(EncoderArchitecture.ResNet18, 1, 0.125, false, 64, 20.9011299, 165.283609, 63.6018607, 0.828741749, 1.01465728, 0.838860043)]
    [InlineData(EncoderArchitecture.ResNet18, 3, 0.25, true, 32, 12.5202247, 0.0493761076, 12.7590028, 0.564362682, 0.738372289, 0.845332895)]
    [InlineData(EncoderArchitecture.ResNet34, 1, 0.125, false, 48, 227.765879, 384.817721, 530.498545, 0.843458696, 0.775930961, 1.05857874)]
    [InlineData(EncoderArchitecture.ResNet50, 3, 0.125, false, 64, 1697.53763, 2385.88828, 869.283951, 0.843093772, 1.45104198, 1.04712674)]
    [InlineData(EncoderArchitecture.ResNet101, 1, 0.0625, false, 64, 60111.247, 102063.161, 662152.892, 1.37228981, 1.17646018, 1.04589565)]
    [InlineData(EncoderArchitecture.ResNet152, 1, 0.0625, true, 24, 1.39065504e+09, 18647687.4, 2.54514881e+09, 0.598956704, 0.470810642, 1.04136468)]
    public void NumbersAreTorchvisions(EncoderArchitecture architecture, int channels, double width, bool smallStem, int size,
        double scoredFirst, double scoredLast, double scoredMean, double trainedFirst, double trainedLast, double trainedMean)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = EncoderFactory.Create(
            new EncoderSpec { Architecture = architecture, WidthMultiplier = width, SmallImageStem = smallStem }, channels, generator);
        Formula.Fill(network);
        var images = tensor(Formula.Image(3 * channels * size * size), 3, channels, size, size);
        network.eval();
        Check([scoredFirst, scoredLast, scoredMean], network.call(images), 1e-4);
        network.train();
        Check([trainedFirst, trainedLast, trainedMean], network.call(images), 1e-3); // rounding grows with depth where a batch is normalised

        Formula.Fill(network);
        network.to(ScalarType.Float64);
        images = images.to(ScalarType.Float64);
        network.eval();
        Check([scoredFirst, scoredLast, scoredMean], network.call(images), 1e-4);
        network.train();
        Check([trainedFirst, trainedLast, trainedMean], network.call(images), 1e-4);
    }

    private static void Check(double[] expected, Tensor features, double tolerance)
    {
        var values = features.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        double[] actual = [values[0], values[^1], values.Average(Math.Abs)];
        for (int i = 0; i < 3; i++)
            Assert.InRange(actual[i] / expected[i], 1 - tolerance, 1 + tolerance);
    }

    /// <summary>torchvision's counts without the classifier, printed by tests/peers/encoder_cases.py; theirs are for three channels.</summary>
    [Theory]
    [InlineData(EncoderArchitecture.ResNet18, 11176512, 512)]
    [InlineData(EncoderArchitecture.ResNet34, 21284672, 512)]
    [InlineData(EncoderArchitecture.ResNet50, 23508032, 2048)]
    [InlineData(EncoderArchitecture.ResNet101, 42500160, 2048)]
    [InlineData(EncoderArchitecture.ResNet152, 58143808, 2048)]
    public void ParameterCountsAreTorchvisions(EncoderArchitecture architecture, long parameters, int features)
    {
        var spec = new EncoderSpec { Architecture = architecture };
        using var network = EncoderFactory.Create(spec, 3, initialisation: null);
        Assert.Equal(parameters, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(features, spec.FeatureSize);
    }

    /// <summary>torchvision's resnet18 has 122 entries, 2 of them the classifier's; resnet50 has 320.</summary>
    [Theory]
    [InlineData(EncoderArchitecture.ResNet18, 120, "conv1.weight bn1.running_mean layer1.0.conv1.weight layer2.0.downsample.0.weight layer2.0.downsample.1.running_var layer4.1.bn2.num_batches_tracked")]
    [InlineData(EncoderArchitecture.ResNet50, 318, "layer1.0.downsample.1.bias layer1.2.conv3.weight layer3.5.bn3.weight layer4.2.bn1.bias")]
    public void NamesAreTorchvisions(EncoderArchitecture architecture, int count, string names)
    {
        using var network = EncoderFactory.Create(new EncoderSpec { Architecture = architecture, WidthMultiplier = 0.0625 }, 1, initialisation: null);
        var state = network.state_dict();
        Assert.Equal(count, state.Count);
        Assert.All(names.Split(' '), name => Assert.Contains(name, state.Keys));
    }

    [Fact]
    public void WeightsComeFromTheGeneratorAlone()
    {
        using var scope = NewDisposeScope();
        var before = get_rng_state().bytes.ToArray();
        var first = TrainedEncoder.Untrained(Encoders.ResNet18(0.25), 1, 32, 32, "Image", 7);
        var same = TrainedEncoder.Untrained(Encoders.ResNet18(0.25), 1, 32, 32, "Image", 7);
        var other = TrainedEncoder.Untrained(Encoders.ResNet18(0.25), 1, 32, 32, "Image", 8);
        Assert.Equal(before, get_rng_state().bytes.ToArray());
        Assert.Equal(first.ToBytes(), same.ToBytes());
        Assert.NotEqual(first.ToBytes(), other.ToBytes());

        // He et al.: variance 2 / fan-out; layer4.1.conv2 has 128 · 128 · 9 draws, so that the estimate is within a percent or so.
        var kernel = first.Weights.Tensors.Single(weight => weight.Name == "layer4.1.conv2.weight");
        Assert.InRange(kernel.Values.Average(value => (double)value * value) / (2.0 / (128 * 9)), 0.97, 1.03);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(double.NaN)]
    public void WidthOutOfRangeIsRefused(double width)
    {
        var error = Assert.Throws<ArgumentException>(() => Encoders.ResNet18(width));
        Assert.Contains(nameof(EncoderSpec.WidthMultiplier), error.Message);
        Assert.Contains("0.0625 and 8", error.Message);
    }

    [Fact]
    public void SpecSurvivesJson()
    {
        var spec = Encoders.ResNet152(2, smallImageStem: true) with { PixelMean = 0.4f, PixelStd = 0.2f };
        string json = System.Text.Json.JsonSerializer.Serialize(spec);
        Assert.Equal(spec, System.Text.Json.JsonSerializer.Deserialize<EncoderSpec>(json));
    }
}
