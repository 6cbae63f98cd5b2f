using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class SelectiveKernelTests
{
    /// <summary>
    /// Numbers printed by tests/peers/encoder_cases.py (torch 1.13, double precision), whose network is written there on its own: first and last
    /// feature and mean magnitude, scored and in training mode. 56 pixels give maps of 14, 7, 4 and 2: an odd side is halved with zeros beside it.
    /// </summary>
    [Theory]
    [InlineData(EncoderArchitecture.ResNet50, 3, 0.125, false, 64, 550.389209, 555.5362, 385.344771, 1.02302892, 0.66778635, 1.04222767)]
    [InlineData(EncoderArchitecture.ResNet50, 1, 0.0625, false, 56, 0, 77.2691631, 164.824866, 0.453074204, 0.855720283, 1.06194457)]
    [InlineData(EncoderArchitecture.ResNet101, 1, 0.0625, true, 20, 122850.277, 451618.415, 1031628.71, 1.39138129, 1.05305266, 1.02345134)]
    public void NumbersAreTheDefinitions(EncoderArchitecture architecture, int channels, double width, bool smallStem, int size,
        double scoredFirst, double scoredLast, double scoredMean, double trainedFirst, double trainedLast, double trainedMean)
    {
        using var scope = NewDisposeScope();
        var spec = new EncoderSpec { Architecture = architecture, WidthMultiplier = width, SmallImageStem = smallStem, SelectiveKernels = true };
        using var network = EncoderFactory.Create(spec, channels, initialisation: null);
        var images = tensor(Formula.Image(3 * channels * size * size), 3, channels, size, size);
        Formula.Fill(network);
        network.eval();
        Check([scoredFirst, scoredLast, scoredMean], network.call(images), 1e-4);

        network.to(ScalarType.Float64);
        images = images.to(ScalarType.Float64);
        Check([scoredFirst, scoredLast, scoredMean], network.call(images), 1e-6);
        network.train();
        Check([trainedFirst, trainedLast, trainedMean], network.call(images), 1e-4); // rounding of the weights grows where batches are normalised
    }

    private static void Check(double[] expected, Tensor features, double tolerance)
    {
        var values = features.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
        double[] actual = [values[0], values[^1], values.Average(Math.Abs)];
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(Math.Abs(expected[i]), 1e-3));
    }

    /// <summary>
    /// Counted by tests/peers/encoder_cases.py. SimCLRv2 (arXiv 2006.10029, table 1) gives 35, 140, 65, 257, 89 and 354 million, and 24, 94, 43, 170,
    /// 58 and 233 without selective kernels.
    /// </summary>
    [Theory]
    [InlineData(EncoderArchitecture.ResNet50, 1, 35215584, 24)]
    [InlineData(EncoderArchitecture.ResNet50, 2, 140306048, 94)]
    [InlineData(EncoderArchitecture.ResNet101, 1, 64662304, 43)]
    [InlineData(EncoderArchitecture.ResNet101, 2, 257132224, 170)]
    [InlineData(EncoderArchitecture.ResNet152, 1, 88940896, 58)]
    [InlineData(EncoderArchitecture.ResNet152, 2, 353398528, 233)]
    public void ParameterCountsArePublished(EncoderArchitecture architecture, int width, long selective, int plainMillions)
    {
        var spec = new EncoderSpec { Architecture = architecture, WidthMultiplier = width };
        Assert.Equal(selective, Count(spec with { SelectiveKernels = true }));
        Assert.InRange(Count(spec) / 1e6, plainMillions - 1, plainMillions + 0.5);

        static long Count(EncoderSpec spec)
        {
            using var network = EncoderFactory.Create(spec, 3, initialisation: null);
            return network.parameters().Sum(parameter => parameter.numel());
        }
    }

    [Fact]
    public void NamesAreTorchvisionsWhereItHasTheLayer()
    {
        using var network = EncoderFactory.Create(Encoders.ResNet50(0.0625, selectiveKernels: true), 1, initialisation: null);
        var names = network.state_dict().Keys;
        string[] expected =
        [
            "conv1.0.weight", "conv1.1.running_mean", "conv1.3.weight", "conv1.6.weight", "bn1.weight", "layer1.0.conv1.weight", "layer1.0.bn1.bias",
            "layer1.0.conv2.conv.weight", "layer1.0.conv2.bn.weight", "layer1.0.conv2.squeeze.weight", "layer1.0.conv2.squeeze_bn.weight",
            "layer1.0.conv2.mix.weight", "layer1.0.conv3.weight", "layer1.0.bn3.weight", "layer4.0.downsample.0.weight", "layer4.0.downsample.1.bias",
        ];
        Assert.All(expected, name => Assert.Contains(name, names));
        Assert.DoesNotContain("layer1.0.bn2.weight", names);
    }

    [Fact]
    public void OnlyBottlenecksCanHaveThem()
    {
        var error = Assert.Throws<ArgumentException>(() => (Encoders.ResNet18() with { SelectiveKernels = true }).Validate());
        Assert.Contains("SelectiveKernels", error.Message);
        Assert.Contains("ResNet50", error.Message);
    }

    [Fact]
    public void AnEncoderIsSavedAndScores()
    {
        var encoder = TrainedEncoder.Untrained(Encoders.ResNet50(0.0625, true, true), 1, 16, 16, "Image", 4);
        var restored = TrainedEncoder.FromBytes(encoder.ToBytes());
        Assert.Equal(encoder.Spec, restored.Spec);
        var pixels = Formula.Image(3 * 16 * 16);
        float[] first = new float[3 * encoder.FeatureSize], one = new float[encoder.FeatureSize];
        encoder.Encode(pixels, 3, 16, 16, first);
        restored.Encode(pixels.AsSpan(2 * 16 * 16), 1, 16, 16, one);
        Assert.Equal(first[(2 * encoder.FeatureSize)..], one);
    }
}
