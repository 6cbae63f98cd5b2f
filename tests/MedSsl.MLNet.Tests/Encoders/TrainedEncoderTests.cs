using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class TrainedEncoderTests
{
    private static TrainedEncoder Small(EncoderSpec? spec = null, int channels = 1, int size = 32) =>
        TrainedEncoder.Untrained(spec ?? Encoders.ResNet18(0.125), channels, size, size, "Image", 3);

    private static float[] Encode(TrainedEncoder encoder, float[] pixels, int count, int height, int width)
    {
        var features = new float[count * encoder.FeatureSize];
        encoder.Encode(pixels, count, height, width, features);
        return features;
    }

    [Fact]
    public void FeaturesAreTheModulesInEvaluationMode()
    {
        var encoder = Small();
        var pixels = Formula.Image(3 * 32 * 32);
        using var scope = NewDisposeScope();
        using var module = encoder.NewModule();
        module.eval();
        var expected = module.call(tensor(pixels, 3, 1, 32, 32)).detach().contiguous().data<float>().ToArray();
        var actual = Encode(encoder, pixels, 3, 32, 32);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    [Fact]
    public void ThreadsAgree()
    {
        var encoder = Small();
        var pixels = Formula.Image(5 * 32 * 32);
        var expected = Encode(encoder, pixels, 5, 32, 32);
        var fresh = TrainedEncoder.FromBytes(encoder.ToBytes());
        Parallel.For(0, 16, _ => Assert.Equal(expected, Encode(fresh, pixels, 5, 32, 32)));
    }

    /// <summary>Doubling an image and averaging 2 × 2 pixels gives the image back, exactly.</summary>
    [Fact]
    public void ImagesOfAnotherSizeAreAveraged()
    {
        var encoder = Small();
        var pixels = Formula.Image(2 * 32 * 32);
        var doubled = new float[2 * 64 * 64];
        for (int i = 0; i < doubled.Length; i++)
            doubled[i] = pixels[i / (64 * 64) * 32 * 32 + i / 64 % 64 / 2 * 32 + i % 64 / 2];
        Assert.Equal(Encode(encoder, pixels, 2, 32, 32), Encode(encoder, doubled, 2, 64, 64));
    }

    [Fact]
    public void ScoringLeavesNoTensorBehind()
    {
        var encoder = Small();
        var pixels = Formula.Image(3 * 32 * 32);
        Encode(encoder, pixels, 3, 32, 32);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 20; i++)
            Encode(encoder, pixels, 3, 32, 32);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void BytesRestoreTheEncoder()
    {
        var encoder = Small(Encoders.ResNet50(0.0625, smallImageStem: true) with { PixelMean = 0.3f }, channels: 3, size: 16);
        var bytes = encoder.ToBytes();
        var restored = TrainedEncoder.FromBytes(bytes);
        Assert.Equal(encoder.Spec, restored.Spec);
        Assert.Equal((3, 16, 16, "Image"), (restored.Channels, restored.Height, restored.Width, restored.ImageColumnName));
        Assert.Equal(bytes, restored.ToBytes());
        var pixels = Formula.Image(2 * 3 * 16 * 16);
        Assert.Equal(Encode(encoder, pixels, 2, 16, 16), Encode(restored, pixels, 2, 16, 16));
    }

    /// <summary>One changed bit anywhere, one byte less, one byte more, and nothing at all.</summary>
    [Fact]
    public void AlteredBytesAreRefused()
    {
        var bytes = Small(Encoders.ResNet18(0.0625)).ToBytes();
        foreach (int at in new[] { 0, 9, 41, 60, bytes.Length / 2, bytes.Length - 1 })
        {
            var altered = (byte[])bytes.Clone();
            altered[at] ^= 4;
            Refused(altered);
        }
        Refused(bytes[..^1]);
        Refused([.. bytes, 0]);
        Refused([]);

        static void Refused(byte[] altered) =>
            Assert.StartsWith("These bytes are no usable encoder", Assert.Throws<InvalidDataException>(() => TrainedEncoder.FromBytes(altered)).Message);
    }

    [Fact]
    public void ANewModuleIsACopy()
    {
        var encoder = Small();
        var before = encoder.ToBytes();
        using (var module = encoder.NewModule())
        {
            using var noGrad = no_grad();
            foreach (var parameter in module.parameters())
                parameter.add_(1);
        }
        Assert.Equal(before, encoder.ToBytes());
    }
}
