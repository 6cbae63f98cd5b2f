using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Fine-tunes with every learning rate and weight decay of a plan on the same patients, and measures each on the patients set aside.</summary>
internal sealed class FineTuneSearch
{
    private readonly FineTuneSearchOptions _search;
    private readonly FineTuneOptions _options;
    private readonly LabelKind _kind;
    private readonly FineTuneData _data;
    private readonly ulong _seed;
    private readonly TrialFile? _file;
    private readonly IChannel _channel;
    private readonly Device _device;

    private FineTuneSearch(FineTuneSearchOptions search, LabelKind kind, FineTuneData data, ulong seed, IChannel channel, Device device)
    {
        (_search, _options, _kind, _data, _seed, _channel, _device) = (search, search.FineTune, kind, data, seed, channel, device);
        _file = search.Folder is { } folder ? new TrialFile(folder, Identity()) : null;
    }

    /// <summary>Reads the data once and searches.</summary>
    internal static FineTuneSearchResult Run(MLContext ml, IDataView data, LabelKind kind, string labelColumnName, string featureColumnName, FineTuneSearchOptions? options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        options ??= new();
        options.Validate();
        var host = ((IHostEnvironment)ml).Register(nameof(FineTuneSearch));
        using var channel = host.Start(nameof(Run));
        var read = FineTuneData.Read(ml, channel, data, kind, labelColumnName, featureColumnName, options.FineTune);
        return new FineTuneSearch(options, kind, read, Seeds.Resolve(options.FineTune.Seed, host), channel, TrainingDevice.Of(ml)).Run();
    }

    private FineTuneSearchResult Run()
    {
        var folds = Enumerable.Range(0, _search.Folds).Select(Fold).ToArray();
        var plan = TrialPlan.Of(_search, _seed);
        var trials = new List<FineTuneTrial>();
        for (int i = 0; i < plan.Length; i++)
        {
            FinishedFold[] done = [.. folds.Select((fold, number) => Measure(plan[i], $"trial {i + 1} of {plan.Length}", fold, number))];
            var trial = new FineTuneTrial(plan[i].LearningRate, plan[i].WeightDecay, [.. done.Select(fold => fold.MacroAuroc)], done.Sum(fold => fold.Seconds));
            trials.Add(trial);
            _channel.Info(MessageSensitivity.None, "{0}", trial);
            _search.Finished?.Report(trial);
        }
        // Stable: of equals, the first tried. NaN is not above any number.
        FineTuneTrial[] ranked = [.. trials.OrderByDescending(trial => double.IsNaN(trial.MacroAuroc) ? -1 : trial.MacroAuroc)];
        if (double.IsNaN(ranked[0].MacroAuroc))
            throw new InvalidOperationException($"Every one of the {ranked.Length} trials diverged; give smaller {nameof(FineTuneSearchOptions.LearningRates)}.");
        return new(ranked, _options with { LearningRate = ranked[0].LearningRate, WeightDecay = ranked[0].WeightDecay });
    }

    private (int[] Rows, ValidationSet Validation) Fold(int fold)
    {
        var (rows, aside) = _search.Folds == 1
            ? GroupSplit.Share(_data.Rows, _data.Groups, _search.ValidationFraction, _seed)
            : GroupSplit.Fold(_data.Rows, _data.Groups, fold, _search.Folds, _seed);
        if (rows.Length < _options.BatchSize)
            throw new ArgumentException($"{nameof(_options.BatchSize)} is {_options.BatchSize}, but {rows.Length} images are left to train on; choose {rows.Length} or less.");
        return (rows, new ValidationSet(_data.Images, aside));
    }

    private FinishedFold Measure((double LearningRate, double WeightDecay) tried, string name, (int[] Rows, ValidationSet Validation) fold, int number)
    {
        if (_file?.Find(tried.LearningRate, tried.WeightDecay, number) is { } known)
            return known;
        string stage = $"{FineTuner.Stage} {name}" + (_search.Folds == 1 ? "" : $", fold {number + 1} of {_search.Folds}");
        var checkpoints = _options.Checkpoints is { } given ? given with { Folder = Path.Combine(given.Folder, stage) } : null;
        var options = _options with { LearningRate = tried.LearningRate, WeightDecay = tried.WeightDecay, Checkpoints = checkpoints };
        var clock = Stopwatch.StartNew();
        double area = Train(options, stage, fold.Rows, fold.Validation);
        var finished = new FinishedFold(tried.LearningRate, tried.WeightDecay, number, area, Math.Round(clock.Elapsed.TotalSeconds, 1));
        _file?.Add(finished);
        if (_file is not null && checkpoints is not null && Directory.Exists(checkpoints.Folder))
            Directory.Delete(checkpoints.Folder, recursive: true);
        return finished;
    }

    /// <summary>The macro AUROC; NaN if the training diverged, which large learning rates may.</summary>
    private double Train(FineTuneOptions options, string stage, int[] rows, ValidationSet validation)
    {
        options.Validate();
        var task = _kind.Task(_data.Statistics(rows), options);
        try
        {
            var tuned = new FineTuner(options, _data, task, rows, _seed) { StageName = stage, Warn = Warnings.To(_channel), Device = _device }.Train()[0];
            using var scope = NewDisposeScope();
            using var network = tuned.NewNetwork();
            return validation.MacroAuroc(network, tuned.Encoder.Height, tuned.Encoder.Width, task, options.CancellationToken);
        }
        catch (InvalidOperationException error) when (error is not ObjectDisposedException)
        {
            _channel.Warning(MessageSensitivity.None, "{0}: diverged. {1}", stage, error.Message);
            return double.NaN;
        }
    }

    /// <summary>What must be the same for a trial's number to mean the same.</summary>
    private JsonObject Identity()
    {
        var data = new Dictionary<string, string>(RunIdentity.Of(_data.Images, _data.Encoder))
        {
            ["patients"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _data.Groups)))),
            ["folds"] = $"{_search.Folds}",
            ["validation fraction"] = _search.Folds == 1 ? FormattableString.Invariant($"{_search.ValidationFraction}") : "none",
        };
        return RunIdentity.Of(_options with { LearningRate = 1, WeightDecay = 0, Seed = null }, _seed, 0, data);
    }
}
