using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public class FineTuneErrorTests
{
    private sealed class NoVector
    {
        [VectorType(1, BlobImages.Size, BlobImages.Size)]
        public float[] Image { get; set; } = new float[BlobImages.Size * BlobImages.Size];

        public float Labels { get; set; }
    }

    private static readonly FineTuneOptions Short = new() { Epochs = 1, MinimumSteps = 0, BatchSize = 4, WarmupEpochs = 0 };

    private static IEstimator<ITransformer> Pipeline(MLContext ml, FineTuneOptions? options = null, string labels = "Labels")
        => ml.SelfSupervised.Encoder("Features", "Image", BlobImages.Encoder, 1).Append(ml.MultiLabelClassification.Trainers.FineTune(labels, "Features", options ?? Short));

    private static string FitError(IEnumerable<BlobImages.Row> rows, FineTuneOptions? options = null, string labels = "Labels")
    {
        var ml = new MLContext(seed: 1);
        return Assert.Throws<ArgumentException>(() => Pipeline(ml, options, labels).Fit(BlobImages.View(ml, rows))).Message;
    }

    [Fact]
    public void An_empty_set_is_named() => Assert.Contains("training set has no rows", FitError([], Short));

    [Fact]
    public void A_batch_larger_than_the_set_names_both()
        => Assert.Contains("BatchSize is 64, but the training set has 6 images with a known label; choose 6 or less", FitError(BlobImages.Rows(3), new() { BatchSize = 64 }));

    [Fact]
    public void Rows_without_any_known_label_do_not_count()
    {
        var rows = BlobImages.Rows(3);
        rows[0].Labels = rows[1].Labels = [float.NaN, float.NaN, float.NaN];
        Assert.Contains("training set has 4 images", FitError(rows, Short with { BatchSize = 5 }));
        foreach (var row in rows)
            row.Labels = [float.NaN, float.NaN, float.NaN];
        Assert.Contains("None of the 6 rows of the training set has a known label in column 'Labels'", FitError(rows));
    }

    [Theory]
    [InlineData(2f, "Row 2 of the data has 2 for label 'Dark' (column 'Labels'); a label is 1, 0 or NaN = unknown.")]
    [InlineData(-1f, "Row 2 of the data has -1 for label 'Dark'")]
    [InlineData(0.5f, "Row 2 of the data has 0.5 for label 'Dark'")]
    public void A_value_that_is_no_label_names_row_label_and_value(float value, string message)
    {
        var rows = BlobImages.Rows(3);
        rows[1].Labels = [1, value, 0];
        Assert.Contains(message, FitError(rows));
    }

    [Fact]
    public void All_labels_of_one_class_are_an_error()
    {
        var rows = BlobImages.Rows(3);
        foreach (var row in rows)
            row.Labels = [1, 0, float.NaN];
        Assert.Contains("Every label of column 'Labels' has one class only in the training set ('Bright' is positive 6 times and negative 0 times,", FitError(rows));
    }

    [Fact]
    public void One_label_of_one_class_is_a_warning_and_trains()
    {
        var rows = BlobImages.Rows(4);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Labels = [i % 2, 0, 1 - i % 2];
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) => { lock (warnings) warnings.Add(e.Message); };
        var model = Pipeline(ml).Fit(BlobImages.View(ml, rows));
        Assert.Contains(warnings, w => w.Contains("Label 'Dark' is positive 0 times and negative 8 times in the training set: its scores will mean nothing."));
        Assert.All(BlobImages.Scores(ml, model.Transform(BlobImages.View(ml, rows))), row => Assert.All(row.Score, score => Assert.True(float.IsFinite(score))));
    }

    [Fact]
    public void A_feature_column_without_an_encoder_says_which_stages_to_put_before()
    {
        var ml = new MLContext(seed: 1);
        var data = BlobImages.View(ml, BlobImages.Rows(3));
        var withFeatures = ml.Transforms.CopyColumns("Features", "Image").Fit(data).Transform(data);
        var trainer = ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", Short);
        string message = Assert.Throws<ArgumentException>(() => trainer.Fit(withFeatures)).Message;
        Assert.Contains("'Features'", message);
        Assert.Contains("SimClr", message);
        Assert.Throws<ArgumentException>(() => trainer.Fit(data));

    }

    [Fact]
    public void Missing_or_scalar_label_columns_are_named()
    {
        Assert.Contains("no label column 'Findings'", FitError(BlobImages.Rows(3), labels: "Findings"));
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new NoVector { Labels = i % 2 }).ToArray());
        Assert.Contains("label column 'Labels' is Single; it must be a vector of Single", Assert.Throws<ArgumentException>(() => Pipeline(ml).Fit(data)).Message);
    }

    [Fact]
    public void A_view_larger_than_the_images_is_an_error()
        => Assert.Contains("ViewSize is 40; it must not exceed the images' size, 32 x 32", FitError(BlobImages.Rows(3), Short with { ViewSize = 40 }));

    [Fact]
    public void Bad_options_are_named_before_any_data_is_read()
    {
        var trainers = new MLContext(seed: 1).MultiLabelClassification.Trainers;
        string Error(FineTuneOptions options) => Assert.Throws<ArgumentException>(() => trainers.FineTune(options: options)).Message;
        Assert.Contains("Dropout is 1;", Error(new() { Dropout = 1 }));
        Assert.Contains("WeightAveraging is 1;", Error(new() { WeightAveraging = 1 }));
        Assert.Contains("HeadLearningRateMultiplier is 0;", Error(new() { HeadLearningRateMultiplier = 0 }));
        Assert.Contains("ViewSize is 4;", Error(new() { ViewSize = 4 }));
        Assert.Contains("MaximumPositiveWeight is 0.5;", Error(new() { MaximumPositiveWeight = 0.5 }));
        Assert.Contains("PositiveWeights of 'Edema' is -1;", Error(new() { PositiveWeights = new Dictionary<string, float> { ["Edema"] = -1 } }));
        Assert.Contains("MinimumCropArea is 2;", Error(new() { Augmentation = new() { MinimumCropArea = 2 } }));
        Assert.Contains("ProbePenalty is 0;", Error(new() { ProbePenalty = 0 }));
        Assert.Contains("MinimumSteps is -1;", Error(new() { MinimumSteps = -1 }));
        Assert.Contains("Epochs is 0;", Error(new() { Epochs = 0 }));
    }
}
