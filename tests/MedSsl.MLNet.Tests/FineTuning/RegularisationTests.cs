using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>Layer-wise rates, frozen stages, smoothing, mixup and early stopping.</summary>
public class RegularisationTests
{
    private static readonly EncoderSpec Small = Encoders.ResNet18(widthMultiplier: 0.0625);

    private static readonly FineTuneOptions Options = new() { Epochs = 2, MinimumSteps = 0, BatchSize = 16, LearningRate = 1e-3, WarmupEpochs = 0, ProbeFirst = false, Seed = 5 };

    private static (MLContext Ml, IDataView Data, TransformerChain<MultiLabelTransformer> Model) Fit(FineTuneOptions options, int patients = 20)
    {
        var ml = new MLContext(seed: 1);
        var data = BlobImages.View(ml, BlobImages.Rows(patients));
        return (ml, data, ml.SelfSupervised.Encoder("Features", "Image", Small, 1).Append(ml.MultiLabelClassification.Trainers.FineTune(options: options)).Fit(data));
    }

    private static SortedDictionary<string, float[]> Weights(TrainedEncoder encoder)
        => new(encoder.Weights.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Values), StringComparer.Ordinal);

    private static double Change(FineTuneOptions options, string name)
    {
        var (_, _, model) = Fit(options);
        float[] before = Weights(((EncoderTransformer)model.First()).Encoder)[name], after = Weights(model.LastTransformer.Encoder)[name];
        return before.Zip(after).Sum(pair => Math.Abs(pair.First - pair.Second)) / before.Length;
    }

    [Fact]
    public void Frozen_stages_keep_weights_and_statistics()
    {
        var (_, _, model) = Fit(Options with { FrozenStages = 3 });
        var before = Weights(((EncoderTransformer)model.First()).Encoder);
        foreach (var (name, after) in Weights(model.LastTransformer.Encoder))
        {
            bool frozen = !name.StartsWith("layer3.") && !name.StartsWith("layer4.");
            Assert.True(before[name].AsSpan().SequenceEqual(after) == frozen, name);
        }
    }

    [Fact]
    public void Each_stage_learns_at_its_own_rate()
    {
        using var module = TrainedEncoder.Untrained(Small, 1, 32, 32, "Image", 1).NewModule();
        var groups = EncoderStages.Groups(module, 0.5);
        var rates = module.named_parameters().ToDictionary(entry => entry.name, entry => groups.Single(group => group.Parameters.Any(parameter => ReferenceEquals(parameter, entry.parameter))).LearningRateMultiplier);
        Assert.Equal(0.0625, rates["conv1.weight"]);
        Assert.Equal(0.0625, rates["bn1.bias"]);
        Assert.Equal(0.125, rates["layer1.0.conv1.weight"]);
        Assert.Equal(0.25, rates["layer2.1.bn2.weight"]);
        Assert.Equal(0.5, rates["layer3.0.downsample.0.weight"]);
        Assert.Equal(1, rates["layer4.1.conv2.weight"]);
        Assert.All(groups, group => Assert.All(group.Parameters, parameter => Assert.Equal(group.Decay, parameter.shape.Length > 1)));
        Assert.Equal(module.parameters().Count(), groups.Sum(group => group.Parameters.Count));
        // Adam's first steps are as long as the rate: the stem moves about a tenth as far, to the fourth power of 0.5623.
        double full = Change(Options, "conv1.weight"), less = Change(Options with { LayerDecay = 0.5623 }, "conv1.weight");
        Assert.InRange(less / full, 0.05, 0.2);
    }

    [Fact]
    public void Mixup_mixes_images_and_targets_alike()
    {
        var mixing = Mixup.Draw(7, 4, 0.4);
        Assert.Equal([0, 1, 2, 3], mixing.Partners.Order());
        using var batch = tensor(new float[] { 1, 10, 2, 20, 3, 30, 4, float.NaN }, ScalarType.Float32).view(4, 2);
        float[] mixed = mixing.Mix(batch).data<float>().ToArray();
        for (int i = 0; i < 4; i++)
            Assert.Equal(mixing.Share * (i + 1) + (1 - mixing.Share) * (mixing.Partners[i] + 1), mixed[2 * i], 1e-5);
        for (int i = 0; i < 4; i++)
            Assert.Equal(i == 3 || mixing.Partners[i] == 3, float.IsNaN(mixed[2 * i + 1]));
    }

    /// <summary>Beta(α, α) has mean 1/2 and variance 1 / (4 (2 α + 1)).</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(4)]
    public void The_share_is_drawn_from_a_beta_distribution(double alpha)
    {
        double[] shares = [.. Enumerable.Range(0, 4000).Select(i => Mixup.Draw((ulong)i, 2, alpha).Share)];
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(0.5, shares.Average(), 0.03);
        Assert.Equal(1 / (4 * (2 * alpha + 1)), shares.Average(share => (share - 0.5) * (share - 0.5)), 0.01);
    }

    [Fact]
    public void Every_option_changes_the_scores_and_repeats_to_the_bit()
    {
        float[] Scores(FineTuneOptions options)
        {
            var run = Fit(options);
            return [.. BlobImages.Scores(run.Ml, run.Model.Transform(run.Data)).SelectMany(row => row.Score)];
        }
        var plain = Scores(Options);
        foreach (var options in new[] { Options with { Mixup = 0.3 }, Options with { LabelSmoothing = 0.2 }, Options with { LayerDecay = 0.6 }, Options with { FrozenStages = 2 }, Options with { ValidationFraction = 0.25 } })
        {
            var scores = Scores(options);
            Assert.NotEqual(plain, scores);
            Assert.Equal(scores, Scores(options));
        }
    }

    [Fact]
    public void Training_stops_when_validation_does_not_get_better_and_the_best_weights_are_kept()
    {
        using var module = TrainedEncoder.Untrained(Small, 1, 32, 32, "Image", 1).NewModule();
        using var head = new MultiLabelHead(Small.FeatureSize, [0]);
        using var network = new FineTuneNetwork(module, head);
        var measured = new Queue<double>([0.6, 0.8, 0.7, 0.75, 0.9]);
        using var stopping = new EarlyStopping(network, 2, measured.Dequeue);
        for (int epoch = 0; !stopping.WantsToStop; epoch++)
        {
            head.Set(new([epoch], new float[Small.FeatureSize]));
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            ((ITrainingObserver)stopping).EpochEnded(new("Fine-tuning", epoch, 10, epoch, 0, 0, default, network));
        }
        Assert.Single(measured);
        stopping.Restore();
        Assert.Equal((0.8, 1f), (stopping.Best, head.ToScorer().Bias[0]));
    }

    [Fact]
    public void Early_stopping_keeps_patients_apart_and_ends_early()
    {
        var seen = new List<TrainingProgress>();
        var (ml, _, model) = Fit(Options with { Epochs = 40, LearningRate = 3e-3, ValidationFraction = 0.4, Patience = 2, Progress = new Direct(seen.Add) });
        Assert.InRange(seen[^1].Epoch, 3, 39);
        Assert.Equal(3, model.LastTransformer.LabelNames.Count);

        string[] groups = [.. Enumerable.Range(0, 40).Select(i => $"p{i / 2}")];
        int[] rows = [.. Enumerable.Range(0, 40)];
        var (kept, aside) = GroupSplit.Share(rows, groups, 0.25, 3);
        Assert.Equal(rows, kept.Concat(aside).Order());
        Assert.Equal(10, aside.Length);
        Assert.Empty(kept.Select(row => groups[row]).Intersect(aside.Select(row => groups[row])));
        var folds = Enumerable.Range(0, 3).Select(fold => GroupSplit.Fold(rows, groups, fold, 3, 3).Aside).ToArray();
        Assert.Equal(rows, folds.SelectMany(fold => fold).Order());
        Assert.All(folds, fold => Assert.All(fold, row => Assert.Contains(row ^ 1, fold)));
    }

    [Fact]
    public void Validation_data_may_be_given_and_must_have_both_classes()
    {
        var ml = new MLContext(seed: 1);
        var other = BlobImages.Rows(10, seed: 2);
        var (_, _, model) = Fit(Options with { Validation = BlobImages.View(ml, other) });
        Assert.NotNull(model);
        foreach (var row in other)
            row.Labels = [1, 0, float.NaN];
        Assert.Contains("In the 20 validation images no label has both classes", Assert.Throws<ArgumentException>(() => Fit(Options with { Validation = BlobImages.View(ml, other) })).Message);
        var trainers = ml.MultiLabelClassification.Trainers;
        Assert.Contains("ValidationFraction is 0.6;", Assert.Throws<ArgumentException>(() => trainers.FineTune(options: new() { ValidationFraction = 0.6 })).Message);
        Assert.Contains("Patience is 0;", Assert.Throws<ArgumentException>(() => trainers.FineTune(options: new() { Patience = 0 })).Message);
    }

    private sealed class Direct(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
