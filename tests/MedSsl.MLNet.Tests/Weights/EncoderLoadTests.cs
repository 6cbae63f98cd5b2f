namespace MedSsl.MLNet.Tests;

/// <summary>Files by PyTorch itself, features by PyTorch in double precision: tests/peers/weight_fixtures.py.</summary>
public sealed class EncoderLoadTests : IDisposable
{
    private static readonly EncoderLoadOptions Options = new() { ImageSize = WeightFixture.Size };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("torchvision.pth", "torchvision", "", 2)]
    [InlineData("torchvision-legacy.pth", "torchvision", "", 2)]
    [InlineData("torchvision-protocol4.pth", "torchvision", "", 2)]
    [InlineData("views.pth", "torchvision", "", 2)]
    [InlineData("half.safetensors", "torchvision", "", 0)]
    [InlineData("moco.pth.tar", "MoCo v1 and v2", "module.encoder_q.", 126)]
    [InlineData("lightly.ckpt", "lightly, torchvision's", "backbone.", 2)]
    [InlineData("lightly-own.ckpt", "lightly, its own", "model.backbone.", 2)]
    [InlineData("solo.ckpt", "solo-learn", "backbone.", 4)]
    [InlineData("sthalles.pth.tar", "SimCLR of sthalles", "backbone.", 4)]
    [InlineData("spijkervet.tar", "SimCLR of Spijkervet", "encoder.", 2)]
    [InlineData("gray-parallel.pth", "torchvision", "module.", 2)]
    public void FeaturesArePyTorchs(string name, string layout, string prefix, int heads)
    {
        var expected = WeightFixture.Of(name);
        var encoder = Encoders.Load(WeightFixture.Unpack(_folder, name), Options, out var report);
        WeightFixture.CheckFeatures(expected.Features, WeightFixture.Features(encoder));
        Assert.Equal(expected.Architecture, encoder.Spec.Architecture.ToString());
        Assert.Equal(expected.Channels, encoder.Channels);
        Assert.Equal(0.0625, encoder.Spec.WidthMultiplier);
        Assert.StartsWith(layout, report.Layout);
        Assert.Equal(prefix, report.Prefix);
        Assert.True(report.IsComplete);
        Assert.Empty(report.Of(WeightStatus.Unmatched));
        Assert.Equal(EncoderShapes.Of(encoder.Spec, encoder.Channels).Count, report.Of(WeightStatus.Matched).Count());
        Assert.Equal(heads, report.Of(WeightStatus.LeftOut).Count(row => !row.FileName!.EndsWith("num_batches_tracked", StringComparison.Ordinal)
            || row.FileName.StartsWith("module.encoder_k.", StringComparison.Ordinal)));
    }

    /// <summary>The fixture's "gray": gray.repeat(1, 3, 1, 1) through torchvision's Normalize, with its zero padding.</summary>
    [Fact]
    public void GrayImagesAreRepeated()
    {
        string path = WeightFixture.Unpack(_folder, "torchvision.pth");
        var encoder = Encoders.Load(path, Options with { Channels = 1 });
        Assert.Equal(1, encoder.Channels);
        WeightFixture.CheckFeatures(WeightFixture.Of("torchvision.pth").Gray!, WeightFixture.Features(encoder));
    }

    /// <summary>With one mean for all colours the sum is exact, whatever the deviations.</summary>
    [Fact]
    public void SummedWeightsGiveTheSameWhereColoursHaveOneMean()
    {
        string path = WeightFixture.Unpack(_folder, "torchvision.pth");
        var gray = Options with { Channels = 1, PixelMean = [0.4f, 0.4f, 0.4f], PixelStd = [0.2f, 0.25f, 0.3f] };
        var repeated = Encoders.Load(path, gray);
        var summed = Encoders.Load(path, gray with { Gray = GrayWeights.Sum }, out var report);
        Assert.Equal([4, 1, 7, 7], summed.Weights.Tensors.Single(weight => weight.Name == "conv1.weight").Shape);
        WeightFixture.CheckFeatures([.. WeightFixture.Features(repeated).Select(value => (double)value)], WeightFixture.Features(summed));
        Assert.Contains(report.Notes, note => note.Contains("summed"));
    }

    /// <summary>Away from the border the constant of differing means is exact too: here, of an image all of one gray, in the first convolution.</summary>
    [Fact]
    public void SummedWeightsGiveTheSameAwayFromTheBorder()
    {
        var colour = Encoders.ResNet18(0.0625) with { ColourMean = ColourValues.ImageNetMean, ColourStd = ColourValues.ImageNetStd };
        var weight = new NamedTensor("conv1.weight", [1, 3, 1, 1], [2, -3, 5]);
        var (sum, mean) = GrayFolding.Fold(weight, new("bn1.running_mean", [1], [0.5f]), colour);
        // Gray 0.7: 2 (0.7 - 0.485) / 0.229 - 3 (0.7 - 0.456) / 0.224 + 5 (0.7 - 0.406) / 0.225 = 5.1432054; minus the mean 0.5.
        var gray = GrayFolding.Spec(colour);
        Assert.Equal(4.6432054, sum.Values[0] * (0.7 - gray.PixelMean) / gray.PixelStd - mean.Values[0], 1e-5);
    }

    [Fact]
    public void NormalisationCanBeGiven()
    {
        string path = WeightFixture.Unpack(_folder, "gray-parallel.pth");
        var same = Encoders.Load(path, Options with { PixelMean = [0.5f], PixelStd = [0.25f] });
        WeightFixture.CheckFeatures(WeightFixture.Of("gray-parallel.pth").Features, WeightFixture.Features(same));
        var other = Encoders.Load(path, Options with { PixelMean = [0.25f], PixelStd = [0.125f] });
        Assert.Equal(0.125f, other.Spec.PixelStd);
        Assert.NotEqual(WeightFixture.Features(same), WeightFixture.Features(other));
    }

    [Theory]
    [InlineData(2, null, null, "Channels is 2")]
    [InlineData(null, 1, null, "PixelStd has 0;")]
    [InlineData(null, 2, 2, "PixelMean has 2 numbers")]
    public void OptionsAreChecked(int? channels, int? means, int? deviations, string message)
    {
        var options = new EncoderLoadOptions
        {
            Channels = channels,
            PixelMean = means is { } m ? new float[m] : null,
            PixelStd = deviations is { } d ? [.. Enumerable.Repeat(1f, d)] : null,
        };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Encoders.Load("no such file", options)).Message);
    }

    [Fact]
    public void GrayWeightsAreRefusedForColourImages()
    {
        string path = WeightFixture.Unpack(_folder, "gray-parallel.pth");
        Assert.Contains("gray", Assert.Throws<ArgumentException>(() => Encoders.Load(path, Options with { Channels = 3 })).Message);
        Assert.Contains("3 numbers", Assert.Throws<ArgumentException>(() => Encoders.Load(path, Options with { PixelMean = [0, 0, 0], PixelStd = [1, 1, 1] })).Message);
    }

    [Fact]
    public void MissingFileAndUnknownFilesAreNamed()
    {
        Assert.Contains("nothing.pth", Assert.Throws<FileNotFoundException>(() => Encoders.Load(_folder["nothing.pth"])).Message);
        foreach (byte[] bytes in (byte[][])[[], [1], [.. "not weights at all, just text"u8]])
        {
            var error = Assert.Throws<InvalidDataException>(() => Encoders.Load(_folder.Write("other.pth", bytes)));
            Assert.Contains("other.pth", error.Message);
            Assert.Contains("torch.save", error.Message);
        }
    }

    [Theory]
    [InlineData(EncoderArchitecture.ResNet18, 1, false, false, false, 0)]
    [InlineData(EncoderArchitecture.ResNet34, 3, true, false, false, 1)]
    [InlineData(EncoderArchitecture.ResNet50, 1, false, true, true, 2)]
    [InlineData(EncoderArchitecture.ResNet50, 1, true, false, true, 0)]
    [InlineData(EncoderArchitecture.ResNet101, 3, false, false, false, 0)]
    [InlineData(EncoderArchitecture.ResNet152, 1, true, false, false, 0)]
    public void ShapesAreTheNetworks(EncoderArchitecture architecture, int channels, bool smallStem, bool colour, bool selective, int head)
    {
        var spec = new EncoderSpec
        {
            Architecture = architecture,
            WidthMultiplier = 0.0625,
            SmallImageStem = smallStem,
            SelectiveKernels = selective,
            HeadLayers = head,
            HeadWidth = 24 * Math.Min(1, head),
        };
        if (colour)
            spec = spec with { ColourMean = ColourValues.ImageNetMean, ColourStd = ColourValues.ImageNetStd };
        var encoder = TrainedEncoder.Untrained(spec, channels, 32, 32, "Image", 1);
        var shapes = EncoderShapes.Of(spec, channels);
        Assert.Equal(encoder.Weights.Tensors.Select(weight => weight.Name), shapes.Keys.Order(StringComparer.Ordinal));
        Assert.All(encoder.Weights.Tensors, weight => Assert.Equal(weight.Shape, shapes[weight.Name]));
    }
}
