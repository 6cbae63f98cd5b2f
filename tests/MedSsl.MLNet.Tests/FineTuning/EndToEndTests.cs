using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>The whole job on tiny images: SimCLR, MICLe, fine-tuning, evaluation, saving and loading.</summary>
public class EndToEndTests
{
    private static TransformerChain<MultiLabelTransformer> Fit(MLContext ml, IDataView train)
        => ml.SelfSupervised.SimClr("Features", "Image", new() { Encoder = BlobImages.Encoder, Epochs = 3, BatchSize = 32, WarmupEpochs = 1 })
            .Append(ml.SelfSupervised.Micle("Features", "Image", bagColumnName: "PatientId", new() { Epochs = 2, BatchSize = 32, WarmupEpochs = 0 }))
            .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", new() { Epochs = 6, MinimumSteps = 0 }))
            .Fit(train);

    [Fact]
    public void Pretraining_fine_tuning_and_saving_learn_the_findings_and_repeat_to_the_bit()
    {
        var ml = new MLContext(seed: 1);
        var train = BlobImages.View(ml, BlobImages.Rows(100));
        var test = BlobImages.View(ml, BlobImages.Rows(50, seed: 2));
        var model = Fit(ml, train);
        var metrics = ml.MultiLabelClassification.Evaluate(model.Transform(test), "Labels");
        Assert.True(metrics.MacroAreaUnderRocCurve > 0.9, string.Join("; ", metrics.PerLabel));
        Assert.Equal(50, metrics.Patients);

        var again = new MLContext(seed: 1);
        var second = Fit(again, BlobImages.View(again, BlobImages.Rows(100)));
        Assert.Equal(model.LastTransformer.Encoder.ToBytes(), second.LastTransformer.Encoder.ToBytes());
        var expected = BlobImages.Scores(ml, model.Transform(test)).SelectMany(row => row.Score).ToArray();
        Assert.Equal(expected, BlobImages.Scores(ml, second.Transform(test)).SelectMany(row => row.Score));

        using var stream = new MemoryStream();
        ml.Model.Save(model, train.Schema, stream);
        stream.Position = 0;
        var fresh = new MLContext();
        var loaded = fresh.Model.Load(stream, out _);
        Assert.Equal(expected, BlobImages.Scores(fresh, loaded.Transform(test)).SelectMany(row => row.Score));
        var restored = fresh.MedicalModels.Restore(loaded);
        Assert.Equal(expected, BlobImages.Scores(fresh, restored.Transform(test)).SelectMany(row => row.Score));
        var typed = Assert.IsType<MultiLabelTransformer>(Assert.IsAssignableFrom<IEnumerable<ITransformer>>(restored).Last());
        Assert.Equal(["Bright", "Dark", "Stripes"], typed.LabelNames);
        Assert.Equal(metrics.MacroAreaUnderRocCurve, fresh.MultiLabelClassification.Evaluate(restored.Transform(test)).MacroAreaUnderRocCurve);
    }
}
