using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public class PretrainingTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static readonly EncoderSpec _small = Encoders.ResNet18(0.125, smallImageStem: true);

    private static SimClrOptions SimClr => new() { Encoder = _small, Epochs = 2, BatchSize = 8, Seed = 5 };

    private static MicleOptions Micle => new() { Epochs = 2, BatchSize = 4, Seed = 6 };

    private IDataView Data => PatientRow.View(_ml, 20);

    [Fact]
    public void OneSeedGivesTheSameBytes()
    {
        byte[] Run(int seed)
        {
            var ml = new MLContext();
            var data = PatientRow.View(ml, 20);
            var first = ml.SelfSupervised.SimClr("Features", "Image", SimClr with { Seed = seed }).Fit(data);
            return ml.SelfSupervised.Micle("Features", "Image", "PatientId", Micle with { Seed = seed }).Fit(first.Transform(data)).Encoder.ToBytes();
        }
        var bytes = Run(5);
        Assert.Equal(bytes, Run(5));
        Assert.NotEqual(bytes, Run(6));
    }

    [Fact]
    public void WithoutASeedTheContextsSeedDecides()
    {
        byte[] Run(int seed)
        {
            var ml = new MLContext(seed);
            return ml.SelfSupervised.SimClr("Features", "Image", SimClr with { Seed = null, Epochs = 1 }).Fit(PatientRow.View(ml, 8)).Encoder.ToBytes();
        }
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    /// <summary>Projections that tell nothing apart have the loss ln(2N − 1), here ln 31 = 3.43.</summary>
    [Fact]
    public void TheLossFallsBelowChance()
    {
        var losses = new List<double>();
        var options = SimClr with { Epochs = 20, BatchSize = 16, LearningRate = 3e-3, Augmentation = ViewAugmentationOptions.Mild, Progress = new Each(report => { if (report.Step % 2 == 0) losses.Add(report.Loss); }) };
        _ml.SelfSupervised.SimClr("Features", "Image", options).Fit(PatientRow.View(_ml, 32));
        Assert.True(losses[^1] < Math.Log(31) - 0.2 && losses[^1] < 0.8 * losses[0], $"{losses[0]:F3} to {losses[^1]:F3}");
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    [Fact]
    public void StagesChainAndContinue()
    {
        var simClr = _ml.SelfSupervised.SimClr("Features", "Image", SimClr);
        var pipeline = simClr.Append(_ml.SelfSupervised.Micle("Features", "Image", "PatientId", Micle));
        var data = Data;
        var model = pipeline.Fit(data);
        var stages = model.ToArray();
        var first = Assert.IsType<EncoderTransformer>(stages[0]).Encoder;
        var second = Assert.IsType<EncoderTransformer>(stages[1]).Encoder;

        Assert.Equal(_small, second.Spec);
        Assert.Equal(simClr.Fit(data).Encoder.ToBytes(), first.ToBytes());
        Assert.NotEqual(first.ToBytes(), second.ToBytes());

        // A step of almost no length leaves the weights of the stage before almost as they were: MICLe went on from them, and not from new ones.
        var still = _ml.SelfSupervised.Micle("Features", "Image", "PatientId", Micle with { LearningRate = 1e-9, Epochs = 1 })
            .Fit(stages[0].Transform(data)).Encoder;
        var (before, after) = (Kernel(first), Kernel(still));
        for (int i = 0; i < before.Length; i++)
            Assert.Equal(before[i], after[i], 1e-6f);

        static float[] Kernel(TrainedEncoder encoder) => encoder.Weights.Tensors.Single(weight => weight.Name == "layer3.0.conv2.weight").Values;
    }

    [Fact]
    public void FeaturesComeWithTheEncoder()
    {
        var data = Data;
        var model = _ml.SelfSupervised.SimClr("Features", "Image", SimClr with { Epochs = 1, ViewSize = 8 }).Fit(data);
        var features = model.Transform(data);
        Assert.Same(model.Encoder, EncoderAnnotation.Find(features.Schema["Features"]));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 64), features.Schema["Features"].Type);
        Assert.Equal((1, 8, 8, "Image"), (model.Encoder.Channels, model.Encoder.Height, model.Encoder.Width, model.Encoder.ImageColumnName));
        var rows = features.GetColumn<float[]>("Features").ToArray();
        Assert.Equal(20, rows.Length);
        var expected = new float[64];
        model.Encoder.Encode(PatientRow.Make(3)[2].Image, 1, PatientRow.Side, PatientRow.Side, expected);
        Assert.Equal(expected, rows[2]);
    }

    [Fact]
    public void TheOutputSchemaIsKnownBeforeFitting()
    {
        var shape = _ml.SelfSupervised.SimClr("Features", "Image", SimClr)
            .Append(_ml.SelfSupervised.Micle("Features", "Image", "PatientId", Micle)).GetOutputSchema(Shapes.Of<PatientRow>(_ml));
        var column = shape.Single(c => c.Name == "Features");
        Assert.True(EncoderAnnotation.IsOn(column));
        Assert.Equal(NumberDataViewType.Single, column.ItemType);
    }

    [Fact]
    public void AnUntrainedEncoderFollowsItsSeed()
    {
        var data = Data;
        byte[] Run(int? seed) => _ml.SelfSupervised.Encoder("Features", "Image", _small, seed).Fit(data).Encoder.ToBytes();
        Assert.Equal(Run(3), Run(3));
        Assert.NotEqual(Run(3), Run(4));
        Assert.NotEqual(Run(null), Run(null));
    }

    [Fact]
    public void CancellationStopsIt()
    {
        using var source = new CancellationTokenSource();
        var options = SimClr with { Epochs = 1000, CancellationToken = source.Token, Progress = new Each(_ => source.Cancel()) };
        Assert.Throws<OperationCanceledException>(() => _ml.SelfSupervised.SimClr("Features", "Image", options).Fit(Data));
    }
}
