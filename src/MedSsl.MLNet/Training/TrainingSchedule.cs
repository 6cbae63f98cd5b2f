namespace MedSsl.MLNet;

/// <summary>The learning rate of every step of a run: linear warm-up, then the options' schedule.</summary>
internal sealed class TrainingSchedule
{
    private readonly TrainingOptions _options;
    private readonly long[] _firstSteps;
    private readonly long _warmup;
    private readonly double _peak;

    /// <param name="options">Already validated.</param>
    /// <param name="batches">Batches of each epoch.</param>
    internal TrainingSchedule(TrainingOptions options, Func<int, int> batches)
    {
        _options = options;
        _peak = options.ScaledLearningRate;
        _firstSteps = new long[options.Epochs];
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            _firstSteps[epoch] = Steps;
            long steps = StepsOf(batches(epoch));
            Steps += steps;
            // Optimizer steps in the first WarmupEpochs epochs, the last of them perhaps a fraction.
            _warmup += (long)Math.Round(steps * Math.Clamp(options.WarmupEpochs - epoch, 0, 1));
        }
    }

    /// <summary>Optimizer steps of the run.</summary>
    internal long Steps { get; }

    /// <summary>The learning rate of a step, from 0.</summary>
    /// <remarks>
    /// Step s of a warm-up of w steps has the share (s + 1) / w of the full rate. (SimCLR's code has s / w, whose first step changes nothing.)
    /// </remarks>
    internal double Rate(long step)
    {
        if (step < _warmup)
            return _peak * ((step + 1.0) / _warmup);
        double minimum = _options.MinimumLearningRate, done = (step - _warmup) / (double)Math.Max(1, Steps - _warmup);
        return _options.Schedule switch
        {
            ScheduleKind.Constant => _peak,
            ScheduleKind.Linear => minimum + (_peak - minimum) * (1 - done),
            ScheduleKind.Step => Math.Max(minimum, _peak * Math.Pow(_options.ScheduleStepFactor, Epoch(step) / _options.ScheduleStepEpochs)),
            _ => minimum + (_peak - minimum) * (0.5 * (1 + Math.Cos(Math.PI * done))),
        };
    }

    private int Epoch(long step)
    {
        int found = Array.BinarySearch(_firstSteps, step);
        return found >= 0 ? Array.LastIndexOf(_firstSteps, step) : ~found - 1;
    }

    private long StepsOf(int batches) => (batches + _options.GradientAccumulationSteps - 1) / _options.GradientAccumulationSteps;
}
