using System.Diagnostics;

namespace MedSsl.MLNet;

/// <summary>Counts images and time of a run and tells the progress at most every half second.</summary>
internal sealed class TrainingClock(string stage, TrainingOptions options, long steps)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _reported = TimeSpan.MinValue;

    internal long Images { get; private set; }

    internal long Steps { get; private set; }

    internal TimeSpan Elapsed => _watch.Elapsed;

    internal void Trained(int images) => Images += images;

    /// <summary>Called after every optimizer step.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="loss">The mean loss of the epoch so far.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="endOfEpoch">True reports in any case.</param>
    internal void Stepped(int epoch, double loss, double learningRate, bool endOfEpoch)
    {
        Steps++;
        var elapsed = _watch.Elapsed;
        if (options.Progress is null || (!endOfEpoch && _reported != TimeSpan.MinValue && elapsed - _reported < Interval))
            return;
        _reported = elapsed;
        double perSecond = Images / Math.Max(elapsed.TotalSeconds, 1e-9);
        var remaining = elapsed * ((double)(steps - Steps) / Steps);
        options.Progress.Report(new(stage, epoch + 1, options.Epochs, Steps, steps, loss, learningRate, perSecond, elapsed, remaining));
    }
}
