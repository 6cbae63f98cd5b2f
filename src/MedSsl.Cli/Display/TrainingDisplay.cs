using System.Globalization;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MedSsl.Cli.Display;

/// <summary>
/// Shows training while it runs: in a terminal one live bar a stage with loss, images per second and time left; elsewhere (a file, CI) a line
/// every few seconds. Every report also goes to the run's log.
/// </summary>
internal static class TrainingDisplay
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    /// <summary>Runs <paramref name="work"/>, which reports its progress to the object it is given.</summary>
    public static T Run<T>(RunLog log, Func<IProgress<TrainingProgress>, T> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
            return work(new Lines(log));
        return AnsiConsole.Progress()
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new StateColumn())
            .Start(context => work(new Bars(context, log)));
    }

    /// <summary>The numbers of the monitors that are shown: name, text, format.</summary>
    private static readonly (string Name, string Text, string Format)[] Numbers =
        [("effective_rank", "rank", "0.0"), ("positive_similarity", "positives", "0.00"), ("knn_auroc", "kNN AUROC", "0.000")];

    /// <summary>For example <c>epoch 3/30  loss 3.214  rank 41.2  positives 0.83  kNN AUROC 0.712  118 images/s  2:41 left</c>.</summary>
    internal static string Describe(TrainingProgress p)
    {
        string loss = double.IsNaN(p.Loss) ? "" : string.Create(CultureInfo.InvariantCulture, $"  loss {p.Loss:0.0000}");
        string epoch = p.Epochs > 0 ? $"epoch {p.Epoch}/{p.Epochs}" : $"{p.Step}/{p.Steps}";
        foreach (var (name, text, format) in Numbers)
            if (p.Monitors.TryGetValue(name, out double number))
                loss += $"  {text} {number.ToString(format, CultureInfo.InvariantCulture)}";
        return string.Create(CultureInfo.InvariantCulture, $"{epoch}{loss}  {p.ImagesPerSecond:0} images/s  {Duration(p.Remaining)} left");
    }

    /// <summary>Minutes and seconds, with hours when there are any.</summary>
    internal static string Duration(TimeSpan t) => t.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)t.TotalHours}:{t.Minutes:00}:{t.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{t.Minutes}:{t.Seconds:00}");

    private static bool IsLast(TrainingProgress p) => p.Step >= p.Steps;

    private sealed class Lines(RunLog log) : IProgress<TrainingProgress>
    {
        private string? _stage;
        private long _last;

        public void Report(TrainingProgress p)
        {
            if (p.Message is { } message)
            {
                Console.WriteLine($"{p.Stage}: {message}");
                log.Write($"{p.Stage}: {message}");
                return;
            }
            long now = Environment.TickCount64;
            if (p.Stage == _stage && !IsLast(p) && now - _last < LineInterval.TotalMilliseconds)
                return;
            _stage = p.Stage;
            _last = now;
            string line = $"{p.Stage}: {Describe(p)}";
            Console.WriteLine(line);
            log.Write(line);
        }
    }

    private sealed class Bars(ProgressContext context, RunLog log) : IProgress<TrainingProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];
        private long _last;

        public void Report(TrainingProgress p)
        {
            if (p.Message is { } message)
            {
                AnsiConsole.MarkupLineInterpolated($"{p.Stage}: {message}");
                log.Write($"{p.Stage}: {message}");
            }
            if (!_tasks.TryGetValue(p.Stage, out ProgressTask? task) || task.IsFinished)
                _tasks[p.Stage] = task = context.AddTask(Markup.Escape(p.Stage), maxValue: Math.Max(1, p.Steps));
            task.State.Update<State>("state", _ => new State(p));
            task.Value = p.Step;
            long now = Environment.TickCount64;
            if (!IsLast(p) && now - _last < LineInterval.TotalMilliseconds)
                return;
            _last = now;
            log.Write($"{p.Stage}: {Describe(p)}");
        }
    }

    private sealed class StateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(task.State.Get<State>("state").Text);
    }

    private readonly record struct State(TrainingProgress? Progress)
    {
        public string Text => Progress is null ? "" : Describe(Progress);
    }
}
