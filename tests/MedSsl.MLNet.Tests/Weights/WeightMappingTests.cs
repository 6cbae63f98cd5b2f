namespace MedSsl.MLNet.Tests;

public sealed class WeightMappingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A file of ResNet-18 at width 1/16, after a change to its tensors.</summary>
    private string Write(Func<NamedTensor, IEnumerable<NamedTensor>> change, params NamedTensor[] more)
    {
        var encoder = TrainedEncoder.Untrained(Encoders.ResNet18(0.0625), 1, 32, 32, "Image", 5);
        string path = _folder["weights.safetensors"];
        WholeFile.Write(path, stream => SafetensorsWriter.Write(stream, [.. encoder.Weights.Tensors.SelectMany(change), .. more], new Dictionary<string, string>()));
        return path;
    }

    [Fact]
    public void EveryTensorIsARow()
    {
        string path = Write(
            tensor => tensor.Name switch
            {
                "layer1.0.bn1.bias" => [],
                "layer4.1.conv2.weight" => [tensor.With(shape: [32, 32, 9, 1])],
                _ => [tensor],
            },
            new NamedTensor("fc.weight", [5, 32], new float[160]), new NamedTensor("layer1.0.extra", [2], new float[2]));
        var report = Encoders.ReadMapping(path);
        Assert.False(report.IsComplete);
        Assert.Equal("layer1.0.bn1.bias [4]", Assert.Single(report.Of(WeightStatus.Missing)).ToString());
        Assert.Equal("layer4.1.conv2.weight is [32, 32, 9, 1] in the file, [32, 32, 3, 3] in the network", Assert.Single(report.Of(WeightStatus.Misshaped)).ToString());
        Assert.Equal("layer1.0.extra [2]", Assert.Single(report.Of(WeightStatus.Unmatched)).ToString());
        Assert.Equal("fc.weight [5, 32]", Assert.Single(report.Of(WeightStatus.LeftOut)).ToString());
        Assert.Equal(98, report.Of(WeightStatus.Matched).Count());

        var error = Assert.Throws<InvalidDataException>(() => Encoders.Load(path));
        Assert.Contains("1 missing (layer1.0.bn1.bias [4])", error.Message);
        Assert.Contains("layer4.1.conv2.weight is [32, 32, 9, 1]", error.Message);
        Assert.Contains("AllowMissing", error.Message);

        var options = new EncoderLoadOptions { AllowMissing = true, Seed = 3 };
        var encoder = Encoders.Load(path, options);
        Assert.Equal(encoder.ToBytes(), Encoders.Load(path, options).ToBytes());
        Assert.NotEqual(encoder.ToBytes(), Encoders.Load(path, options with { Seed = 4 }).ToBytes());
    }

    [Fact]
    public void TenthOfANetworkIsTooLittle()
    {
        string path = Write(tensor => tensor.Name.StartsWith("layer4", StringComparison.Ordinal) ? [tensor.With(shape: [1], values: [1])] : [tensor]);
        Assert.True(Encoders.ReadMapping(path).Of(WeightStatus.Misshaped).Any());
        Assert.NotNull(Encoders.Load(path, new EncoderLoadOptions { AllowMissing = true }));
        path = Write(tensor => tensor.Name.StartsWith("layer", StringComparison.Ordinal) ? [tensor.With(shape: [1], values: [1])] : [tensor]);
        Assert.Contains("a tenth", Assert.Throws<InvalidDataException>(() => Encoders.Load(path, new EncoderLoadOptions { AllowMissing = true })).Message);
    }

    [Fact]
    public void OtherNetworksAreRefused()
    {
        string path = Write(tensor => tensor.Name.StartsWith("layer3.1", StringComparison.Ordinal) ? [] : [tensor]);
        Assert.Contains("2, 2, 1, 2 basic blocks", Assert.Throws<InvalidDataException>(() => Encoders.Load(path)).Message);
        path = Write(tensor => tensor.Name == "conv1.weight" ? [tensor.With(shape: [4, 1, 49, 1])] : [tensor]);
        Assert.Contains("[4, 1, 49, 1]", Assert.Throws<InvalidDataException>(() => Encoders.Load(path)).Message);
        path = Write(tensor => [tensor.With(name: "student.net." + tensor.Name)]);
        var error = Assert.Throws<InvalidDataException>(() => Encoders.Load(path));
        Assert.Contains("'student.net.bn1.bias'", error.Message);
        Assert.Contains("--prefix", error.Message);
        Assert.True(Encoders.ReadMapping(path, new EncoderLoadOptions { Prefix = "student.net." }).IsComplete);
        Assert.Contains("'other.'", Assert.Throws<InvalidDataException>(() => Encoders.Load(path, new EncoderLoadOptions { Prefix = "other." })).Message);
    }

    /// <summary>Prefixes and heads of the programs that have no fixture: facebookresearch/moco-v3's builder.py, solo-learn's first releases.</summary>
    [Theory]
    [InlineData("module.base_encoder.", "module.momentum_encoder.conv1.weight module.predictor.0.weight module.base_encoder.fc.0.weight", "MoCo v3")]
    [InlineData("encoder_q.", "encoder_k.conv1.weight queue queue_ptr encoder_q.fc.weight", "MoCo v1")]
    [InlineData("encoder.", "projector.0.weight projector.0.bias classifier.weight momentum_encoder.conv1.weight", "solo-learn of before")]
    [InlineData("_orig_mod.", "_orig_mod.fc.weight _orig_mod.fc.bias", "torchvision")]
    public void LayoutsAreRecognised(string prefix, string heads, string layout)
    {
        string path = Write(tensor => [tensor.With(name: prefix + tensor.Name)], [.. heads.Split(' ').Select(name => new NamedTensor(name, [1], [0]))]);
        var report = Encoders.ReadMapping(path);
        Assert.StartsWith(layout, report.Layout);
        Assert.Equal(prefix, report.Prefix);
        Assert.True(report.IsComplete);
        Assert.Equal(heads.Split(' '), report.Of(WeightStatus.LeftOut).Select(row => row.FileName));
        Assert.Empty(report.Of(WeightStatus.Unmatched));
    }

    [Fact]
    public void NumbersThatAreNotFiniteAreRefused()
    {
        string path = Write(tensor => [tensor.Name == "bn1.bias" ? tensor.With(values: [0, float.NaN, 0, 0]) : tensor]);
        Assert.Contains("'bn1.bias' holds a value that is not finite", Assert.Throws<InvalidDataException>(() => Encoders.Load(path)).Message);
    }
}
