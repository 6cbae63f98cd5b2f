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
        _height = options.ViewSize ?? (options.FreezeEncoder ? encoder.Height : shape.Height);
        _width = options.ViewSize ?? (options.FreezeEncoder ? encoder.Width : shape.Width);
    }

    /// <summary>Trains, and captures the result.</summary>
    internal (TrainedEncoder Encoder, LinearScorer Scorer) Train()
    {
        using var scope = NewDisposeScope();
        var positiveWeights = PositiveWeights.Of(_labels, _options);
        using var head = new MultiLabelHead(_encoder.FeatureSize, PositiveWeights.InitialBias(_labels, positiveWeights));
        using var module = _encoder.NewModule();
        using var network = new FineTuneNetwork(module, head);
        var weights = tensor(positiveWeights, ScalarType.Float32);
        nn.Module trained = _options.FreezeEncoder ? head : network;

        var groups = ParameterGroup.Split(head, _options.HeadLearningRateMultiplier);
        if (!_options.FreezeEncoder)
            groups = [.. ParameterGroup.Split(module), .. groups];
        module.train(!_options.FreezeEncoder);
        using var average = _options.WeightAveraging > 0 ? new WeightAverage(trained, _options.WeightAveraging) : null;
        var features = FrozenFeatures(module);

        var sampler = new LabelledSampler(LabelledRows(), _options.BatchSize, _seed);
        TrainingLoop.Run(Stage, _options, trained, groups, sampler,
            (rows, step) => MaskedBinaryCrossEntropy.Loss(head.call(Drop(features(rows, step), rows, step)), _images.LabelBatch(rows), weights),
            null, average is null ? null : average.Update);
        average?.CopyToModule();

        bool same = _options.FreezeEncoder && _height == _encoder.Height && _width == _encoder.Width;
        var tuned = same ? _encoder : TrainedEncoder.Capture(_encoder.Spec, _encoder.Channels, _height, _width, _encoder.ImageColumnName, module);
        return (tuned, head.ToScorer());
    }

    /// <summary>How a batch's features are made: with gradient; frozen, without; frozen and without augmentation, once for all epochs.</summary>
    private Func<int[], TrainingStep, Tensor> FrozenFeatures(nn.Module<Tensor, Tensor> module)
    {
        if (!_options.FreezeEncoder)
            return (rows, step) => module.call(Views(rows, step.Epoch));
        if (!_options.Augmentation.IsIdentity)
            return (rows, step) => WithoutGradient(module, Views(rows, step.Epoch));

        var parts = new List<Tensor>();
        foreach (var rows in Enumerable.Range(0, _images.Count).Chunk(_options.BatchSize))
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            parts.Add(WithoutGradient(module, Views(rows, 0)));
        }

        var all = cat(parts, 0);
        return (rows, _) => all.index_select(0, tensor(rows.Select(row => (long)row).ToArray(), ScalarType.Int64));
    }

    private static Tensor WithoutGradient(nn.Module<Tensor, Tensor> module, Tensor views)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return module.call(views).MoveToOuterDisposeScope();
    }

    private Tensor Views(int[] rows, int epoch)
    {
        var seeds = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            seeds[i] = SampleSeed.Of(_seed, Stage, epoch, rows[i], 0);
        return ViewAugmentation.Apply(_images.Batch(rows), _height, _width, _options.Augmentation, seeds);
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

    private int[] LabelledRows()
    {
        int count = _images.LabelNames.Count;
        return [.. Enumerable.Range(0, _images.Count).Where(row => _images.Labels.AsSpan(row * count, count).ContainsAnyExcept(float.NaN))];
    }
}
