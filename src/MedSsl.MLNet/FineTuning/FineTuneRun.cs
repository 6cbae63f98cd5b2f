using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>One fine-tuning of encoder and linear layer.</summary>
internal sealed class FineTuneRun
{
    private readonly string _stage;
    private readonly FineTuneOptions _options;
    private readonly TrainedEncoder _encoder;
    private readonly LabelTask _task;
    private readonly LabelledViews _views;
    private readonly int[] _rows;
    private readonly ulong _seed;

    /// <param name="stage">The name in progress, messages and checkpoints.</param>
    /// <param name="options">Already validated.</param>
    /// <param name="encoder">What it starts from.</param>
    /// <param name="task">The loss.</param>
    /// <param name="views">The images.</param>
    /// <param name="rows">Those that are trained on.</param>
    /// <param name="seed">Of everything random but the views.</param>
    internal FineTuneRun(string stage, FineTuneOptions options, TrainedEncoder encoder, LabelTask task, LabelledViews views, int[] rows, ulong seed)
        => (_stage, _options, _encoder, _task, _views, _rows, _seed) = (stage, options, encoder, task, views, rows, seed);

    /// <summary>What early stopping measures; null: none.</summary>
    internal ValidationSet? Validation { get; init; }

    /// <summary>What the network learns from in place of its labels; null: the labels.</summary>
    internal Teacher? Teacher { get; init; }

    /// <summary>What early stopping measured in the best epoch.</summary>
    internal double? BestMacroAuroc { get; private set; }

    /// <summary>What tells this run's images and encoder from another's, for its checkpoints; the rows are added.</summary>
    internal Func<IReadOnlyDictionary<string, string>>? Identity { get; init; }

    /// <summary>Where to train.</summary>
    internal Device Device { get; init; } = CPU;

    /// <summary>Where a warning goes.</summary>
    internal Action<string>? Warn { get; init; }

    /// <summary>Trains, and captures the result.</summary>
    /// <param name="start">The linear layer to start from; null: the labels' frequencies.</param>
    internal TunedNetwork Train(LinearScorer? start)
    {
        using var scope = NewDisposeScope();
        using var head = new MultiLabelHead(_encoder.FeatureSize, _task.InitialBias);
        if (start is not null)
            head.Set(start);
        if (_options.ProbeFirst && _options.FreezeEncoder)
            return new(Resized(), head.ToScorer());

        using var module = _encoder.NewModule();
        Run(new FineTuneNetwork(module, head), module, head);
        var encoder = _options.FreezeEncoder
            ? Resized()
            : TrainedEncoder.Capture(_encoder.Spec, _encoder.Channels, _views.Height, _views.Width, _encoder.ImageColumnName, module);
        var tuned = new TunedNetwork(encoder, head.ToScorer());
        return start is null || _options.FreezeEncoder ? tuned : WeightSoup.Between(new(Resized(), start), tuned, _options.StartShare);
    }

    /// <summary>The encoder that was given, to be fed the views' size.</summary>
    private TrainedEncoder Resized() => _views.Height == _encoder.Height && _views.Width == _encoder.Width
        ? _encoder
        : new(_encoder.Spec, _encoder.Channels, _views.Height, _views.Width, _encoder.ImageColumnName, _encoder.Weights);

    private void Run(FineTuneNetwork network, nn.Module<Tensor, Tensor> module, MultiLabelHead head)
    {
        network.to(Device);
        ReducedPrecision.Set(network, _options.Precision);
        var sampler = new LabelledSampler(_rows, _options.BatchSize, _seed);
        long steps = (sampler.StepsPerEpoch(0) + _options.GradientAccumulationSteps - 1) / _options.GradientAccumulationSteps;
        var frozen = EncoderStages.Freeze(module, _options.FrozenStages);
        var groups = ParameterGroup.Split(head, _options.HeadLearningRateMultiplier);
        if (!_options.FreezeEncoder)
            groups = [.. EncoderStages.Groups(module, _options.LayerDecay), .. groups];
        module.train(!_options.FreezeEncoder);
        using var stopping = Validation is { } validation
            ? new EarlyStopping(network, _options.Patience, () => validation.MacroAuroc(network, _views.Height, _views.Width, _task, _options.CancellationToken))
            : null;
        using var monitor = TrainingMonitor.Create(_stage, _options);
        ITrainingObserver?[] observers = [monitor, stopping];
        TrainingLoop.Run(new TrainingJob<int[]>
        {
            Stage = _stage,
            Options = _options with { Epochs = (int)Math.Max(_options.Epochs, (_options.MinimumSteps + steps - 1) / steps) },
            Model = _options.FreezeEncoder ? head : network,
            Groups = groups,
            Sampler = sampler,
            Fetch = _views.Fetch,
            Seed = _seed,
            Identity = () => new Dictionary<string, string>(Identity?.Invoke() ?? new Dictionary<string, string>()) { ["rows trained on"] = RunIdentity.Hash(_rows) },
            Warn = Warn,
            Backward = Backward(module, head, frozen),
            Observers = [.. observers.OfType<ITrainingObserver>()],
        });
        stopping?.Restore();
        BestMacroAuroc = stopping?.Best;
    }

    /// <summary>The gradient of a batch: through the encoder, or of the linear layer alone where the encoder is frozen.</summary>
    private Func<int[], TrainingStep, int, double> Backward(nn.Module<Tensor, Tensor> module, MultiLabelHead head, IReadOnlyList<nn.Module> frozen)
    {
        Tensor Loss(Tensor features, int[] rows, TrainingStep step)
        {
            var logits = head.call(Drop(features, rows, step));
            var targets = _views.Targets(rows, step).to(features.device);
            // The views depend on rows and step alone: the teacher's are the student's.
            return Teacher is null ? _task.Loss(logits, targets) : Teacher.Loss(logits, _views.Training(rows, step).to(features.device), targets, _task);
        }

        if (_options.FreezeEncoder)
        {
            var features = FrozenFeatures(module);
            return (rows, step, share) =>
            {
                var loss = Loss(features(rows, step), rows, step);
                (share == 1 ? loss : loss / share).backward();
                return loss.ToSingle();
            };
        }
        var pass = new EncoderPass(module, _options.GradientCheckpointing);
        return (rows, step, share) =>
        {
            foreach (var stage in frozen)
                stage.eval();
            int[] all = [.. Enumerable.Range(0, rows.Length)];
            return pass.Backward([all], _ => _views.Training(rows, step).to(Device), features => Loss(features, rows, step), share);
        };
    }

    /// <summary>How a batch's features are made without gradient; without augmentation, once for all epochs.</summary>
    private Func<int[], TrainingStep, Tensor> FrozenFeatures(nn.Module<Tensor, Tensor> module)
    {
        if (!_options.Augmentation.IsIdentity)
            return (rows, step) => FeaturePass.WithoutGradient(module, _views.Training(rows, step));

        var all = FeaturePass.Plain(module, _views, _rows, _options.CancellationToken);
        var places = _rows.Select((row, place) => (row, place)).ToDictionary(pair => pair.row, pair => (long)pair.place);
        return (rows, _) => all.index_select(0, tensor(rows.Select(row => places[row]).ToArray(), ScalarType.Int64, all.device));
    }

    /// <summary>Dropout (Srivastava et al. 2014) whose mask comes from the rows' seeds.</summary>
    private Tensor Drop(Tensor features, int[] rows, TrainingStep step)
    {
        if (_options.Dropout == 0)
            return features;
        int size = _encoder.FeatureSize;
        var mask = new float[rows.Length * size];
        float kept = (float)(1 / (1 - _options.Dropout));
        for (int i = 0; i < rows.Length; i++)
        {
            ulong seed = SampleSeed.Of(_seed, "FineTune.Dropout", step.Epoch, rows[i], 0);
            for (int j = 0; j < size; j++)
                mask[i * size + j] = SampleSeed.Uniform(seed, j) < _options.Dropout ? 0 : kept;
        }

        return features.mul(tensor(mask, ScalarType.Float32, features.device).view(rows.Length, size));
    }
}
