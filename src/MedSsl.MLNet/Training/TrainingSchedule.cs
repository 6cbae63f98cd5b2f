namespace MedSsl.MLNet;

/// <summary>The learning rate of every step of a run.</summary>
internal sealed class TrainingSchedule
{
    private readonly TrainingOptions _options;
    private readonly long _warmup;

    /// <param name="options">Already validated.</param>
    /// <param name="batches">Batches of each epoch.</param>
    internal TrainingSchedule(TrainingOptions options, Func<int, int> batches)
    {
        _options = options;
        long[] steps = [.. Enumerable.Range(0, options.Epochs).Select(epoch => StepsOf(batches(epoch)))];
        Steps = steps.Sum();
        int whole = (int)Math.Min(options.WarmupEpochs, steps.Length);
        double fraction = whole < steps.Length ? steps[whole] * (options.WarmupEpochs - whole) : 0;
        _warmup = steps.Take(whole).Sum() + (long)Math.Round(fraction);
    }

    /// <summary>Optimizer steps of the run.</summary>
    internal long Steps { get; }

    /// <summary>The learning rate of a step, from 0.</summary>
    internal double Rate(long step) => _options.LearningRate * LearningRateSchedule.Factor(step, Steps, _warmup);

    private long StepsOf(int batches) => (batches + _options.GradientAccumulationSteps - 1) / _options.GradientAccumulationSteps;
}
