using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class TrainingLoopTests
{
    private sealed record Options : TrainingOptions;

    /// <summary>Batch i of an epoch holds the rows i · size … of a fixed set.</summary>
    private sealed class InOrder(int rows, int size) : IBatchSampler<int[]>
    {
        public int StepsPerEpoch(int epoch) => rows / size;

        public int[] Batch(int epoch, int step) => [.. Enumerable.Range(step * size, size)];

        public int Images(int[] batch) => batch.Length;
    }

    private sealed class Reports : IProgress<TrainingProgress>
    {
        internal List<TrainingProgress> All { get; } = [];

        public void Report(TrainingProgress value) => All.Add(value);
    }

    private sealed class Calls(Action<int>? afterEpoch, Action<long>? afterStep) : ITrainingObserver
    {
        public void Stepped(StepReport step) => afterStep?.Invoke(step.Step);

        public void EpochEnded(EpochReport epoch) => afterEpoch?.Invoke(epoch.Epoch);
    }

    private static readonly double[] _targets = Formula.Uniform(32 * 3, 9);

    /// <summary>A 2 × 3 weight that is to map row r of one formula to row r of another, by mean squared error.</summary>
    private static (float[] Weight, TrainingSummary Summary) Train(TrainingOptions options, int batch, Func<TrainingStep, Tensor, Tensor>? change = null,
        Action<int>? afterEpoch = null, Action<long>? afterStep = null)
    {
        using var scope = NewDisposeScope();
        var inputs = tensor(Formula.Uniform(32 * 2, 4).Select(value => (float)value).ToArray(), 32, 2);
        var outputs = tensor(_targets.Select(value => (float)value).ToArray(), 32, 3);
        var linear = new Weight();
        var summary = TrainingLoop.Run(new TrainingJob<int[]>
        {
            Stage = "Test",
            Options = options,
            Model = linear,
            Groups = ParameterGroup.Split(linear),
            Sampler = new InOrder(32, batch),
            Loss = (rows, step) =>
            {
                var loss = (linear.call(inputs.narrow(0, rows[0], rows.Length)) - outputs.narrow(0, rows[0], rows.Length)).square().mean();
                return change?.Invoke(step, loss) ?? loss;
            },
            Observers = [new Calls(afterEpoch, afterStep)],
        });
        return (linear.state_dict()["weight"].detach().data<float>().ToArray(), summary);
    }

    private sealed class Weight : Layer
    {
        private readonly Parameter _weight = Owned.Parameter(() => ones(3, 2));

        internal Weight() : base("Weight") => register_parameter("weight", _weight);

        public override Tensor forward(Tensor input) => nn.functional.linear(input, _weight);
    }

    private static Options Sgd => new() { Optimizer = OptimizerKind.Sgd, LearningRate = 0.1, Epochs = 5, WeightDecay = 0, WarmupEpochs = 0 };

    /// <summary>
    /// Plain gradient descent on the same numbers in double precision, written out: momentum 0.9, cosine from 0.1 to 0 over 5 · 4 steps.
    /// </summary>
    [Fact]
    public void WeightsAreThoseOfGradientDescent()
    {
        double[] x = Formula.Uniform(64, 4), w = [1, 1, 1, 1, 1, 1], v = new double[6];
        for (int step = 0; step < 20; step++)
        {
            var g = new double[6];
            for (int r = step % 4 * 8; r < step % 4 * 8 + 8; r++)
            {
                for (int o = 0; o < 3; o++)
                {
                    double error = w[2 * o] * x[2 * r] + w[2 * o + 1] * x[2 * r + 1] - _targets[3 * r + o];
                    g[2 * o] += 2 * error * x[2 * r] / 24;
                    g[2 * o + 1] += 2 * error * x[2 * r + 1] / 24;
                }
            }
            for (int i = 0; i < 6; i++)
                w[i] -= 0.1 * 0.5 * (1 + Math.Cos(Math.PI * step / 20)) * (v[i] = 0.9 * v[i] + g[i]);
        }
        var (weight, summary) = Train(Sgd, 8);
        for (int i = 0; i < 6; i++)
            Assert.Equal(w[i], weight[i], 1e-5);
        Assert.Equal((20, 160), (summary.Steps, summary.Images));
        Assert.Equal(5, summary.EpochLosses.Count);
    }

    /// <summary>The mean over four batches of 8 is the mean over one of 32.</summary>
    [Fact]
    public void AccumulatedGradientsAreThoseOfTheLargeBatch()
    {
        var (small, summary) = Train(Sgd with { GradientAccumulationSteps = 4 }, 8);
        var (large, _) = Train(Sgd, 32);
        for (int i = 0; i < 6; i++)
            Assert.Equal(large[i], small[i], 1e-6);
        Assert.Equal(5, summary.Steps);
    }

    /// <summary>Three of four batches make a step, and the fourth alone another: its gradient counts whole.</summary>
    [Fact]
    public void AnIncompleteAccumulationIsAStepOfItsOwn()
    {
        var (_, summary) = Train(Sgd with { GradientAccumulationSteps = 3 }, 8);
        Assert.Equal(10, summary.Steps);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0.1)]
    [InlineData(OptimizerKind.Adam, 0.05)]
    [InlineData(OptimizerKind.AdamW, 0.05)]
    [InlineData(OptimizerKind.Lars, 20)]
    public void EveryOptimizerLowersTheLoss(OptimizerKind optimizer, double rate)
    {
        var (_, summary) = Train(Sgd with { Optimizer = optimizer, LearningRate = rate, Epochs = 20 }, 8);
        Assert.True(summary.EpochLosses[^1] < 0.7 * summary.EpochLosses[0], $"{summary.EpochLosses[0]} to {summary.EpochLosses[^1]}");
    }

    [Fact]
    public void ProgressTellsEpochsStepsAndRates()
    {
        var reports = new Reports();
        Train(Sgd with { Progress = reports, WarmupEpochs = 1 }, 8);
        Assert.Equal([1, 2, 3, 4, 5], reports.All.Where(report => report.Step % 4 == 0).Select(report => report.Epoch));
        var last = reports.All[^1];
        Assert.Equal(("Test", 5, 20, 20), (last.Stage, last.Epochs, last.Step, last.Steps));
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.True(last.ImagesPerSecond > 0 && last.Elapsed > TimeSpan.Zero);
        Assert.Equal(0.1 * 0.25, reports.All[0].LearningRate, 1e-12); // the first of 4 warm-up steps is reported at once
    }

    /// <summary>The callbacks come once an epoch and once a step.</summary>
    [Fact]
    public void CallbacksComeInOrder()
    {
        var calls = new List<string>();
        Train(Sgd with { Epochs = 2 }, 16, afterEpoch: epoch => calls.Add($"epoch {epoch}"), afterStep: step => calls.Add($"step {step}"));
        Assert.Equal(["step 1", "step 2", "epoch 0", "step 3", "step 4", "epoch 1"], calls);
    }

    [Fact]
    public void CancellationStopsBeforeTheNextBatch()
    {
        using var source = new CancellationTokenSource();
        long steps = 0;
        Assert.Throws<OperationCanceledException>(() => Train(Sgd with { CancellationToken = source.Token }, 8, afterStep: step =>
        {
            steps = step;
            if (step == 3)
                source.Cancel();
        }));
        Assert.Equal(3, steps);
    }

    [Fact]
    public void AnInfiniteLossStopsWithPlaceAndRemedy()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Train(Sgd, 8, (step, loss) => step is { Epoch: 1, StepInEpoch: 2 } ? loss / 0 : loss));
        Assert.Contains("epoch 2, step 3", error.Message);
        Assert.Contains("Lower LearningRate", error.Message);
    }

    /// <summary>√0 has an infinite slope: the loss is finite and the gradient is not.</summary>
    [Fact]
    public void AnInfiniteWeightStopsToo()
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            Train(Sgd with { Epochs = 1 }, 8, (step, loss) => step.Step == 3 ? loss + (loss * 0).sqrt() : loss));
        Assert.Contains("a weight is not finite after epoch 1", error.Message);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Lars)]
    public void NoTensorIsLeftFromEpochToEpoch(OptimizerKind optimizer)
    {
        var live = new List<long>();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Train(Sgd with { Optimizer = optimizer, Epochs = 6 }, 4, afterEpoch: _ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount));
        Assert.Single(live.Skip(1).Distinct());
    }
}
