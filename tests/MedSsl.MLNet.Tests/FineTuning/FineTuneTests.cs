using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public class FineTuneTests
{
    private static readonly FineTuneOptions Options = new() { Epochs = 2, MinimumSteps = 0, BatchSize = 16, LearningRate = 1e-3, Seed = 5 };

    private static (MLContext Ml, IDataView Data, TransformerChain<MultiLabelTransformer> Model) Fit(FineTuneOptions options, BlobImages.Row[]? rows = null)
    {
        var ml = new MLContext(seed: 1);
        var data = BlobImages.View(ml, rows ?? BlobImages.Rows(20));
        var model = ml.SelfSupervised.Encoder("Features", "Image", BlobImages.Encoder, 1).Append(ml.MultiLabelClassification.Trainers.FineTune(options: options)).Fit(data);
        return (ml, data, model);
    }

    private static float[] AllScores(MLContext ml, ITransformer model, IDataView data) => [.. BlobImages.Scores(ml, model.Transform(data)).SelectMany(row => row.Score)];

    private static float[] AllScores((MLContext Ml, IDataView Data, TransformerChain<MultiLabelTransformer> Model) run) => AllScores(run.Ml, run.Model, run.Data);

    [Fact]
    public void Outputs_have_the_labels_as_slot_names_and_agree_with_each_other()
    {
        var (ml, data, model) = Fit(Options);
        var scored = model.Transform(data);
        foreach (var (name, item) in new (string, DataViewType)[] { ("Score", NumberDataViewType.Single), ("Probability", NumberDataViewType.Single), ("PredictedLabels", BooleanDataViewType.Instance) })
        {
            var type = Assert.IsType<VectorDataViewType>(scored.Schema[name].Type);
            Assert.Equal((item, 3), ((DataViewType)type.ItemType, type.Size));
            VBuffer<ReadOnlyMemory<char>> slots = default;
            scored.Schema[name].GetSlotNames(ref slots);
            Assert.Equal(["Bright", "Dark", "Stripes"], slots.DenseValues().Select(slot => slot.ToString()));
        }

        var rows = BlobImages.Scores(ml, scored);
        Assert.Equal(40, rows.Length);
        foreach (var row in rows)
        {
            for (int k = 0; k < 3; k++)
            {
                Assert.Equal(1 / (1 + Math.Exp(-row.Score[k])), row.Probability[k], 1e-6);
                Assert.Equal(row.Score[k] > 0, row.PredictedLabels[k]);
            }
        }

        Assert.Equal(["Bright", "Dark", "Stripes"], model.LastTransformer.LabelNames);
        Assert.True(rows.Select(row => row.Score[0]).Distinct().Count() > 30);
    }

    [Fact]
    public void The_promised_schema_is_the_delivered_one()
    {
        var (ml, data, model) = Fit(Options);
        var chain = ml.SelfSupervised.Encoder("Features", "Image", BlobImages.Encoder, 1).Append(ml.MultiLabelClassification.Trainers.FineTune(options: Options));
        var definition = SchemaDefinition.Create(typeof(BlobImages.Row));
        var shape = chain.GetOutputSchema(ml.Transforms.CustomMapping<Nothing, BlobImages.Row>((_, _) => { }, null).GetOutputSchema(new([])));
        var schema = model.GetOutputSchema(data.Schema);
        foreach (string name in new[] { "Score", "Probability", "PredictedLabels" })
        {
            var promised = shape.Single(column => column.Name == name);
            Assert.Equal(SchemaShape.Column.VectorKind.Vector, promised.Kind);
            Assert.Equal(((VectorDataViewType)schema[name].Type).ItemType, promised.ItemType);
            Assert.Contains(promised.Annotations, annotation => annotation.Name == "SlotNames");
        }
    }

    private sealed class Nothing
    {
    }

    [Fact]
    public void Two_runs_with_one_seed_give_equal_scores_and_another_seed_does_not()
    {
        var first = AllScores(Fit(Options));
        Assert.Equal(first, AllScores(Fit(Options)));
        Assert.NotEqual(first, AllScores(Fit(Options with { Seed = 6 })));
        Assert.Equal(AllScores(Fit(Options with { Seed = null })), AllScores(Fit(Options with { Seed = null })));
    }

    [Fact]
    public void Every_option_that_changes_training_changes_the_scores()
    {
        var first = AllScores(Fit(Options));
        foreach (var options in new[]
        {
            Options with { Dropout = 0.5 }, Options with { WeightAveraging = 0.9 }, Options with { BalancePositives = true }, Options with { FreezeEncoder = true },
            Options with { Augmentation = ViewAugmentationOptions.None }, Options with { ViewSize = 24 }, Options with { HeadLearningRateMultiplier = 10 },
            Options with { FlipAveraging = false }, Options with { ProbeFirst = false }, Options with { ProbePenalty = 100 }, Options with { MinimumSteps = 12 }, Options with { PositiveWeights = new Dictionary<string, float> { ["Dark"] = 5 } },
        })
            Assert.NotEqual(first, AllScores(Fit(options)));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void A_frozen_encoder_keeps_its_weights_and_learns_the_head(bool probe, bool augment)
    {
        var augmentation = augment ? ViewAugmentationOptions.Mild : ViewAugmentationOptions.None;
        var (ml, data, model) = Fit(Options with { FreezeEncoder = true, ProbeFirst = probe, Epochs = 60, LearningRate = 0.05, Augmentation = augmentation });
        var before = ((EncoderTransformer)model.First()).Encoder;
        Assert.Equal(before.ToBytes(), model.LastTransformer.Encoder.ToBytes());
        var metrics = ml.MultiLabelClassification.Evaluate(model.Transform(data));
        Assert.True(metrics.MacroAreaUnderRocCurve > 0.6, metrics.ToString());
    }

    [Fact]
    public void Small_sets_train_for_the_least_number_of_steps()
    {
        var seen = new List<TrainingProgress>();
        Fit(Options with { MinimumSteps = 10, Progress = new Direct(seen.Add) });
        // 40 images in batches of 16 are 3 steps an epoch: 4 epochs, 12 steps.
        Assert.Equal((4, 12L), (seen[^1].Epochs, seen[^1].Steps));
        Assert.Equal("Linear probe", seen[0].Stage);
        Assert.InRange(seen[0].Loss, 0.01, 0.7);
    }

    [Fact]
    public void Training_end_to_end_changes_the_encoder()
    {
        var (_, _, model) = Fit(Options);
        Assert.NotEqual(((EncoderTransformer)model.First()).Encoder.ToBytes(), model.LastTransformer.Encoder.ToBytes());
    }

    [Fact]
    public void A_label_that_is_unknown_everywhere_but_in_two_rows_is_learnt_from_them_alone()
    {
        var rows = BlobImages.Rows(20);
        for (int i = 0; i < rows.Length; i++)
            rows[i].Labels[1] = i < 2 ? i : float.NaN;
        var (ml, data, model) = Fit(Options, rows);
        Assert.All(BlobImages.Scores(ml, model.Transform(data)), row => Assert.All(row.Score, score => Assert.True(float.IsFinite(score))));
    }

    [Fact]
    public void Flip_averaging_scores_an_image_as_its_mirror_image()
    {
        var (ml, _, model) = Fit(Options);
        Assert.True(model.LastTransformer.FlipAveraging);
        Assert.False(Fit(Options with { Augmentation = ViewAugmentationOptions.None }).Model.LastTransformer.FlipAveraging);
        var rows = BlobImages.Rows(4);
        var mirrored = rows.Select(row => new BlobImages.Row { PatientId = row.PatientId, Labels = row.Labels, Image = [.. row.Image.Chunk(BlobImages.Size).SelectMany(line => line.Reverse())] });
        Assert.Equal(AllScores(ml, model, BlobImages.View(ml, rows)), AllScores(ml, model, BlobImages.View(ml, mirrored)));
        var plain = Fit(Options with { FlipAveraging = false }).Model;
        Assert.NotEqual(AllScores(ml, plain, BlobImages.View(ml, rows)), AllScores(ml, plain, BlobImages.View(ml, mirrored)));
    }

    [Fact]
    public void Scores_are_equal_to_the_bit_one_row_at_a_time()
    {
        var (ml, data, model) = Fit(Options);
        var all = AllScores(ml, model, data);
        var rows = BlobImages.Rows(20);
        using var engine = ml.Model.CreatePredictionEngine<BlobImages.Row, BlobImages.Scored>(model);
        Assert.Equal(all, rows.SelectMany(row => engine.Predict(row).Score));
        Assert.Equal(all[..15], AllScores(ml, model, BlobImages.View(ml, rows[..5])));
    }

    [Fact]
    public void A_missing_image_has_no_score_and_does_not_touch_its_neighbours()
    {
        var (ml, data, model) = Fit(Options);
        var rows = BlobImages.Rows(20);
        var expected = AllScores(ml, model, data);
        rows[7].Image = [.. Enumerable.Repeat(float.NaN, rows[7].Image.Length)];
        var scored = BlobImages.Scores(ml, model.Transform(BlobImages.View(ml, rows)));
        Assert.All(scored[7].Score.Concat(scored[7].Probability), v => Assert.True(float.IsNaN(v)));
        Assert.All(scored[7].PredictedLabels, Assert.False);
        Assert.Equal(expected[..21], scored[..7].SelectMany(row => row.Score));
        Assert.Equal(expected[24..], scored[8..].SelectMany(row => row.Score));
    }

    private sealed class Sized
    {
        [VectorType(1, 48, 40)]
        public float[] Image { get; set; } = [.. Enumerable.Range(0, 48 * 40).Select(i => (float)SampleSeed.Uniform(9, i))];
    }

    private sealed class Colour
    {
        [VectorType(3, BlobImages.Size, BlobImages.Size)]
        public float[] Image { get; set; } = new float[3 * BlobImages.Size * BlobImages.Size];
    }

    private sealed class Flat
    {
        [VectorType(BlobImages.Size * BlobImages.Size)]
        public float[] Image { get; set; } = new float[BlobImages.Size * BlobImages.Size];
    }

    [Fact]
    public void Images_of_another_size_are_resized_and_of_another_shape_are_an_error()
    {
        var (ml, _, model) = Fit(Options);
        Assert.All(BlobImages.Scores(ml, model.Transform(ml.Data.LoadFromEnumerable(new[] { new Sized() }))).Single().Score, score => Assert.True(float.IsFinite(score)));
        string Error(IDataView data) => Assert.ThrowsAny<ArgumentException>(() => model.LastTransformer.Transform(data)).Message;
        Assert.Contains("The images of column 'Image' have 3 channels; the model was trained on 1", Error(ml.Data.LoadFromEnumerable(new[] { new Colour() })));
        Assert.Contains("'Image'", Error(ml.Data.LoadFromEnumerable(new[] { new Flat() })));
    }

    [Fact]
    public void A_cancelled_token_stops_training()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Fit(Options with { CancellationToken = source.Token }));
    }

    [Fact]
    public void Progress_reaches_the_last_epoch()
    {
        var seen = new List<TrainingProgress>();
        Fit(Options with { Progress = new Direct(seen.Add) });
        Assert.Equal((2, 2, "Fine-tuning"), (seen[^1].Epoch, seen[^1].Epochs, seen[^1].Stage));
        Assert.Equal(seen[^1].Steps, seen[^1].Step);
    }

    private sealed class Direct(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
