using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>Several fine-tunings of one encoder: ensembles and model soups.</summary>
public class RunsTests
{
    private static readonly EncoderSpec Small = Encoders.ResNet18(widthMultiplier: 0.0625);

    private static readonly FineTuneOptions Options = new() { Epochs = 2, MinimumSteps = 0, BatchSize = 16, LearningRate = 1e-3, WarmupEpochs = 0, ProbeFirst = false, Seed = 5 };

    private static readonly BlobImages.Row[] Rows = BlobImages.Rows(20);

    private static (MLContext Ml, IDataView Data, MultiLabelTransformer Model) Fit(FineTuneOptions options)
    {
        var ml = new MLContext(seed: 1);
        var data = BlobImages.View(ml, Rows);
        var model = ml.SelfSupervised.Encoder("Features", "Image", Small, 1).Append(ml.MultiLabelClassification.Trainers.FineTune(options: options)).Fit(data);
        return (ml, data, model.LastTransformer);
    }

    private static BlobImages.Scored[] Scores((MLContext Ml, IDataView Data, MultiLabelTransformer Model) run) => BlobImages.Scores(run.Ml, run.Model.Transform(run.Data));

    [Fact]
    public void An_ensemble_averages_the_probabilities_of_its_runs_and_the_first_is_the_single_run()
    {
        var single = Fit(Options);
        var ensemble = Fit(Options with { Runs = 3 });
        Assert.Equal(3, ensemble.Model.Encoders.Count);
        Assert.Equal(single.Model.Encoder.ToBytes(), ensemble.Model.Encoder.ToBytes());
        Assert.Equal(3, ensemble.Model.Encoders.Select(encoder => Convert.ToHexString(encoder.ToBytes())).Distinct().Count());

        var members = Members(ensemble.Model).Select(network =>
            Scores((ensemble.Ml, ensemble.Data, new MultiLabelTransformer(ensemble.Ml, new([network], TestTimeAugmentation.Mirror, true, new(1, 32, 32)), ensemble.Model.LabelNames)))).ToArray();
        Assert.Equal(Scores(single).SelectMany(row => row.Score), members[0].SelectMany(row => row.Score));
        var scored = Scores(ensemble);
        for (int i = 0; i < scored.Length; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                double mean = members.Average(member => 1 / (1 + Math.Exp(-member[i].Score[k])));
                Assert.Equal(mean, scored[i].Probability[k], 1e-6);
                Assert.Equal(Math.Log(mean / (1 - mean)), scored[i].Score[k], 1e-4);
            }
        }
    }

    [Fact]
    public void A_soup_has_the_mean_weights_and_statistics_of_its_own()
    {
        var networks = Members(Fit(Options with { Runs = 3 }).Model);
        var soup = Members(Fit(Options with { Runs = 3, RunCombination = RunCombination.AverageWeights }).Model).Single();
        foreach (var tensor in soup.Encoder.Weights.Tensors.Where(tensor => !tensor.Name.Contains("running")))
        {
            var parts = networks.Select(network => network.Encoder.Weights.Tensors.Single(other => other.Name == tensor.Name).Values).ToArray();
            for (int i = 0; i < tensor.Values.Length; i++)
                Assert.Equal(parts.Average(part => (double)part[i]), tensor.Values[i], 1e-6 * Math.Max(1, Math.Abs(tensor.Values[i])));
        }
        for (int i = 0; i < soup.Scorer.Weight.Length; i++)
            Assert.Equal(networks.Average(network => (double)network.Scorer.Weight[i]), soup.Scorer.Weight[i], 1e-6);
        Assert.NotEqual(networks[0].Encoder.Weights.Tensors.Single(t => t.Name == "bn1.running_var").Values, soup.Encoder.Weights.Tensors.Single(t => t.Name == "bn1.running_var").Values);
    }

    [Fact]
    public void The_model_lies_between_its_start_and_what_training_made_of_it()
    {
        TunedNetwork Tuned(double share) => Members(Fit(Options with { ProbeFirst = true, StartShare = share }).Model).Single();
        TunedNetwork trained = Tuned(0), start = Tuned(1), quarter = Tuned(0.25);
        var ml = new MLContext(seed: 1);
        var given = EncoderAnnotation.Require(ml.SelfSupervised.Encoder("Features", "Image", Small, 1).Fit(BlobImages.View(ml, Rows)).Transform(BlobImages.View(ml, Rows)).Schema, "Features");
        foreach (var (first, last) in given.Weights.Tensors.Zip(start.Encoder.Weights.Tensors))
            Assert.Equal(first.Values, last.Values);
        double moved = 0;
        foreach (var ((first, last), between) in start.Encoder.Weights.Tensors.Zip(trained.Encoder.Weights.Tensors).Zip(quarter.Encoder.Weights.Tensors))
        {
            for (int i = 0; i < between.Values.Length; i++)
            {
                Assert.Equal(0.25 * first.Values[i] + 0.75 * last.Values[i], between.Values[i], 1e-6 * Math.Max(1, Math.Abs(between.Values[i])));
                moved = Math.Max(moved, Math.Abs(first.Values[i] - last.Values[i]));
            }
        }
        Assert.True(moved > 1e-3, $"training moved the weights by {moved} at most");
        for (int i = 0; i < quarter.Scorer.Weight.Length; i++)
            Assert.Equal(0.25 * start.Scorer.Weight[i] + 0.75 * trained.Scorer.Weight[i], quarter.Scorer.Weight[i], 1e-6 * Math.Max(1, Math.Abs(quarter.Scorer.Weight[i])));
    }

    [Fact]
    public void Statistics_are_the_mean_of_the_batches()
    {
        var encoder = TrainedEncoder.Untrained(Small, 1, 32, 32, "Image", 3);
        var pixels = Rows.Take(9).SelectMany(row => row.Image).ToArray();
        using var images = tensor(pixels, ScalarType.Float32).view(9, 1, 32, 32);
        Func<Tensor>[] batches = [() => images.narrow(0, 0, 4), () => images.narrow(0, 4, 5)];
        var made = WeightSoup.WithStatisticsOf(new(encoder, new([0], new float[Small.FeatureSize])), batches, default).Encoder.Weights.Tensors;

        // The first layer by its definition: normalised pixels, a 7 x 7 convolution of stride 2, each batch's mean and unbiased variance by channel.
        var kernel = encoder.Weights.Tensors.Single(t => t.Name == "conv1.weight");
        using var weight = tensor(kernel.Values, ScalarType.Float32).view(kernel.Shape);
        Tensor[] maps = [.. batches.Select(batch => nn.functional.conv2d((batch() - 0.5) / 0.25, weight, strides: [2, 2], padding: [3, 3]))];
        for (int c = 0; c < Small.StemChannels; c++)
        {
            double[][] values = [.. maps.Select(map => map.narrow(1, c, 1).contiguous().data<float>().ToArray().Select(v => (double)v).ToArray())];
            double[] means = [.. values.Select(v => v.Average())];
            double variance = values.Select((v, b) => v.Sum(x => (x - means[b]) * (x - means[b])) / (v.Length - 1)).Average();
            Assert.Equal(means.Average(), made.Single(t => t.Name == "bn1.running_mean").Values[c], 1e-4);
            Assert.Equal(variance, made.Single(t => t.Name == "bn1.running_var").Values[c], 1e-3);
        }
    }

    [Fact]
    public void Ten_crops_change_the_scores_and_are_equal_row_by_row_and_after_loading()
    {
        var run = Fit(Options with { Runs = 2, TestTimeAugmentation = TestTimeAugmentation.TenCrop });
        Assert.Equal((TestTimeAugmentation.TenCrop, true), (run.Model.TestTimeAugmentation, run.Model.FlipAveraging));
        var expected = Scores(run).SelectMany(row => row.Score).ToArray();
        Assert.NotEqual(Scores(Fit(Options with { Runs = 2 })).SelectMany(row => row.Score), expected);
        using var engine = run.Ml.Model.CreatePredictionEngine<BlobImages.Row, BlobImages.Scored>(run.Model, new PredictionEngineOptions { OwnsTransformer = false });
        Assert.Equal(expected[..12], Rows[..4].SelectMany(row => engine.Predict(row).Score));

        using var stream = new MemoryStream();
        run.Ml.Model.Save(run.Model, run.Data.Schema, stream);
        stream.Position = 0;
        var fresh = new MLContext();
        var restored = Assert.IsType<MultiLabelTransformer>(fresh.MedicalModels.Restore(fresh.Model.Load(stream, out _)));
        Assert.Equal((2, TestTimeAugmentation.TenCrop), (restored.Encoders.Count, restored.TestTimeAugmentation));
        Assert.Equal(expected, Scores((fresh, run.Data, restored)).SelectMany(row => row.Score));
    }

    [Fact]
    public void Models_saved_before_there_were_ensembles_are_still_read()
    {
        var network = Members(Fit(Options).Model).Single();
        var header = new { LabelNames = new[] { "Bright", "Dark", "Stripes" }, FlipAveraging = true, Channels = 1, Height = 32, Width = 32 };
        var ml = new MLContext();
        var read = Assert.IsType<MultiLabelTransformer>(StageKinds.Build(ml, StagePayload.Write("multilabel/1", header, network.ToBlobs())));
        Assert.Equal((TestTimeAugmentation.Mirror, true, 1), (read.TestTimeAugmentation, read.FlipAveraging, read.Encoders.Count));
        Assert.Equal(Scores(Fit(Options)).SelectMany(row => row.Score), Scores((ml, BlobImages.View(ml, Rows), read)).SelectMany(row => row.Score));
    }

    [Fact]
    public void Bad_options_are_named()
    {
        var trainers = new MLContext(seed: 1).MultiLabelClassification.Trainers;
        string Error(FineTuneOptions options) => Assert.Throws<ArgumentException>(() => trainers.FineTune(options: options)).Message;
        Assert.Contains("Runs is 0; it must lie between 1 and 64", Error(new() { Runs = 0 }));
        Assert.Contains("Runs is 2 with FreezeEncoder and ProbeFirst", Error(new() { Runs = 2, FreezeEncoder = true }));
        Assert.Contains("RunCombination is 7;", Error(new() { RunCombination = (RunCombination)7 }));
        Assert.Contains("TestTimeAugmentation is 9;", Error(new() { TestTimeAugmentation = (TestTimeAugmentation)9 }));
        Assert.Contains("LayerDecay is 0;", Error(new() { LayerDecay = 0 }));
        Assert.Contains("FrozenStages is 6;", Error(new() { FrozenStages = 6 }));
        Assert.Contains("LabelSmoothing is 0.6;", Error(new() { LabelSmoothing = 0.6 }));
        Assert.Contains("Mixup is 5;", Error(new() { Mixup = 5 }));
        Assert.Contains("Mixup is 1 with FreezeEncoder", Error(new() { Mixup = 1, FreezeEncoder = true }));
    }

    private static TunedNetwork[] Members(MultiLabelTransformer model)
    {
        var payload = StagePayload.Read(model.ToPayload());
        return [.. Enumerable.Range(0, model.Encoders.Count).Select(i => TunedNetwork.FromBlobs(payload, i))];
    }
}
