using System.CommandLine;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>The options that every training stage has, as flags with the stage's prefix, for example <c>--simclr-epochs</c>.</summary>
internal sealed class StageFlags
{
    private readonly Option<int?> _epochs, _batchSize, _accumulate;
    private readonly Option<double?> _minimumRate, _clip, _average;
    private readonly Option<ScheduleKind?> _schedule;
    private readonly Option<LearningRateScaling?> _scaling;
    private readonly Option<bool> _nesterov;
    private readonly Option<double?> _learningRate, _weightDecay, _momentum, _warmup, _cropMinimum, _rotation, _brightness, _contrast, _flip, _blur;
    private readonly Option<OptimizerKind?> _optimizer;
    private readonly Option<int?> _viewSize;
    private readonly string _prefix;

    public StageFlags(string prefix, string stage, TrainingOptions defaults, ViewAugmentationOptions views)
    {
        _prefix = prefix;
        Option<T> Flag<T>(string name, string text, object value) => new($"--{prefix}-{name}") { Description = FormattableString.Invariant($"{stage}: {text} [default: {value}]"), HelpName = name };
        _epochs = Flag<int?>("epochs", "passes over the images; 0 leaves the stage out", defaults.Epochs);
        _batchSize = Flag<int?>("batch-size", "images (SimCLR, fine-tuning) or patients (MICLe) a batch", defaults.BatchSize);
        _accumulate = Flag<int?>("accumulate", "batches whose gradients make one step, 1 or more", defaults.GradientAccumulationSteps);
        _optimizer = Flag<OptimizerKind?>("optimizer", "sgd, adam, adamw or lars", defaults.Optimizer);
        _learningRate = Flag<double?>("lr", "peak learning rate, above 0", defaults.LearningRate);
        _weightDecay = Flag<double?>("weight-decay", "0 to 1", defaults.WeightDecay);
        _momentum = Flag<double?>("momentum", "of sgd and lars, 0 to below 1", defaults.Momentum);
        _warmup = Flag<double?>("warmup", "epochs of linear warm-up before the schedule", defaults.WarmupEpochs);
        _schedule = Flag<ScheduleKind?>("schedule", "of the learning rate: cosine, constant, linear or step", defaults.Schedule);
        _minimumRate = Flag<double?>("min-lr", "learning rate at the schedule's end", defaults.MinimumLearningRate);
        _scaling = Flag<LearningRateScaling?>("lr-scaling", "none, linear (x batch / 256) or squareroot (x root of the batch)", defaults.LearningRateScaling);
        _nesterov = Flag<bool>("nesterov", "Nesterov's momentum, with sgd and lars", defaults.Nesterov);
        _clip = Flag<double?>("clip", "largest norm of the gradients, 0 for any", defaults.ClipGradientNorm);
        _average = Flag<double?>("average", "decay of averaged weights, which become the model; 0 for none, else 0.5 to 0.9999", defaults.WeightAveraging);
        _viewSize = Flag<int?>("view-size", "side of an augmented view in pixels, at most --size", "--size");
        _cropMinimum = Flag<double?>("crop-min", "smallest crop, a share of the image's area", views.MinimumCropArea);
        _rotation = Flag<double?>("rotation", "largest rotation in degrees, 0 to 45", views.MaximumRotationDegrees);
        _brightness = Flag<double?>("brightness", "strength of brightness changes, 0 to 1", views.Brightness);
        _contrast = Flag<double?>("contrast", "strength of contrast changes, 0 to 1", views.Contrast);
        _flip = Flag<double?>("flip", "probability of a horizontal flip, 0 to 1", views.FlipProbability);
        _blur = Flag<double?>("blur", "probability of a Gaussian blur, 0 to 1", views.BlurProbability);
    }

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _epochs, _batchSize, _accumulate, _optimizer, _learningRate, _weightDecay, _momentum, _warmup, _schedule, _minimumRate, _scaling, _nesterov, _clip, _average, _viewSize, _cropMinimum, _rotation, _brightness, _contrast, _flip, _blur })
            command.Options.Add(option);
    }

    /// <summary>The stage's options with the flags that were given.</summary>
    public T Apply<T>(ParseResult parsed, T options) where T : TrainingOptions
    {
        int epochs = parsed.GetValue(_epochs) ?? options.Epochs;
        double? warmup = parsed.GetValue(_warmup);
        return (T)(options with
        {
            Epochs = epochs,
            BatchSize = parsed.GetValue(_batchSize) ?? options.BatchSize,
            GradientAccumulationSteps = parsed.GetValue(_accumulate) ?? options.GradientAccumulationSteps,
            Optimizer = parsed.GetValue(_optimizer) ?? options.Optimizer,
            LearningRate = parsed.GetValue(_learningRate) ?? options.LearningRate,
            WeightDecay = parsed.GetValue(_weightDecay) ?? options.WeightDecay,
            Momentum = parsed.GetValue(_momentum) ?? options.Momentum,
            WarmupEpochs = warmup ?? Math.Min(options.WarmupEpochs, epochs),
            Schedule = parsed.GetValue(_schedule) ?? options.Schedule,
            MinimumLearningRate = parsed.GetValue(_minimumRate) ?? options.MinimumLearningRate,
            LearningRateScaling = parsed.GetValue(_scaling) ?? options.LearningRateScaling,
            Nesterov = options.Nesterov || parsed.GetValue(_nesterov),
            ClipGradientNorm = parsed.GetValue(_clip) ?? options.ClipGradientNorm,
            WeightAveraging = parsed.GetValue(_average) ?? options.WeightAveraging,
        });
    }

    /// <summary>The view size that was given, or null.</summary>
    public int? ViewSize(ParseResult parsed) => parsed.GetValue(_viewSize);

    /// <summary>The augmentation with the flags that were given.</summary>
    public ViewAugmentationOptions Views(ParseResult parsed, ViewAugmentationOptions views) => views with
    {
        MinimumCropArea = parsed.GetValue(_cropMinimum) ?? views.MinimumCropArea,
        MaximumRotationDegrees = parsed.GetValue(_rotation) ?? views.MaximumRotationDegrees,
        Brightness = parsed.GetValue(_brightness) ?? views.Brightness,
        Contrast = parsed.GetValue(_contrast) ?? views.Contrast,
        FlipProbability = parsed.GetValue(_flip) ?? views.FlipProbability,
        BlurProbability = parsed.GetValue(_blur) ?? views.BlurProbability,
    };

    public override string ToString() => _prefix;
}
