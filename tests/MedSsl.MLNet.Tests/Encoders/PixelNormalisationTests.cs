using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class PixelNormalisationTests
{
    private static readonly EncoderSpec ByColour =
        Encoders.ResNet18(0.125) with { ColourMean = ColourValues.ImageNetMean, ColourStd = ColourValues.ImageNetStd };

    /// <summary>(x - mean) / std by hand, for 0.5: 0.015 / 0.229, 0.044 / 0.224, 0.094 / 0.225.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void GrayImagesBecomeThreeChannels(int channels)
    {
        using var scope = NewDisposeScope();
        var pixels = PixelNormalisation.Apply(ByColour, zeros(1, channels, 1, 1).add(0.5f));
        Assert.Equal([1, 3, 1, 1], pixels.shape);
        float[] expected = [0.0655022f, 0.1964286f, 0.4177778f], actual = pixels.contiguous().data<float>().ToArray();
        for (int i = 0; i < 3; i++)
            Assert.Equal(expected[i], actual[i], 1e-6);
    }

    [Fact]
    public void NetworkOfGrayImagesHasThreeInputChannels()
    {
        var gray = TrainedEncoder.Untrained(ByColour, 1, 32, 32, "Image", 3);
        var colour = TrainedEncoder.Untrained(ByColour, 3, 32, 32, "Image", 3);
        Assert.Equal([8, 3, 7, 7], gray.Weights.Tensors.Single(weight => weight.Name == "conv1.weight").Shape);
        var image = Formula.Image(32 * 32);
        float[] one = new float[gray.FeatureSize], three = new float[gray.FeatureSize];
        gray.Encode(image, 1, 32, 32, one);
        colour.Encode([.. image, .. image, .. image], 1, 32, 32, three);
        Assert.Equal(three, one);
        Assert.Equal(gray.ToBytes(), TrainedEncoder.FromBytes(gray.ToBytes()).ToBytes());
    }

    [Fact]
    public void HalfANormalisationIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => (ByColour with { ColourStd = null }).Validate());
        Assert.Contains(nameof(EncoderSpec.ColourStd), error.Message);
        error = Assert.Throws<ArgumentException>(() => EncoderFactory.Create(ByColour, 2, initialisation: null));
        Assert.Contains("2 channels", error.Message);
    }
}
