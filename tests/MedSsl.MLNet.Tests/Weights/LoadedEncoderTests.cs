using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>A loaded encoder at the start of a pipeline, and stages that continue from it.</summary>
public class LoadedEncoderTests
{
    private const int Size = BlobImages.Size;
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Images(int count) => _ml.Data.LoadFromEnumerable(BlobImages.Rows(count, imagesPerPatient: 1));

    [Fact]
    public void TransformerHasItsWeightsAndTheImagesSize()
    {
        var encoder = TrainedEncoder.Untrained(Encoders.ResNet18(0.0625), 1, 64, 64, "Other", 5);
        var data = Images(3);
        var transformer = _ml.SelfSupervised.Encoder("Features", "Image", encoder).Fit(data);
        Assert.Same(encoder.Weights, transformer.Encoder.Weights);
        Assert.Equal((Size, Size, "Image"), (transformer.Encoder.Height, transformer.Encoder.Width, transformer.Encoder.ImageColumnName));
        var expected = new float[encoder.FeatureSize];
        transformer.Encoder.Encode(BlobImages.Rows(1, imagesPerPatient: 1)[0].Image, 1, Size, Size, expected);
        Assert.Equal(expected, transformer.Transform(data).GetColumn<float[]>("Features").First());
    }

    [Fact]
    public void TrainingContinuesFromIt()
    {
        var encoder = TrainedEncoder.Untrained(Encoders.ResNet18(0.0625), 1, Size, Size, "Image", 5);
        var data = Images(8);
        var options = new SimClrOptions { Epochs = 1, BatchSize = 8, WarmupEpochs = 0, LearningRate = 1e-9, Optimizer = OptimizerKind.Sgd, Seed = 1 };
        var model = _ml.SelfSupervised.Encoder("Features", "Image", encoder).Append(_ml.SelfSupervised.SimClr("Features", "Image", options)).Fit(data);
        var trained = model.LastTransformer.Encoder.Weights.Tensors.ToDictionary(weight => weight.Name, weight => weight.Values);
        Assert.All(encoder.Weights.Tensors.Where(weight => weight.Name.StartsWith("conv", StringComparison.Ordinal) || weight.Name.EndsWith(".bias", StringComparison.Ordinal)), weight =>
        {
            for (int i = 0; i < weight.Values.Length; i++)
                Assert.Equal(weight.Values[i], trained[weight.Name][i], 1e-5);
        });
        Assert.NotEqual(encoder.Weights.Tensors.Single(weight => weight.Name == "bn1.running_mean").Values, trained["bn1.running_mean"]);
    }

    /// <summary>The last stage's encoder, whichever stage that is.</summary>
    [Fact]
    public void EncoderOfASavedModelIsLoaded()
    {
        using var sample = new SavedModelSample();
        var classifier = ((TransformerChain<ITransformer>)sample.Model).OfType<MultiLabelTransformer>().Single();
        var encoder = Encoders.Load(sample.Save(), null, out var report);
        Assert.Equal(classifier.Encoder.ToBytes(), encoder.ToBytes());
        Assert.Equal("ML.NET model", report.Format);
        Assert.True(report.IsComplete);
    }

    [Fact]
    public void OtherChannelsAreRefused()
    {
        var encoder = TrainedEncoder.Untrained(Encoders.ResNet18(0.0625), 3, Size, Size, "Image", 5);
        var error = Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.Encoder("Features", "Image", encoder).Fit(Images(1)));
        Assert.Contains("Channels = 1", error.Message);
    }
}
