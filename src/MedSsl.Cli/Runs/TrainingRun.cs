using System.Diagnostics;
using MedSsl.Cli.Display;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace MedSsl.Cli.Runs;

/// <summary>
/// The whole job as ML.NET pipelines: load, SimCLR and MICLe on every image that is not a test patient's, fine-tuning on the labelled
/// training patients, evaluation. Nothing here is special to the command: each step is what a program would write.
/// </summary>
internal sealed class TrainingRun
{
    private readonly RunOptions _options;
    private readonly IProgress<TrainingProgress> _progress;
    private readonly RunLog _log;
    private readonly CancellationToken _cancellation;
    private readonly TrainedEncoder? _start;
    private readonly Dictionary<string, string> _badImages = [];
    private IDataView? _labelled;

    public TrainingRun(RunOptions options, IProgress<TrainingProgress> progress, RunLog log, CancellationToken cancellation)
    {
        _options = options;
        _progress = progress;
        _log = log;
        _cancellation = cancellation;
        if (options.Threads is < 0 or > 1024)
            throw new ArgumentException($"--threads is {options.Threads}; it can be 0 (one a processor) to 1024.");
        if (options.Threads > 0)
            torch.set_num_threads(options.Threads);
        LabelledSet.CheckFraction(options.LabelFraction);
        Context = new MLContext(options.Seed);
        // All stages' options are checked now, the last one's not after the pretraining.
        options.CheckOptions();
        Context.Log += (_, e) =>
        {
            if (e.Kind >= Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                log.Write(e.Message);
        };
        if (options.Init is { } path)
        {
            _start = Encoders.Load(path, new EncoderLoadOptions { Channels = options.Channels }, out WeightMappingReport report);
            log.Write($"starts from {path}, {report.Layout}: {string.Join(" ", report.Notes)}");
        }
        Set = LabelledSet.Read(Context, options);
        log.Write($"{Rows(Set.Unlabelled)} images for pretraining, {Rows(Set.Train)} labelled training images of {LabelledSet.Patients(Context, Set.Train).Count} patients, {Rows(Set.Test)} test images");
    }

    public MLContext Context { get; }

    public LabelledSet Set { get; }

    /// <summary>Where the stages write checkpoints; null for none.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>What the stages measure while they train; null for nothing. The labelled training patients are added to it.</summary>
    public MonitorOptions? Monitors { get; init; }

    /// <summary>Where prepared images are kept; null for memory.</summary>
    public ImageCache? Cache { get; init; }

    /// <summary>Broken images that were left out, with the reason.</summary>
    public IReadOnlyDictionary<string, string> BadImages => _badImages;

    /// <summary>How long each step took.</summary>
    public List<(string Step, TimeSpan Time)> Times { get; } = [];

    /// <summary>Load, then SimCLR and MICLe, as far as their options have epochs; with neither, an encoder with random weights.</summary>
    public ITransformer Pretrain() => Pretrain(_options.SimClr.Epochs > 0, _options.Micle.Epochs > 0);

    /// <summary>Load, then the stages that are asked for, from the initial weights; with neither, an encoder with those or with random weights.</summary>
    public ITransformer Pretrain(bool simClr, bool micle) => Timed(simClr || micle ? "pretraining" : _start is null ? "random weights" : "initial weights", () =>
    {
        var load = new ImageLoadOptions
        {
            Channels = _options.Channels,
            Resize = _options.Resize,
            Frame = _options.Frame,
            Window = _options.Window,
            JpegAtReducedScale = _options.JpegAtReducedScale,
            OnBadImage = _options.OnBadImage,
            BadImageFound = LeaveOut,
            Cache = Cache,
        };
        var images = Context.MedicalImages.Load("Image", "ImagePath", _options.Size, load);
        if (Monitors is { ProbeEveryEpochs: > 0 })
        {
            IDataView labelled = Set.TrainFraction(Context, _options.LabelFraction, _options.Seed);
            _labelled = images.Fit(labelled).Transform(labelled);
        }
        IEstimator<ITransformer> pipeline = images;
        if (_start is not null)
            pipeline = pipeline.Append(Context.SelfSupervised.Encoder("Features", "Image", _start));
        else if (!simClr && !micle)
            pipeline = pipeline.Append(Context.SelfSupervised.Encoder("Features", "Image", _options.Encoder, _options.Seed));
        if (simClr)
            pipeline = pipeline.Append(Context.SelfSupervised.SimClr("Features", "Image", With(_options.SimClr) with { Encoder = _start?.Spec ?? _options.Encoder }));
        if (micle)
            pipeline = pipeline.Append(Micle());
        return pipeline.Fit(Set.Unlabelled);
    });

    /// <summary>MICLe from the encoder of the stages before it.</summary>
    public ITransformer ContinueWithMicle(ITransformer pretrained) => Timed("pretraining", () => (ITransformer)new TransformerChain<ITransformer>(
        [.. SavedModel.Stages(pretrained), Micle().Fit(pretrained.Transform(Set.Unlabelled))]));

    private MicleEstimator Micle()
    {
        var options = With(_options.Micle) with { Encoder = _start?.Spec ?? _options.Encoder };
        BagReport bags = Context.SelfSupervised.DescribeBags(Set.Unlabelled, "PatientId", options with
        {
            ViewColumnName = options.ViewColumnName ?? "View",
            StudyColumnName = options.StudyColumnName ?? "StudyId",
        });
        _log.Write($"MICLe: {bags}");
        BagTable.Print(bags);
        return Context.SelfSupervised.Micle("Features", "Image", "PatientId", options);
    }

    /// <summary>Fine-tunes on a share of the labelled training patients; the result holds the stages before it.</summary>
    public TransformerChain<ITransformer> FineTune(ITransformer pretrained, FineTuneOptions options, double fraction) => Timed("fine-tuning", () =>
    {
        IDataView labelled = Set.TrainFraction(Context, fraction, _options.Seed);
        if (fraction < 1)
            options = options with { BatchSize = (int)Math.Clamp(Rows(labelled), 1, options.BatchSize) };
        MultiLabelTransformer tuned = Context.MultiLabelClassification.Trainers
            .FineTune("Labels", "Features", With(options))
            .Fit(pretrained.Transform(labelled));
        return new TransformerChain<ITransformer>([.. SavedModel.Stages(pretrained), tuned]);
    });

    /// <summary>Looks for fine-tuning's learning rate and weight decay on a share of the labelled training patients.</summary>
    public FineTuneSearchResult Search(ITransformer pretrained, FineTuneSearchOptions search, double fraction) => Timed("search", () =>
        Context.MultiLabelClassification.Trainers.Search(pretrained.Transform(Set.TrainFraction(Context, fraction, _options.Seed)), "Labels", "Features", search with
        {
            FineTune = With(search.FineTune),
            Folder = Checkpoints is { } checkpoints ? Path.Combine(checkpoints.Folder, "search") : null,
            Finished = new Logged(_log),
        }));

    /// <summary>Scores a set and computes its metrics.</summary>
    public MultiLabelMetrics Evaluate(ITransformer model, IDataView set) => Timed("evaluation", () =>
        Context.MultiLabelClassification.Evaluate(model.Transform(set), "Labels"));

    /// <summary>The options of a stage with this run's seed, checkpoints, monitors, progress and cancellation.</summary>
    private T With<T>(T stage) where T : TrainingOptions => (T)(stage with
    {
        Seed = stage.Seed ?? _options.Seed,
        Checkpoints = Checkpoints,
        Monitors = Monitors is { } monitors ? monitors with { Labelled = _labelled, LabelColumnName = _labelled is null ? null : "Labels" } : null,
        Progress = _progress,
        CancellationToken = _cancellation,
    });

    private T Timed<T>(string step, Func<T> work)
    {
        _cancellation.ThrowIfCancellationRequested();
        var watch = Stopwatch.StartNew();
        T result = work();
        Times.Add((step, watch.Elapsed));
        _log.Write($"{step} took {watch.Elapsed.TotalSeconds:0.0} s");
        return result;
    }

    private void LeaveOut(BadImageReport bad)
    {
        lock (_badImages)
            if (_badImages.TryAdd(bad.Path, FlagNames.Translate(bad.Reason)))
                _log.Write($"left out {bad.Path}: {_badImages[bad.Path]}");
    }

    private long Rows(IDataView view) => view.GetRowCount() ?? Context.Data.CreateEnumerable<Empty>(view, reuseRowObject: true).LongCount();

    private sealed class Empty;

    private sealed class Logged(RunLog log) : IProgress<FineTuneTrial>
    {
        public void Report(FineTuneTrial trial) => log.Write(trial.ToString());
    }
}
