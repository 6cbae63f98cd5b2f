using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>All runs of a fine-tuning: the linear layer fitted once, then each run with a seed of its own, then their combination.</summary>
internal sealed class FineTuner
{
    private const string Stage = "Fine-tuning";

    private readonly FineTuneOptions _options;
    private readonly TrainedEncoder _encoder;
    private readonly TrainingImages _images;
    private readonly LabelTask _task;
    private readonly ulong _seed;
    private readonly int _height;
    private readonly int _width;

    internal FineTuner(FineTuneOptions options, TrainedEncoder encoder, TrainingImages images, LabelTask task, ulong seed)
    {
        (_options, _encoder, _images, _task, _seed) = (options, encoder, images, task, seed);
        var shape = images.Shape;
        if (shape.Channels != encoder.Channels)
            throw new ArgumentException($"The images of column '{encoder.ImageColumnName}' have {shape.Channels} channels; the encoder was trained on {encoder.Channels}.");
        if (options.ViewSize is { } size && (size > shape.Height || size > shape.Width))
            throw new ArgumentException($"{nameof(options.ViewSize)} is {size}; it must not exceed the images' size, {shape.Height} x {shape.Width}.");
        Rows = [.. Enumerable.Range(0, images.Count).Where(row => images.LabelsOf(row).ContainsAnyExcept(float.NaN))];
        _height = options.ViewSize ?? (options.FreezeEncoder ? encoder.Height : shape.Height);
        _width = options.ViewSize ?? (options.FreezeEncoder ? encoder.Width : shape.Width);
    }

    /// <summary>Where to train.</summary>
    internal Device Device { get; init; } = CPU;

    /// <summary>The rows with a known label, which are trained on.</summary>
    internal int[] Rows { get; init; }

    /// <summary>Where a warning goes.</summary>
    internal Action<string>? Warn { get; init; }

    /// <summary>The name of a run in progress, messages and checkpoints.</summary>
    internal static string StageOf(int run, int runs) => runs == 1 ? Stage : $"{Stage} {run + 1} of {runs}";

    /// <summary>Trains: one network, or as many as there are runs if their probabilities are averaged.</summary>
    internal IReadOnlyList<TunedNetwork> Train()
    {
        var probe = _options.ProbeFirst ? Probe() : null;
        TunedNetwork[] networks = [.. Enumerable.Range(0, _options.Runs).Select(run => Run(run).Train(probe))];
        if (_options.Runs == 1 || _options.RunCombination == RunCombination.AverageProbabilities)
            return networks;
        var soup = WeightSoup.Mean(networks);
        return [_options.FreezeEncoder ? soup : WeightSoup.WithStatisticsOf(soup, TrainingViews(), _options.CancellationToken)];
    }

    /// <summary>Run 0 has the seed itself, so that further runs do not change it.</summary>
    private FineTuneRun Run(int run)
    {
        ulong seed = run == 0 ? _seed : SampleSeed.Of(_seed, "FineTune.Run", 0, run, 0);
        return new FineTuneRun(StageOf(run, _options.Runs), _options, _encoder, _task, Views(seed), Rows, seed)
        {
            Identity = () => RunIdentity.Of(_images, _encoder),
            Warn = Warn,
            Device = Device,
        };
    }

    private LabelledViews Views(ulong seed) => new(_options, _images, _height, _width, seed);

    /// <summary>One epoch of training batches, as a run draws them.</summary>
    private IEnumerable<Func<Tensor>> TrainingViews()
    {
        var views = Views(_seed);
        var sampler = new LabelledSampler(Rows, _options.BatchSize, _seed);
        for (int i = 0; i < sampler.StepsPerEpoch(0); i++)
        {
            var step = new TrainingStep(0, i, i);
            yield return () => views.Training(sampler.Batch(0, step.StepInEpoch), step);
        }
    }

    /// <summary>The linear layer fitted on the plain images' features.</summary>
    private LinearScorer Probe()
    {
        using var scope = NewDisposeScope();
        var clock = Stopwatch.StartNew();
        var views = Views(_seed);
        using var module = _encoder.NewModule();
        module.to(Device);
        var features = FeaturePass.Plain(module, views, Rows, _options.CancellationToken).cpu();
        double rate = Rows.Length / clock.Elapsed.TotalSeconds;
        var scorer = _task.Probe(features, views.Targets(Rows), _options.ProbePenalty);
        double loss = LossOf(features, scorer, views);
        _options.Progress?.Report(new("Linear probe", 1, 1, 1, 1, loss, 0, rate, clock.Elapsed, TimeSpan.Zero));
        return scorer;
    }

    private double LossOf(Tensor features, LinearScorer scorer, LabelledViews views)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var weight = tensor(scorer.Weight, ScalarType.Float32, features.device).view(scorer.Bias.Length, scorer.FeatureSize);
        var logits = nn.functional.linear(features, weight, tensor(scorer.Bias, ScalarType.Float32, features.device));
        return _task.Loss(logits, views.Targets(Rows)).ToSingle();
    }
}
