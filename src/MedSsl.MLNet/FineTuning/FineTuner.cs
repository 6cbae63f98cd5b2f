using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>All runs of a fine-tuning: the linear layer fitted once, then each run with a seed of its own, then their combination.</summary>
internal sealed class FineTuner
{
    internal const string Stage = "Fine-tuning";
    internal const string Distillation = "Distillation";

    private readonly FineTuneOptions _options;
    private readonly TrainedEncoder _encoder;
    private readonly TrainingImages _images;
    private readonly LabelTask _task;
    private readonly int[] _rows;
    private readonly ulong _seed;
    private readonly int _height;
    private readonly int _width;
    private readonly List<string> _notes = [];

    /// <param name="options">Already validated.</param>
    /// <param name="data">The encoder and the images.</param>
    /// <param name="task">The loss.</param>
    /// <param name="rows">The images that are trained on.</param>
    /// <param name="seed">Of everything random.</param>
    internal FineTuner(FineTuneOptions options, FineTuneData data, LabelTask task, int[] rows, ulong seed)
    {
        (_options, _encoder, _images, _task, _rows, _seed) = (options, data.Encoder, data.Images, task, rows, seed);
        var shape = _images.Shape;
        if (shape.Channels != _encoder.Channels)
            throw new ArgumentException($"The images of column '{_encoder.ImageColumnName}' have {shape.Channels} channels; the encoder was trained on {_encoder.Channels}.");
        if (options.ViewSize is { } size && (size > shape.Height || size > shape.Width))
            throw new ArgumentException($"{nameof(options.ViewSize)} is {size}; it must not exceed the images' size, {shape.Height} x {shape.Width}.");
        _height = options.ViewSize ?? (options.FreezeEncoder ? _encoder.Height : shape.Height);
        _width = options.ViewSize ?? (options.FreezeEncoder ? _encoder.Width : shape.Width);
    }

    /// <summary>Where to train.</summary>
    internal Device Device { get; init; } = CPU;

    /// <summary>What early stopping measures; null: none.</summary>
    internal ValidationSet? Validation { get; init; }

    /// <summary>What the network learns from in place of its labels; null: the labels.</summary>
    internal Teacher? Teacher { get; init; }

    /// <summary>The name in progress, messages and checkpoints.</summary>
    internal string StageName { get; init; } = Stage;

    /// <summary>What is worth a line in the log.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>Where a warning goes.</summary>
    internal Action<string>? Warn { get; init; }

    /// <summary>The name of a run in progress, messages and checkpoints.</summary>
    internal static string StageOf(int run, int runs, string stage = Stage) => runs == 1 ? stage : $"{stage} {run + 1} of {runs}";

    /// <summary>Trains: one network, or as many as there are runs if their probabilities are averaged.</summary>
    internal IReadOnlyList<TunedNetwork> Train()
    {
        var probe = _options.ProbeFirst ? Probe() : null;
        TunedNetwork[] networks = [.. Enumerable.Range(0, _options.Runs).Select(run => Run(run, probe))];
        if (_options.Runs == 1 || _options.RunCombination == RunCombination.AverageProbabilities)
            return networks;
        var soup = WeightSoup.Mean(networks);
        return [_options.FreezeEncoder ? soup : WeightSoup.WithStatisticsOf(soup, TrainingViews(), _options.CancellationToken)];
    }

    /// <summary>Run 0 has the seed itself, so that further runs do not change it.</summary>
    private TunedNetwork Run(int number, LinearScorer? probe)
    {
        ulong seed = number == 0 ? _seed : SampleSeed.Of(_seed, "FineTune.Run", 0, number, 0);
        string stage = StageOf(number, _options.Runs, StageName);
        var run = new FineTuneRun(stage, _options, _encoder, _task, Views(seed), _rows, seed)
        {
            Validation = Validation,
            Teacher = Teacher,
            Identity = Identity,
            Warn = Warn,
            Device = Device,
        };
        var network = run.Train(probe);
        if (run.BestMacroAuroc is { } best)
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{stage}: the best epoch's macro AUROC is {best:0.0000} on {Validation!.Count} validation images."));
        return network;
    }

    private IReadOnlyDictionary<string, string> Identity()
    {
        var identity = RunIdentity.Of(_images, _encoder);
        return Teacher is null ? identity : new Dictionary<string, string>(identity) { ["teacher"] = Teacher.Fingerprint };
    }

    private LabelledViews Views(ulong seed) => new(_options, _images, _height, _width, seed);

    /// <summary>One epoch of training batches, as a run draws them.</summary>
    private IEnumerable<Func<Tensor>> TrainingViews()
    {
        var views = Views(_seed);
        var sampler = new LabelledSampler(_rows, _options.BatchSize, _seed);
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
        var features = FeaturePass.Plain(module, views, _rows, _options.CancellationToken).cpu();
        double rate = _rows.Length / clock.Elapsed.TotalSeconds;
        var scorer = _task.Probe(features, views.Targets(_rows), _options.ProbePenalty);
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
        return _task.Loss(logits, views.Targets(_rows)).ToSingle();
    }
}
