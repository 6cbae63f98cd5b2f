using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>A run of some steps on a 3 × 2 weight and 3 biases, to be interrupted and gone on with.</summary>
internal sealed class TinyRun
{
    internal sealed record Options : TrainingOptions;

    private sealed class Linear : Layer
    {
        private readonly Parameter _weight = Owned.Parameter(() => ones(3, 2));
        private readonly Parameter _bias = Owned.Parameter(() => zeros(3));

        internal Linear() : base("Linear")
        {
            register_parameter("weight", _weight);
            register_parameter("bias", _bias);
        }

        public override Tensor forward(Tensor input) => nn.functional.linear(input, _weight, _bias);
    }

    /// <summary>4 batches of 8 rows, in an order of each epoch's own.</summary>
    private sealed class Sampler : IBatchSampler<int[]>
    {
        public int StepsPerEpoch(int epoch) => 4;

        public int[] Batch(int epoch, int step) => SeededOrder.Permutation(32, (ulong)epoch)[(step * 8)..(step * 8 + 8)];

        public int Images(int[] batch) => batch.Length;
    }

    /// <summary>Sums losses: a state of its own.</summary>
    private sealed class Monitor(Action<StepReport>? stepped, Func<EpochReport, bool>? stop) : ITrainingObserver, IResumable
    {
        internal double Sum { get; private set; }

        public bool WantsToStop { get; private set; }

        public string Name => "Monitor";

        public void Stepped(StepReport step)
        {
            Sum += step.Loss;
            stepped?.Invoke(step);
        }

        public void EpochEnded(EpochReport epoch) => WantsToStop = stop?.Invoke(epoch) ?? false;

        public void Save(StateWriter state)
        {
            state.Set("sum", Sum);
            state.Set("stop", WantsToStop);
        }

        public void Load(StateReader state)
        {
            Sum = state.Get<double>("sum");
            WantsToStop = state.Get<bool>("stop");
        }
    }

    private sealed class Messages(List<string> list) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Message is { } message)
                list.Add(message);
        }
    }

    internal static Options Default => new() { Optimizer = OptimizerKind.AdamW, LearningRate = 0.05, Epochs = 5, WarmupEpochs = 1 };

    /// <summary>Called after every step.</summary>
    internal Action<StepReport>? Stepped { get; init; }

    /// <summary>Called after every epoch: true stops.</summary>
    internal Func<EpochReport, bool>? Stop { get; init; }

    /// <summary>Content of the data, as far as the checkpoint is told.</summary>
    internal string Data { get; init; } = "the data";

    internal List<string> Told { get; } = [];

    internal List<string> Warnings { get; } = [];

    /// <summary>Steps that were done in this session.</summary>
    internal long Steps { get; private set; }

    /// <summary>The weights and the monitor's sum, to the bit, and the summary.</summary>
    internal (long[] Bits, TrainingSummary Summary) Train(TrainingOptions options)
    {
        using var scope = NewDisposeScope();
        using var linear = new Linear();
        var inputs = tensor(Formula.Uniform(32 * 2, 4).Select(value => (float)value).ToArray(), 32, 2);
        var outputs = tensor(Formula.Uniform(32 * 3, 9).Select(value => (float)value).ToArray(), 32, 3);
        options.Validate();
        Tensor Rows(Tensor all, int[] rows) => all.index_select(0, tensor(rows.Select(row => (long)row).ToArray()));
        var monitor = new Monitor(step =>
        {
            Steps++;
            Stepped?.Invoke(step);
        }, Stop);
        var summary = TrainingLoop.Run(new TrainingJob<int[]>
        {
            Stage = "Tiny run",
            Options = options with { Progress = new Messages(Told) },
            Model = linear,
            Groups = ParameterGroup.Split(linear),
            Sampler = new Sampler(),
            Loss = (rows, _) => (linear.call(Rows(inputs, rows)) - Rows(outputs, rows)).square().mean(),
            Observers = [monitor],
            Seed = 7,
            Identity = () => new Dictionary<string, string> { ["content"] = Data },
            Warn = Warnings.Add,
        });
        var weights = linear.state_dict().Values.SelectMany(value => value.detach().data<float>().ToArray());
        return ([.. weights.Select(value => (long)BitConverter.SingleToInt32Bits(value)), BitConverter.DoubleToInt64Bits(monitor.Sum)], summary);
    }

    /// <summary>Trains until a step is done and is then cancelled.</summary>
    internal static void Interrupted(TrainingOptions options, long afterStep)
    {
        using var source = new CancellationTokenSource();
        var run = new TinyRun
        {
            Stepped = step =>
            {
                if (step.Step == afterStep)
                    source.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => run.Train(options with { CancellationToken = source.Token }));
    }
}
