using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class ResNetTests
{
    /// <summary>Numbers printed by tests/peers/encoder_cases.py (torchvision 0.14, torch 1.13): first and last feature and mean magnitude, scored and in training mode.</summary>
    [Theory]
    [InlineData(EncoderArchitecture.ResNet18, 1, 0.125, false, 64, 20.9011, 165.284, 63.6019, 0.828743, 1.01466, 0.83886)]
    [InlineData(EncoderArchitecture.ResNet18, 3, 0.25, true, 32, 12.5202, 0.0493759, 12.759, 0.564362, 0.738373, 0.845333)]
    [InlineData(EncoderArchitecture.ResNet34, 1, 0.125, false, 48, 227.766, 384.818, 530.498, 0.843457, 0.775933, 1.05858)]
    [InlineData(EncoderArchitecture.ResNet50, 3, 0.125, false, 64, 1697.54, 2385.89, 869.284, 0.843125, 1.45102, 1.04713)]
    [InlineData(EncoderArchitecture.ResNet101, 1, 0.0625, false, 64, 60111.2, 102063, 662153, 1.37213, 1.17631, 1.04589)]
    [InlineData(EncoderArchitecture.ResNet152, 1, 0.0625, true, 24, 1.39065e+09, 1.86476e+07, 2.54515e+09, 0.598911, 0.470851, 1.04137)]
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
        Check([scoredFirst, scoredLast, scoredMean], network.call(images));
        network.train();
        Check([trainedFirst, trainedLast, trainedMean], network.call(images));
    }

    private static void Check(double[] expected, Tensor features)
    {
        var values = features.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        double[] actual = [values[0], values[^1], values.Average(Math.Abs)];
        for (int i = 0; i < 3; i++)
            Assert.InRange(actual[i] / expected[i], 1 - 1e-4, 1 + 1e-4);
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
