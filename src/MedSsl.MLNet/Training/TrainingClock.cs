using System.Diagnostics;

namespace MedSsl.MLNet;

/// <summary>Measures the time of a run, over all its sessions, and tells the progress at most every half second.</summary>
internal sealed class TrainingClock(
    string stage, TrainingOptions options, long steps, Func<IReadOnlyDictionary<string, double>> numbers)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _earlier;
    private TimeSpan _reported = TimeSpan.MinValue;

    internal TimeSpan Elapsed => _earlier + _watch.Elapsed;

    /// <summary>Adds the time of earlier sessions.</summary>
    internal void Resume(double seconds) => _earlier = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));

    /// <summary>Called after every optimizer step.</summary>
    /// <param name="position">After the step.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="endOfEpoch">True reports in any case.</param>
    internal void Stepped(TrainingPosition position, double learningRate, bool endOfEpoch)
    {
        var elapsed = Elapsed;
        if (options.Progress is null || (!endOfEpoch && _reported != TimeSpan.MinValue && elapsed - _reported < Interval))
            return;
        _reported = elapsed;
        Report(position, position.LossSum / position.Batch, learningRate, null);
    }

    /// <summary>Tells a message for the person who watches.</summary>
    internal void Tell(TrainingPosition position, string message)
    {
        double loss = position.Batch > 0 ? position.LossSum / position.Batch : position.Losses.Count > 0 ? position.Losses[^1] : double.NaN;
        Report(position, loss, 0, message);
    }

    private void Report(TrainingPosition position, double loss, double learningRate, string? message)
    {
        var elapsed = Elapsed;
        double perSecond = position.Images / Math.Max(elapsed.TotalSeconds, 1e-9);
        var remaining = elapsed * ((double)(steps - position.Steps) / Math.Max(1, position.Steps));
        options.Progress?.Report(new(stage, Math.Min(position.Epoch + 1, options.Epochs), options.Epochs, position.Steps, steps, loss, learningRate,
            perSecond, elapsed, remaining)
        {
            Message = message,
            Monitors = numbers(),
        });
    }
}
