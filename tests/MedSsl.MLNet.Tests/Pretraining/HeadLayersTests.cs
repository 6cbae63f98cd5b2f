using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class HeadLayersTests
{
    private static readonly EncoderSpec _small = Encoders.ResNet18(0.125, smallImageStem: true);

    private static SimClrOptions Options => new()
    {
        Encoder = _small,
        Epochs = 1,
        BatchSize = 8,
        Seed = 5,
        ProjectionLayers = 3,
        ProjectionHidden = 24,
        ProjectionSize = 10,
        KeepHeadLayers = 1,
    };

    private static MicleOptions Still => new()
    {
        Epochs = 1,
        BatchSize = 4,
        Seed = 6,
        LearningRate = 1e-9,
        WeightDecay = 0,
        ProjectionLayers = 3,
        ProjectionSize = 10,
    };

    private static float[] Weight(TrainedEncoder encoder, string name) => encoder.Weights.Tensors.Single(weight => weight.Name == name).Values;

    private static TrainedEncoder Train(MLContext ml, IDataView data, ContrastiveOptions options) => options is SimClrOptions first
        ? ml.SelfSupervised.SimClr("Features", "Image", first).Fit(data).Encoder
        : ml.SelfSupervised.Micle("Features", "Image", "PatientId", (MicleOptions)options).Fit(data).Encoder;

    /// <summary>Linear, normalised, ReLU; linear, normalised, ReLU; linear, normalised without bias: worked with tensor operations in double precision.</summary>
    [Fact]
    public void AHeadOfThreeLayersIsTheDefinition()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var head = new ProjectionHead(6, 0, 3, 5, 4, normaliseLast: true, generator);
        var state = head.state_dict();
        Assert.Equal(["0.bn.bias", "0.bn.weight", "0.weight", "1.bn.bias", "1.bn.weight", "1.weight", "2.bn.weight", "2.weight"],
            head.named_parameters().Select(p => p.name).Order(StringComparer.Ordinal));
        using (no_grad())
            foreach (var name in new[] { "0.bn.bias", "1.bn.bias", "0.bn.weight", "2.bn.weight" })
                state[name].add_(tensor(Formula.Uniform((int)state[name].numel(), name).Select(v => (float)v).ToArray()) * 0.3);
        head.to(ScalarType.Float64);
        var input = tensor(Formula.Uniform(7 * 6, "features")).view(7, 6);
        var value = input;
        for (int i = 0; i < 3; i++)
        {
            value = value.mm(head.state_dict()[$"{i}.weight"].t());
            var centred = value - value.mean([0], true);
            value = centred / (centred * centred).mean([0], true).add(1e-5).sqrt() * head.state_dict()[$"{i}.bn.weight"];
            if (i < 2)
                value = (value + head.state_dict()[$"{i}.bn.bias"]).relu();
        }
        Assert.True((head.call(input) - value).abs().max().ToDouble() < 1e-9);
    }

    [Fact]
    public void AKeptLayerTravelsWithTheEncoder()
    {
        var ml = new MLContext(1);
        var data = PatientRow.View(ml, 20);
        var model = ml.SelfSupervised.SimClr("Features", "Image", Options).Fit(data);
        var encoder = model.Encoder;
        Assert.Equal(_small with { HeadLayers = 1, HeadWidth = 24 }, encoder.Spec);
        Assert.Equal(24, encoder.FeatureSize);
        Assert.Equal(24 * 64, Weight(encoder, "head.0.weight").Length);
        var rows = model.Transform(data).GetColumn<float[]>("Features").ToArray();
        Assert.All(rows, row => Assert.Equal(24, row.Length));
        Assert.Contains(rows, row => row.Contains(0)); // a ReLU ends it
        Assert.All(rows, row => Assert.All(row, value => Assert.True(value >= 0)));

        var restored = TrainedEncoder.FromBytes(encoder.ToBytes());
        Assert.Equal(encoder.Spec, restored.Spec);
        var features = new float[24];
        restored.Encode(PatientRow.Make(1)[0].Image, 1, PatientRow.Side, PatientRow.Side, features);
        Assert.Equal(rows[0], features);
    }

    /// <summary>Steps of no length leave the weights of the stage before, wherever they now are.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void TheNextStageGoesOnFromTheKeptLayer(int keep)
    {
        var ml = new MLContext(1);
        var data = PatientRow.View(ml, 20);
        var first = ml.SelfSupervised.SimClr("Features", "Image", Options).Fit(data);
        var second = Train(ml, first.Transform(data), Still with { KeepHeadLayers = keep });
        Assert.Equal(_small, second.Spec.Body);
        Assert.Equal(keep, second.Spec.HeadLayers);
        Assert.Equal(keep == 0 ? 64 : 24, second.FeatureSize);
        string[] shared = ["conv1.weight", "layer4.1.conv2.weight", .. keep > 0 ? ["head.0.weight", "head.0.bn.bias"] : Array.Empty<string>()];
        foreach (string name in shared)
        {
            float[] before = Weight(first.Encoder, name), after = Weight(second, name);
            for (int i = 0; i < before.Length; i++)
                Assert.Equal(before[i], after[i], 1e-5f);
        }
    }

    [Fact]
    public void FineTuningUsesItWithoutKnowing()
    {
        var ml = new MLContext(1);
        var data = BlobImages.View(ml, BlobImages.Rows(16));
        var options = Options with { BatchSize = 8 };
        var pipeline = ml.SelfSupervised.SimClr("Features", "Image", options)
            .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", new FineTuneOptions { Epochs = 1, BatchSize = 8, Seed = 3 }));
        var model = pipeline.Fit(data);
        var probabilities = model.Transform(data).GetColumn<float[]>("Probability").ToArray();
        Assert.All(probabilities, row => Assert.All(row, value => Assert.InRange(value, 0f, 1f)));
    }

    [Fact]
    public void AHeadThatDoesNotFitIsRefusedBeforeTraining()
    {
        var ml = new MLContext(1);
        var data = PatientRow.View(ml, 20);
        var carried = ml.SelfSupervised.SimClr("Features", "Image", Options).Fit(data).Transform(data);
        var few = Assert.Throws<ArgumentException>(() => Train(ml, carried, Still with { ProjectionLayers = 1 }));
        Assert.Contains("ProjectionLayers is 1", few.Message);
        Assert.Contains("2 or more", few.Message);
        var wide = Assert.Throws<ArgumentException>(() => Train(ml, carried, Still with { ProjectionHidden = 25 }));
        Assert.Contains("ProjectionHidden is 25", wide.Message);
        Assert.Contains("24", wide.Message);
        var all = Assert.Throws<ArgumentException>(() => Train(ml, data, Options with { KeepHeadLayers = 3 }));
        Assert.Contains("KeepHeadLayers is 3", all.Message);
    }

    /// <summary>The encoder is named without its kept layers, or with them.</summary>
    [Fact]
    public void NamingTheEncoderAgainIsNoContradiction()
    {
        var ml = new MLContext(1);
        var data = PatientRow.View(ml, 20);
        var first = ml.SelfSupervised.SimClr("Features", "Image", Options).Fit(data);
        var carried = first.Transform(data);
        Assert.Equal(_small, Train(ml, carried, Still with { Encoder = _small }).Spec);
        Assert.Equal(_small, Train(ml, carried, Still with { Encoder = first.Encoder.Spec }).Spec);
    }
}
