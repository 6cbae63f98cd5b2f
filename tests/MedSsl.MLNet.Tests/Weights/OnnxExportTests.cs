using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>The exported graph, run node by node, gives the encoder's numbers. tests/peers/onnx_check.py compares it with OpenCV's too.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const int Count = 3, Height = 32, Width = 48;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static TrainedEncoder Encoder(EncoderSpec spec, int channels, int height = Height, int width = Width)
    {
        using var scope = NewDisposeScope();
        using var network = EncoderFactory.Create(spec, channels, initialisation: null);
        Formula.Fill(network);
        return TrainedEncoder.Capture(spec, channels, height, width, "Image", network);
    }

    private OnnxModel Save(TrainedEncoder encoder)
    {
        encoder.SaveOnnx(_folder["encoder.onnx"]);
        Assert.Equal(_folder["encoder.onnx"], Assert.Single(Directory.GetFiles(_folder.Path)));
        return new OnnxModel(File.ReadAllBytes(_folder["encoder.onnx"]));
    }

    private static void Check(float[] expected, Tensor actual)
    {
        var values = actual.contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(expected[i] / scale, values[i] / scale, 1e-5);
    }

    [Theory]
    [InlineData(EncoderArchitecture.ResNet18, 1, 0.125, false, false, false, 0)]
    [InlineData(EncoderArchitecture.ResNet34, 3, 0.0625, true, false, false, 0)]
    [InlineData(EncoderArchitecture.ResNet50, 3, 0.0625, false, true, false, 0)]
    [InlineData(EncoderArchitecture.ResNet18, 1, 0.0625, false, true, false, 2)]
    [InlineData(EncoderArchitecture.ResNet50, 3, 0.0625, false, false, true, 1)]
    public void GraphGivesTheEncodersFeatures(EncoderArchitecture architecture, int channels, double width, bool smallStem, bool colour, bool selective, int head)
    {
        var spec = new EncoderSpec
        {
            Architecture = architecture,
            WidthMultiplier = width,
            SmallImageStem = smallStem,
            PixelMean = 0.4f,
            SelectiveKernels = selective,
            HeadLayers = head,
            HeadWidth = 24 * Math.Min(1, head),
        };
        if (colour)
            spec = spec with { ColourMean = ColourValues.ImageNetMean, ColourStd = ColourValues.ImageNetStd };
        var encoder = selective
            ? TrainedEncoder.Untrained(spec, channels, Height, Width, "Image", 3) // the formula's weights make its maps grow beyond single precision
            : Encoder(spec, channels);
        var model = Save(encoder);
        Assert.Equal((8, 17), (model.IrVersion, model.OperatorSet));
        Assert.Equal(["N", $"{channels}", "32", "48"], model.Inputs["image"]);
        Assert.Equal(["N", $"{spec.FeatureSize}"], model.Outputs["features"]);
        Assert.Contains(colour ? "0.485, 0.456, 0.406" : "0.4 ", model.Description);
        Assert.Equal($"{architecture}", model.Metadata["architecture"]);

        var image = Formula.Image(Count * channels * Height * Width);
        var expected = new float[Count * spec.FeatureSize];
        encoder.Encode(image, Count, Height, Width, expected);
        using var scope = NewDisposeScope();
        Check(expected, model.Run(tensor(image, Count, channels, Height, Width))["features"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ClassifierGivesItsScores(bool mirror)
    {
        var ml = new MLContext(seed: 1);
        const int Size = BlobImages.Size, Labels = 3;
        var encoder = Encoder(Encoders.ResNet18(0.0625), 1, Size, Size);
        float[] weight = [.. Formula.Uniform(Labels * encoder.FeatureSize, 3).Select(u => (float)u / 1000)], bias = [0.5f, -0.25f, 0];
        var classifier = new MultiLabelTransformer(ml,
            new([new TunedNetwork(encoder, new(bias, weight))], mirror ? TestTimeAugmentation.Mirror : TestTimeAugmentation.None, mirror, new(1, Size, Size)),
            ["Edema", "Mass", "Nodule"]);
        classifier.SaveOnnx(_folder["classifier.onnx"]);
        var model = new OnnxModel(File.ReadAllBytes(_folder["classifier.onnx"]));
        Assert.Equal("Edema, Mass, Nodule", model.Metadata["labels"]);
        Assert.Equal(["N", "3"], model.Outputs["score"]);

        var rows = BlobImages.Rows(3, imagesPerPatient: 1);
        var scored = classifier.Transform(ml.Data.LoadFromEnumerable(rows));
        using var scope = NewDisposeScope();
        var values = model.Run(tensor(rows.SelectMany(row => row.Image).ToArray(), rows.Length, 1, Size, Size));
        Check([.. scored.GetColumn<float[]>("Score").SelectMany(score => score)], values["score"]);
        Check([.. scored.GetColumn<float[]>("Probability").SelectMany(score => score)], values["probability"]);

        classifier.SaveOnnx(_folder["plain.onnx"], flipAveraging: false);
        Assert.DoesNotContain(new OnnxModel(File.ReadAllBytes(_folder["plain.onnx"])).Nodes, node => node.Operation == "MatMul");
    }

    [Fact]
    public void EnsemblesAndCropsAreRefused()
    {
        var encoder = Encoder(Encoders.ResNet18(0.0625), 1);
        var network = new TunedNetwork(encoder, new(new float[2], new float[2 * encoder.FeatureSize]));
        var ml = new MLContext();
        var image = new ImageShape(1, Height, Width);
        var ensemble = new MultiLabelTransformer(ml, new([network, network], TestTimeAugmentation.None, false, image), ["a", "b"]);
        Assert.Contains("2 networks", Assert.Throws<InvalidOperationException>(() => ensemble.SaveOnnx(_folder["x.onnx"])).Message);
        var crops = new MultiLabelTransformer(ml, new([network], TestTimeAugmentation.TenCrop, true, image), ["a", "b"]);
        Assert.Contains("crops", Assert.Throws<InvalidOperationException>(() => crops.SaveOnnx(_folder["x.onnx"])).Message);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
