using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>Multi-class and binary fine-tuning, through ML.NET's own evaluators.</summary>
public class OneClassTests
{
    private static readonly FineTuneOptions Options = new() { Epochs = 1, MinimumSteps = 0, BatchSize = 16, LearningRate = 2e-3, Seed = 5, Runs = 2 };

    private sealed class Row
    {
        public string PatientId { get; set; } = "";

        [VectorType(1, BlobImages.Size, BlobImages.Size)]
        public float[] Image { get; set; } = [];

        public string Diagnosis { get; set; } = "";

        public bool Sick { get; set; }

        public float Grade { get; set; }
    }

    private sealed class ClassScored
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    private sealed class Decided
    {
        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private static readonly string[] Names = ["none", "bright", "stripes"];

    private static Row[] Rows(int patients, ulong seed = 1) => [.. BlobImages.Rows(patients, 2, seed).Select(row =>
    {
        int diagnosis = row.Labels[0] > 0 ? 1 : row.Labels[2] > 0 ? 2 : 0;
        return new Row { PatientId = row.PatientId, Image = row.Image, Diagnosis = Names[diagnosis], Sick = diagnosis > 0, Grade = diagnosis > 0 ? 1 : 0 };
    })];

    private static IEstimator<ITransformer> Classes(MLContext ml, FineTuneOptions? options = null)
        => ml.Transforms.Conversion.MapValueToKey("Label", "Diagnosis")
            .Append(ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), 1))
            .Append(ml.MedicalClassification.Multiclass.FineTune("Label", "Features", options ?? Options));

    [Fact]
    public void Classes_are_learnt_and_MLNets_evaluator_reads_them_before_and_after_loading()
    {
        var ml = new MLContext(seed: 1);
        var train = ml.Data.LoadFromEnumerable(Rows(30));
        var test = ml.Data.LoadFromEnumerable(Rows(20, seed: 2));
        var model = Classes(ml).Fit(train);
        var scored = model.Transform(test);
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        VBuffer<ReadOnlyMemory<char>> keys = default, labels = default;
        scored.Schema["PredictedLabel"].GetKeyValues(ref keys);
        scored.Schema["Label"].GetKeyValues(ref labels);
        Assert.Equal(labels.DenseValues().Select(t => t.ToString()), names.DenseValues().Select(t => t.ToString()));
        Assert.Equal(labels.DenseValues().Select(t => t.ToString()), keys.DenseValues().Select(t => t.ToString()));

        ClassScored[] rows = [.. ml.Data.CreateEnumerable<ClassScored>(scored, false)];
        Assert.All(rows, row => Assert.Equal(1, row.Score.Sum(), 1e-5));
        Assert.All(rows, row => Assert.Equal(row.Score.Max(), row.Score[row.PredictedLabel - 1]));
        var metrics = ml.MulticlassClassification.Evaluate(scored);

        using var stream = new MemoryStream();
        ml.Model.Save(model, train.Schema, stream);
        stream.Position = 0;
        var fresh = new MLContext();
        var loaded = fresh.Model.Load(stream, out _);
        Check(loaded);
        var restored = fresh.MedicalModels.Restore(loaded);
        Check(restored);
        var typed = Assert.IsType<MulticlassTransformer>(Assert.IsAssignableFrom<IEnumerable<ITransformer>>(restored).Last());
        Assert.Equal(2, typed.Encoders.Count);

        void Check(ITransformer again)
        {
            var view = again.Transform(test);
            ClassScored[] read = [.. fresh.Data.CreateEnumerable<ClassScored>(view, false)];
            Assert.Equal(rows.SelectMany(row => row.Score), read.SelectMany(row => row.Score));
            Assert.Equal(rows.Select(row => row.PredictedLabel), read.Select(row => row.PredictedLabel));
            Assert.Equal(metrics.LogLoss, fresh.MulticlassClassification.Evaluate(view).LogLoss);
            VBuffer<ReadOnlyMemory<char>> values = default;
            view.Schema["PredictedLabel"].GetKeyValues(ref values);
            Assert.Equal(keys.DenseValues().Select(t => t.ToString()), values.DenseValues().Select(t => t.ToString()));
        }
    }

    [Theory]
    [InlineData("Sick")]
    [InlineData("Grade")]
    public void Yes_or_no_is_learnt_and_MLNets_evaluator_reads_it_before_and_after_loading(string label)
    {
        var ml = new MLContext(seed: 1);
        var train = ml.Data.LoadFromEnumerable(Rows(30));
        var test = ml.Data.LoadFromEnumerable(Rows(20, seed: 2));
        var model = ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), 1)
            .Append(ml.MedicalClassification.Binary.FineTune(label, "Features", Options)).Fit(train);
        var scored = model.Transform(test);
        Decided[] rows = [.. ml.Data.CreateEnumerable<Decided>(scored, false)];
        Assert.All(rows, row => Assert.Equal(1 / (1 + Math.Exp(-row.Score)), row.Probability, 1e-6));
        Assert.All(rows, row => Assert.Equal(row.Score > 0, row.PredictedLabel));
        var metrics = ml.BinaryClassification.Evaluate(scored, "Sick");

        using var stream = new MemoryStream();
        ml.Model.Save(model, train.Schema, stream);
        stream.Position = 0;
        var fresh = new MLContext();
        var loaded = fresh.Model.Load(stream, out _);
        foreach (var again in new[] { loaded, fresh.MedicalModels.Restore(loaded) })
        {
            Assert.Equal(rows.Select(row => row.Score), fresh.Data.CreateEnumerable<Decided>(again.Transform(test), false).Select(row => row.Score));
            Assert.Equal(metrics.LogLoss, fresh.BinaryClassification.Evaluate(again.Transform(test), "Sick").LogLoss);
        }
    }

    [Fact]
    public void A_linear_probe_learns_classes_and_decisions()
    {
        var ml = new MLContext(seed: 1);
        var train = ml.Data.LoadFromEnumerable(Rows(30));
        var probe = new FineTuneOptions { FreezeEncoder = true, BatchSize = 16, ProbePenalty = 0.1 };
        double accuracy = ml.MulticlassClassification.Evaluate(Classes(ml, probe).Fit(train).Transform(train)).MacroAccuracy;
        Assert.True(accuracy > 0.8, $"{accuracy}");
        var decisions = ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), 1).Append(ml.MedicalClassification.Binary.FineTune("Sick", "Features", probe)).Fit(train);
        double area = ml.BinaryClassification.Evaluate(decisions.Transform(train), "Sick").AreaUnderRocCurve;
        Assert.True(area > 0.9, $"{area}");
    }

    [Fact]
    public void A_missing_class_has_no_part_and_a_missing_image_no_class()
    {
        var ml = new MLContext(seed: 1);
        var rows = Rows(20);
        rows[3].Diagnosis = "";
        var model = Classes(ml, Options with { Runs = 1, Epochs = 1 }).Fit(ml.Data.LoadFromEnumerable(rows));
        rows[5].Image = [.. Enumerable.Repeat(float.NaN, rows[5].Image.Length)];
        ClassScored[] scored = [.. ml.Data.CreateEnumerable<ClassScored>(model.Transform(ml.Data.LoadFromEnumerable(rows)), false)];
        Assert.Equal(0u, scored[5].PredictedLabel);
        Assert.All(scored[5].Score, score => Assert.True(float.IsNaN(score)));
        Assert.All(scored[3].Score, score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void The_promised_schemas_are_the_delivered_ones()
    {
        var ml = new MLContext(seed: 1);
        var shape = ml.Transforms.CustomMapping<Nothing, Row>((_, _) => { }, null).GetOutputSchema(new([]));
        var classes = Classes(ml).GetOutputSchema(shape);
        var predicted = classes.Single(column => column.Name == "PredictedLabel");
        Assert.True(predicted.IsKey);
        Assert.Contains(predicted.Annotations, annotation => annotation.Name == "KeyValues");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, classes.Single(column => column.Name == "Score").Kind);
        // A stage that reads the key fits after it.
        Assert.Contains(Classes(ml).Append(ml.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel")).GetOutputSchema(shape), column => column.Name == "Name");
        var binary = ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), 1).Append(ml.MedicalClassification.Binary.FineTune("Sick")).GetOutputSchema(shape);
        Assert.Equal((SchemaShape.Column.VectorKind.Scalar, true), (binary.Single(c => c.Name == "PredictedLabel").Kind, binary.Single(c => c.Name == "PredictedLabel").ItemType is BooleanDataViewType));
        Assert.Contains("expected a key", Assert.ThrowsAny<Exception>(() => ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), 1)
            .Append(ml.MedicalClassification.Multiclass.FineTune("Diagnosis")).GetOutputSchema(shape)).Message);
    }

    private sealed class Nothing;

    [Fact]
    public void Wrong_labels_are_named()
    {
        var ml = new MLContext(seed: 1);
        var rows = Rows(10);
        rows[2].Grade = 2;
        var features = ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), 1).Fit(ml.Data.LoadFromEnumerable(rows));
        var data = features.Transform(ml.Data.LoadFromEnumerable(rows));
        string Error(IEstimator<ITransformer> estimator) => Assert.ThrowsAny<ArgumentException>(() => estimator.Fit(data)).Message;
        Assert.Contains("'Diagnosis' is String; it must be Boolean", Error(ml.MedicalClassification.Binary.FineTune("Diagnosis")).Replace("Text", "String"));
        Assert.Contains("it must be a key of 2 to 8,191 classes", Error(ml.MedicalClassification.Multiclass.FineTune("Diagnosis")));
        Assert.Contains("Row 3 of the data has 2 for label 'Grade'", Error(ml.MedicalClassification.Binary.FineTune("Grade")));
        Assert.Contains("There is no label column 'None'", Error(ml.MedicalClassification.Binary.FineTune("None")));
        Assert.Contains("PositiveWeights names the label 'x'; the labels are ", Assert.ThrowsAny<ArgumentException>(() =>
            Classes(ml, Options with { BatchSize = 4, PositiveWeights = new Dictionary<string, float> { ["x"] = 2 } }).Fit(ml.Data.LoadFromEnumerable(rows.OrderBy(r => Array.IndexOf(Names, r.Diagnosis))))).Message);
    }
}
