using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>One training run of encoder and linear layer on images in memory.</summary>
internal sealed class FineTuner
{
    private const string Stage = "Fine-tuning";

    private readonly FineTuneOptions _options;
    private readonly TrainedEncoder _encoder;
    private readonly TrainingImages _images;
    private readonly LabelStatistics _labels;
    private readonly ulong _seed;
    private readonly int[] _rows;
    private readonly int _height;
    private readonly int _width;

    internal FineTuner(FineTuneOptions options, TrainedEncoder encoder, TrainingImages images, LabelStatistics labels, ulong seed)
    {
        _options = options;
        _encoder = encoder;
        _images = images;
        _labels = labels;
        _seed = seed;
        var shape = images.Shape;
        if (shape.Channels != encoder.Channels)
            throw new ArgumentException($"The images of column '{encoder.ImageColumnName}' have {shape.Channels} channels; the encoder was trained on {encoder.Channels}.");
        if (options.ViewSize is { } size && (size > shape.Height || size > shape.Width))
            throw new ArgumentException($"{nameof(options.ViewSize)} is {size}; it must not exceed the images' size, {shape.Height} x {shape.Width}.");
        int count = images.LabelNames.Count;
        _rows = [.. Enumerable.Range(0, images.Count).Where(row => images.Labels.AsSpan(row * count, count).ContainsAnyExcept(float.NaN))];
        _height = options.ViewSize ?? (options.FreezeEncoder ? encoder.Height : shape.Height);
        _width = options.ViewSize ?? (options.FreezeEncoder ? encoder.Width : shape.Width);
    }

    /// <summary>Trains, and captures the result.</summary>
    internal (TrainedEncoder Encoder, LinearScorer Scorer) Train()
    {
        using var scope = NewDisposeScope();
        var positiveWeights = PositiveWeights.Of(_labels, _options);
        var bias = PositiveWeights.InitialBias(_labels, positiveWeights);
        using var head = new MultiLabelHead(_encoder.FeatureSize, bias);
        using var module = _encoder.NewModule();
        if (_options.ProbeFirst)
            head.Set(Probe(module, positiveWeights, bias));
        if (!(_options.ProbeFirst && _options.FreezeEncoder))
            Run(module, head, tensor(positiveWeights, ScalarType.Float32));

        bool same = _options.FreezeEncoder && _height == _encoder.Height && _width == _encoder.Width;
        var tuned = same ? _encoder : TrainedEncoder.Capture(_encoder.Spec, _encoder.Channels, _height, _width, _encoder.ImageColumnName, module);
        return (tuned, head.ToScorer());
    }

    /// <summary>The linear layer fitted on the plain images' features.</summary>
    private LinearScorer Probe(nn.Module<Tensor, Tensor> module, float[] positiveWeights, float[] bias)
    {
        var clock = Stopwatch.StartNew();
        var features = PlainFeatures(module, _rows);
        double rate = _rows.Length / clock.Elapsed.TotalSeconds;
        var scorer = LinearProbe.Fit(features, _images.LabelBatch(_rows), positiveWeights, bias, _options.ProbePenalty);
        double loss = LossOf(features, scorer, positiveWeights);
        _options.Progress?.Report(new("Linear probe", 1, 1, 1, 1, loss, 0, rate, clock.Elapsed, TimeSpan.Zero));
        return scorer;
    }

    private double LossOf(Tensor features, LinearScorer scorer, float[] positiveWeights)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var weight = tensor(scorer.Weight, ScalarType.Float32).view(scorer.Bias.Length, scorer.FeatureSize);
        var logits = nn.functional.linear(features, weight, tensor(scorer.Bias, ScalarType.Float32));
        return MaskedBinaryCrossEntropy.Loss(logits, _images.LabelBatch(_rows), tensor(positiveWeights, ScalarType.Float32)).ToSingle();
    }

    /// <summary>The training loop over what is not frozen.</summary>
    private void Run(nn.Module<Tensor, Tensor> module, MultiLabelHead head, Tensor positiveWeights)
    {
        var sampler = new LabelledSampler(_rows, _options.BatchSize, _seed);
        long steps = (sampler.StepsPerEpoch(0) + _options.GradientAccumulationSteps - 1) / _options.GradientAccumulationSteps;
        var options = _options with { Epochs = (int)Math.Max(_options.Epochs, (_options.MinimumSteps + steps - 1) / steps) };

        var network = new FineTuneNetwork(module, head);
        nn.Module trained = _options.FreezeEncoder ? head : network;
        var groups = ParameterGroup.Split(head, _options.HeadLearningRateMultiplier);
        if (!_options.FreezeEncoder)
            groups = [.. ParameterGroup.Split(module), .. groups];
        module.train(!_options.FreezeEncoder);
        var features = Features(module);
        TrainingLoop.Run(new TrainingJob<int[]>
        {
            Stage = Stage,
            Options = options,
            Model = trained,
            Groups = groups,
            Sampler = sampler,
            Loss = (rows, step) =>
                MaskedBinaryCrossEntropy.Loss(head.call(Drop(features(rows, step), rows, step)), _images.LabelBatch(rows), positiveWeights),
        });
    }

    /// <summary>How a batch's features are made: with gradient; frozen, without; frozen and without augmentation, once for all epochs.</summary>
    private Func<int[], TrainingStep, Tensor> Features(nn.Module<Tensor, Tensor> module)
    {
        if (!_options.FreezeEncoder)
            return (rows, step) => module.call(Views(rows, step.Epoch, _options.Augmentation));
        if (!_options.Augmentation.IsIdentity)
            return (rows, step) => WithoutGradient(module, Views(rows, step.Epoch, _options.Augmentation));

        var all = PlainFeatures(module, [.. Enumerable.Range(0, _images.Count)]);
        return (rows, _) => all.index_select(0, tensor(rows.Select(row => (long)row).ToArray(), ScalarType.Int64));
    }

    /// <summary>Features of the images as they are, with the encoder in evaluation mode.</summary>
    private Tensor PlainFeatures(nn.Module<Tensor, Tensor> module, int[] rows)
    {
        module.eval();
        var parts = new List<Tensor>();
        foreach (var chunk in rows.Chunk(64))
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            parts.Add(WithoutGradient(module, Views(chunk, 0, ViewAugmentationOptions.None)));
        }

        return cat(parts, 0);
    }

    private static Tensor WithoutGradient(nn.Module<Tensor, Tensor> module, Tensor views)
    {
        using var images = views;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return module.call(images).MoveToOuterDisposeScope();
    }

    private Tensor Views(int[] rows, int epoch, ViewAugmentationOptions augmentation)
    {
        var seeds = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            seeds[i] = SampleSeed.Of(_seed, Stage, epoch, rows[i], 0);
        return ViewAugmentation.Apply(_images.Batch(rows), _height, _width, augmentation, seeds);
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

        return features.mul(tensor(mask, ScalarType.Float32).view(rows.Length, size));
    }
}
