using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The one training loop: every stage brings a <see cref="TrainingJob{TBatch}"/>.</summary>
internal static class TrainingLoop
{
    /// <summary>
    /// Trains a module in place: schedule, accumulation of gradients, clipping, averaged weights, observers, progress, cancellation and a guard
    /// against NaN.
    /// </summary>
    /// <exception cref="OperationCanceledException">The options' token was cancelled; the module keeps the last whole step.</exception>
    /// <exception cref="InvalidOperationException">The loss or a weight became NaN or infinite.</exception>
    internal static TrainingSummary Run<TBatch>(TrainingJob<TBatch> job)
    {
        using var loop = new TrainingLoop<TBatch>(job);
        return loop.Run();
    }
}

/// <summary>A run of a job.</summary>
internal sealed class TrainingLoop<TBatch> : IDisposable
{
    private readonly TrainingJob<TBatch> _job;
    private readonly TrainingOptions _options;
    private readonly Checkpointer? _checkpoints;
    private TrainingPosition _position = new();
    private readonly TrainingSchedule _schedule;
    private readonly TrainingClock _clock;
    private readonly IStepper _optimizer;
    private readonly ReadAhead<TBatch> _ahead;
    private readonly WeightAverage? _average;
    private readonly bool _wantsNorm;

    internal TrainingLoop(TrainingJob<TBatch> job)
    {
        (_job, _options) = (job, job.Options);
        _schedule = new TrainingSchedule(_options, job.Sampler.StepsPerEpoch);
        _clock = new TrainingClock(job.Stage, _options, _schedule.Steps, Numbers);
        _checkpoints = _options.Checkpoints is { } checkpoints ? new Checkpointer(job.Stage, job.Seed, checkpoints, Identity(), Tell, Warn) : null;
        _ahead = new ReadAhead<TBatch>(job.Sampler, job.Fetch);
        _optimizer = Stepper.Create(_options, job.Groups);
        _average = _options.WeightAveraging > 0 ? new WeightAverage(job.Model, _options.WeightAveraging) : null;
        _wantsNorm = _options.ClipGradientNorm > 0 || job.Observers.Any(observer => observer.WantsGradientNorm);
    }

    internal TrainingSummary Run()
    {
        bool finished = _checkpoints?.Resume(Load) ?? false;
        if (!finished)
        {
            while (_position.Epoch < _options.Epochs && !WantsToStop())
                Epoch();
            _average?.CopyToModule();
            _checkpoints?.Write(_position, true, state => Save(state, true));
        }
        _job.Model.zero_grad(true);
        _job.Model.train();
        return new TrainingSummary(_position.Steps, _position.Losses, _position.Images, _clock.Elapsed);
    }

    /// <summary>Asked between epochs only, also of a resumed run.</summary>
    private bool WantsToStop() => _position is { Epoch: > 0, Batch: 0 } && _job.Observers.Any(observer => observer.WantsToStop);

    /// <summary>An epoch, or the rest of one.</summary>
    private void Epoch()
    {
        _job.Model.train();
        int batches = _job.Sampler.StepsPerEpoch(_position.Epoch);
        while (_position.Batch < batches)
        {
            if (_options.CancellationToken.IsCancellationRequested)
            {
                _checkpoints?.Write(_position, false, state => Save(state, false));
                _options.CancellationToken.ThrowIfCancellationRequested();
            }
            Step(batches);
            if (_position.Batch < batches)
                _checkpoints?.Offer(_position, false, state => Save(state, false));
        }
        CheckWeights();
        EndEpoch(batches);
        _checkpoints?.Offer(_position, true, state => Save(state, false));
    }

    private void Step(int batches)
    {
        int from = _position.Batch, to = Math.Min(batches, from + _options.GradientAccumulationSteps);
        long images = _position.Images;
        double sum = 0;
        _job.Model.zero_grad(true);
        for (int i = from; i < to; i++)
        {
            // A step that ends half way leaves normalisation statistics that no checkpoint may keep.
            if (_checkpoints is null)
                _options.CancellationToken.ThrowIfCancellationRequested();
            var batch = _job.Sampler.Batch(_position.Epoch, i);
            if (i + 1 < batches)
                _ahead.Begin(_position.Epoch, i + 1);
            sum += Backward(batch, new TrainingStep(_position.Epoch, i, _position.Batches + i - from), to - from);
            images += _job.Sampler.Images(batch);
        }
        double? norm = _wantsNorm ? GradientNorm.Clip(_job.Groups, _options.ClipGradientNorm) : null;
        double rate = _schedule.Rate(_position.Steps);
        _optimizer.Step(rate);
        var report = new StepReport(_job.Stage, _position.Epoch, _position.Steps + 1, _schedule.Steps, sum / (to - from), rate, norm,
            images - _position.Images, _clock.Elapsed);
        _position.Batches += to - from;
        _position.Batch = to;
        _position.Steps++;
        _position.Images = images;
        _position.LossSum += sum;
        _average?.Update(_position.Steps);
        Observe(observer => observer.Stepped(report));
        _clock.Stepped(_position, rate, to == batches);
    }

    private double Backward(TBatch batch, TrainingStep step, int share)
    {
        using var scope = NewDisposeScope();
        if (_job.Backward is { } backward)
            return Finite(backward(batch, step, share), step);
        var value = _job.Loss!(batch, step);
        double number = Finite(value.ToSingle(), step);
        (share == 1 ? value : value / share).backward();
        return number;
    }

    private double Finite(double loss, TrainingStep step) => double.IsFinite(loss) ? loss : throw new InvalidOperationException(
        string.Create(CultureInfo.InvariantCulture, $"{_job.Stage}: the loss is {loss} in epoch {step.Epoch + 1}, step {step.StepInEpoch + 1}. ") +
        "Lower LearningRate, raise WarmupEpochs or Temperature, or look for images with non-finite pixels.");

    /// <summary>A loss can be finite while a gradient is not, and the last step has no loss after it to tell.</summary>
    private void CheckWeights()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (_job.Groups.SelectMany(group => group.Parameters).Any(parameter => !float.IsFinite(parameter.sum().ToSingle())))
        {
            throw new InvalidOperationException(
                $"{_job.Stage}: a weight is not finite after epoch {_position.Epoch + 1}. Lower LearningRate or raise WarmupEpochs.");
        }
    }

    private void EndEpoch(int batches)
    {
        double loss = batches == 0 ? double.NaN : _position.LossSum / batches;
        int epoch = _position.Epoch;
        _position.Losses.Add(loss);
        _position.Epoch++;
        _position.Batch = 0;
        _position.LossSum = 0;
        var report = new EpochReport(_job.Stage, epoch, _options.Epochs, _position.Steps, loss, _position.Images, _clock.Elapsed, _job.Model)
        {
            Average = _average,
        };
        Observe(observer => observer.EpochEnded(report));
    }

    private void Observe(Action<ITrainingObserver> tell)
    {
        foreach (var observer in _job.Observers)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            tell(observer);
            if (observer.TakeWarning() is { } warning)
                Warn(warning);
        }
    }

    private Dictionary<string, double> Numbers()
    {
        var numbers = new Dictionary<string, double>();
        foreach (var (name, value) in _job.Observers.SelectMany(observer => observer.Numbers))
            numbers[name] = value;
        return numbers;
    }

    private System.Text.Json.Nodes.JsonObject Identity() =>
        RunIdentity.Of(_options, _job.Seed, _schedule.Steps, _job.Identity?.Invoke() ?? new Dictionary<string, string>());

    private void Tell(string message) => _clock.Tell(_position, message);

    private void Warn(string message)
    {
        _job.Warn?.Invoke(message);
        Tell(message);
    }

    private void Save(StateWriter state, bool finished)
    {
        _position.Seconds = _clock.Elapsed.TotalSeconds;
        state.Set("position", _position);
        var model = state.Part("model");
        foreach (var (name, tensor) in _job.Model.state_dict())
            model.Add(name, tensor);
        foreach (var part in Parts(finished))
            part.Save(state.Part(part.Name));
        if (!finished)
            _optimizer.Save(state.Part("optimizer"));
    }

    private void Load(StateReader state, bool finished)
    {
        var position = state.Get<TrainingPosition>("position");
        position.Check(_options.Epochs, _schedule.Steps, _job.Sampler.StepsPerEpoch, finished);
        var model = state.Part("model");
        foreach (var (name, tensor) in _job.Model.state_dict())
            model.CopyTo(name, tensor);
        foreach (var part in Parts(finished))
            part.Load(state.Part(part.Name));
        if (!finished)
            _optimizer.Load(state.Part("optimizer"));
        _position = position;
        _clock.Resume(position.Seconds);
    }

    /// <summary>What has a state beside model and optimizer. Averaged weights are the model's own once all is done.</summary>
    private IEnumerable<IResumable> Parts(bool finished)
    {
        var parts = _job.Resumables.Concat(_job.Observers.OfType<IResumable>());
        return _average is null || finished ? parts : parts.Append(_average);
    }

    public void Dispose()
    {
        _ahead.Dispose();
        _optimizer.Dispose();
        _average?.Dispose();
    }
}
