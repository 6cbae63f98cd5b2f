using System.Diagnostics;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Follows a stage's training as <see cref="MonitorOptions"/> ask for.</summary>
internal sealed class TrainingMonitor : ITrainingObserver, IResumable, IDisposable
{
    private sealed record State(long Step, int Collapse, Dictionary<string, long> Files);

    private readonly TrainingOptions _training;
    private readonly MonitorOptions _options;
    private readonly List<MonitorFile> _files = [];
    private readonly CollapseGuard _collapse;
    private readonly Stopwatch _cost = new();
    private readonly Queue<string> _warnings = new();
    private readonly Dictionary<string, double> _latest = [];
    private Dictionary<string, double> _projections = [];

    /// <summary>Steps done; null where that is not known yet.</summary>
    private long? _step = 0;
    private long _steps;
    private (long Images, TimeSpan Elapsed)? _since;
    private long _images;

    private readonly LabelledMonitor? _labelled;

    private TrainingMonitor(string stage, TrainingOptions training, MonitorOptions options, LabelledMonitor? labelled)
    {
        (_training, _options, _labelled) = (training, options, labelled);
        _collapse = new CollapseGuard(stage, training.WarmupEpochs / training.Epochs);
        string name = string.Concat(stage.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        if (options.Folder is { } folder && options.JsonLines)
            _files.Add(new MonitorFile(folder, new JsonLinesSink(name)));
        if (options.Folder is { } board && options.TensorBoard)
            _files.Add(new MonitorFile(board, new TensorBoardSink(name)));
    }

    /// <summary>The monitor that the options ask for, or null.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="options">Already validated.</param>
    /// <param name="labelled">Measures on labelled images, or null.</param>
    internal static TrainingMonitor? Create(string stage, TrainingOptions options, LabelledMonitor? labelled = null) =>
        options.Monitors is { } monitors ? new TrainingMonitor(stage, options, monitors, labelled) : null;

    public string Name => "Monitors";

    public bool WantsGradientNorm => _options.GradientNorm;

    public IReadOnlyDictionary<string, double> Numbers => _latest;

    public string? TakeWarning() => _warnings.TryDequeue(out string? warning) ? warning : null;

    /// <summary>Called within a contrastive step, with the projections that the loss is made of; of several batches a step, the last counts.</summary>
    internal void Watch(Tensor projections, PairBatch batch)
    {
        if (!_options.Projections || (_step is { } step && _steps > 0 && !IsDue(step + 1)))
            return;
        _cost.Start();
        _projections = ProjectionMonitor.Of(projections, batch);
        _cost.Stop();
    }

    public void Stepped(StepReport step)
    {
        (_step, _steps) = (step.Step, step.Steps);
        _images += step.Images;
        if (!IsDue(step.Step))
        {
            _projections = [];
            return;
        }
        var values = new Dictionary<string, double> { ["loss"] = step.Loss, ["learning_rate"] = step.LearningRate };
        if (step.GradientNorm is { } norm)
            values["gradient_norm"] = norm;
        foreach (var (name, value) in _projections)
            values[name] = value;
        _projections = [];
        double? rate = _since is { } since && step.Elapsed > since.Elapsed
            ? (_images - since.Images) / (step.Elapsed - since.Elapsed).TotalSeconds
            : null;
        _since = (_images, step.Elapsed);
        if (values.TryGetValue(ProjectionMonitor.EffectiveRankName, out double rank) &&
            _collapse.Check(step.Step, step.Steps, rank, values[ProjectionMonitor.DeviationName]) is { } warning)
            _warnings.Enqueue(warning);
        Write(step.Stage, "step", step.Epoch + 1, values, step.Elapsed, rate);
    }

    public void EpochEnded(EpochReport epoch)
    {
        var values = new Dictionary<string, double> { ["epoch_loss"] = epoch.Loss };
        bool last = epoch.Epoch + 1 == epoch.Epochs;
        if (_labelled is not null && (last || (epoch.Epoch + 1) % _options.ProbeEveryEpochs == 0))
            Measure(_labelled, epoch, values);
        Write(epoch.Stage, "epoch", epoch.Epoch + 1, values, epoch.Elapsed, null);
    }

    /// <summary>A cancelled training has no time for it: the loop is let go on, to write its checkpoint.</summary>
    private void Measure(LabelledMonitor labelled, EpochReport epoch, Dictionary<string, double> values)
    {
        _cost.Start();
        try
        {
            using (epoch.WithAverage())
                foreach (var (name, value) in labelled.Measure(_training.CancellationToken))
                    values[name] = value;
        }
        catch (OperationCanceledException) when (_training.CancellationToken.IsCancellationRequested)
        {
            _latest.Remove(LabelledMonitor.KnnName);
        }
        finally
        {
            _cost.Stop();
        }
    }

    private bool IsDue(long step) => step % _options.EverySteps == 0 || step == _steps;

    private void Write(string stage, string kind, int epoch, Dictionary<string, double> values, TimeSpan elapsed, double? imagesPerSecond)
    {
        var finite = values.Where(value => double.IsFinite(value.Value)).ToDictionary();
        foreach (var (name, value) in finite)
            _latest[name] = value;
        var time = new MonitorTime(DateTimeOffset.UtcNow, elapsed.TotalSeconds, imagesPerSecond, _cost.Elapsed.TotalSeconds);
        _cost.Restart();
        var report = new MonitorReport(stage, kind, epoch, _step ?? 0, _steps, finite, time);
        foreach (var file in _files.ToArray())
            Try(file, () => file.Write(report));
        _cost.Stop();
    }

    /// <summary>A month of training must not end because a report cannot be written.</summary>
    private void Try(MonitorFile file, Action act)
    {
        try
        {
            act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _files.Remove(file);
            file.Dispose();
            _warnings.Enqueue($"Monitors can no longer be written to {file.Path}: {error.Message} The training goes on.");
        }
    }

    public void Save(StateWriter state)
    {
        var lengths = new Dictionary<string, long>();
        foreach (var file in _files.ToArray())
            Try(file, () => lengths[file.Name] = file.Flushed());
        state.Set("state", new State(_step ?? 0, _collapse.Count, lengths));
    }

    /// <summary>A run may go on with monitors that it began without: its files then begin here.</summary>
    public void Load(StateReader state)
    {
        _step = null;
        if (!state.HasValue("state"))
            return;
        var saved = state.Get<State>("state");
        _step = saved.Step;
        _collapse.Count = saved.Collapse;
        foreach (var file in _files)
            file.GoOnAt(saved.Files.GetValueOrDefault(file.Name));
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());
}
