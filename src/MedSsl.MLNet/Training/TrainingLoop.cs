using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The one training loop: every stage brings a module, a sampler of batches and a loss.</summary>
internal static class TrainingLoop
{
    /// <summary>
    /// Trains a module in place, with warm-up and cosine, accumulation of gradients, progress, cancellation and a guard against NaN.
    /// </summary>
    /// <param name="stage">The name in messages and progress.</param>
    /// <param name="options">Already validated.</param>
    /// <param name="model">Holds every parameter of <paramref name="groups"/>; put in training mode, and left so.</param>
    /// <param name="groups">What is trained; see <see cref="ParameterGroup.Split"/>.</param>
    /// <param name="sampler">The batches.</param>
    /// <param name="loss">
    /// The mean loss of a batch, a scalar with gradients. It runs inside a dispose scope of its own: only the scalar is needed of what it makes.
    /// </param>
    /// <param name="afterEpoch">Called with the epoch, from 0, after its last step.</param>
    /// <param name="afterStep">Called with the number of optimizer steps done, without gradients, e.g. to average weights.</param>
    /// <exception cref="OperationCanceledException">The options' token was cancelled; the module keeps the last whole step.</exception>
    /// <exception cref="InvalidOperationException">The loss or a weight became NaN or infinite.</exception>
    internal static TrainingSummary Run<TBatch>(
        string stage,
        TrainingOptions options,
        nn.Module model,
        IReadOnlyList<ParameterGroup> groups,
        IBatchSampler<TBatch> sampler,
        Func<TBatch, TrainingStep, Tensor> loss,
        Action<int>? afterEpoch = null,
        Action<long>? afterStep = null)
    {
        long[] stepsOf = [.. Enumerable.Range(0, options.Epochs).Select(epoch => StepsOf(sampler.StepsPerEpoch(epoch), options))];
        long steps = stepsOf.Sum(), warmup = WarmupSteps(stepsOf, options.WarmupEpochs), batches = 0;
        var losses = new List<double>(options.Epochs);
        using var optimizer = Stepper.Create(options, groups);
        model.train();
        var clock = new TrainingClock(stage, options, steps);

        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            int count = sampler.StepsPerEpoch(epoch);
            double sum = 0;
            for (int from = 0; from < count; from += options.GradientAccumulationSteps)
            {
                int to = Math.Min(count, from + options.GradientAccumulationSteps);
                model.zero_grad(true);
                for (int i = from; i < to; i++)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    var batch = sampler.Batch(epoch, i);
                    sum += Backward(stage, loss, batch, new TrainingStep(epoch, i, batches++), to - from);
                    clock.Trained(sampler.Images(batch));
                }
                double rate = options.LearningRate * LearningRateSchedule.Factor(clock.Steps, steps, warmup);
                optimizer.Step(rate);
                AfterStep(afterStep, clock.Steps + 1);
                clock.Stepped(epoch, sum / to, rate, to == count);
            }
            CheckWeights(stage, epoch, groups);
            losses.Add(count == 0 ? double.NaN : sum / count);
            afterEpoch?.Invoke(epoch);
        }
        model.zero_grad(true);
        return new TrainingSummary(clock.Steps, losses, clock.Images, clock.Elapsed);
    }

    private static long StepsOf(int batches, TrainingOptions options) =>
        (batches + options.GradientAccumulationSteps - 1) / options.GradientAccumulationSteps;

    /// <summary>Optimizer steps in the first <paramref name="epochs"/> epochs, the last of them perhaps a fraction.</summary>
    private static long WarmupSteps(long[] stepsOf, double epochs)
    {
        int whole = (int)Math.Min(epochs, stepsOf.Length);
        double fraction = whole < stepsOf.Length ? stepsOf[whole] * (epochs - whole) : 0;
        return stepsOf.Take(whole).Sum() + (long)Math.Round(fraction);
    }

    private static double Backward<TBatch>(string stage, Func<TBatch, TrainingStep, Tensor> loss, TBatch batch, TrainingStep step, int share)
    {
        using var scope = NewDisposeScope();
        var value = loss(batch, step);
        double number = value.ToSingle();
        if (!double.IsFinite(number))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"{stage}: the loss is {number} in epoch {step.Epoch + 1}, step {step.StepInEpoch + 1}. " +
                $"Lower LearningRate, raise WarmupEpochs or Temperature, or look for images with non-finite pixels."));
        }
        (share == 1 ? value : value / share).backward();
        return number;
    }

    private static void AfterStep(Action<long>? afterStep, long done)
    {
        if (afterStep is null)
            return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        afterStep(done);
    }

    /// <summary>A loss can be finite while a gradient is not, and the last step has no loss after it to tell.</summary>
    private static void CheckWeights(string stage, int epoch, IReadOnlyList<ParameterGroup> groups)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (groups.SelectMany(group => group.Parameters).Any(parameter => !float.IsFinite(parameter.sum().ToSingle())))
        {
            throw new InvalidOperationException(
                $"{stage}: a weight is not finite after epoch {epoch + 1}. Lower LearningRate or raise WarmupEpochs.");
        }
    }
}
