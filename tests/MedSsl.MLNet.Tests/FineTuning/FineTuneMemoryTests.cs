using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

public class FineTuneMemoryTests
{
    private static readonly FineTuneOptions _options = new() { Epochs = 2, BatchSize = 8, Seed = 3, ProbeFirst = false, MinimumSteps = 0 };

    private static float[] Train(FineTuneOptions options)
    {
        var ml = new MLContext(1);
        var data = BlobImages.View(ml, BlobImages.Rows(16));
        var model = ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125, true), 5)
            .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", options)).Fit(data);
        return [.. Microsoft.ML.Data.ColumnCursorExtensions.GetColumn<float[]>(model.Transform(data), "Score").SelectMany(row => row)];
    }

    /// <summary>Frozen stages included: a part of the network whose gradients nobody wants.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void CheckpointingTrainsTheSame(int frozenStages)
    {
        var expected = Train(_options with { FrozenStages = frozenStages });
        var actual = Train(_options with { FrozenStages = frozenStages, GradientCheckpointing = true });
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
    }

    [Fact]
    public void BFloat16TrainsAlmostTheSame()
    {
        var expected = Train(_options);
        var actual = Train(_options with { Precision = Precision.BFloat16 });
        double mean = expected.Average(Math.Abs), error = expected.Zip(actual).Average(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(error / mean, 1e-6, 0.3);
    }
}
