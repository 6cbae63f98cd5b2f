using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The images of labelled rows as a network is fed them, and the targets that belong to them.</summary>
internal sealed class LabelledViews
{
    private const string Stage = "Fine-tuning";

    private readonly FineTuneOptions _options;
    private readonly TrainingImages _images;
    private readonly ulong _seed;

    internal LabelledViews(FineTuneOptions options, TrainingImages images, int height, int width, ulong seed)
        => (_options, _images, Height, Width, _seed) = (options, images, height, width, seed);

    internal int Height { get; }

    internal int Width { get; }

    /// <summary>Fetches the images of rows that are on disk; null where all are in memory.</summary>
    internal Action<int[]>? Fetch => _images.IsOnDisk ? rows => _images.Touch(rows) : null;

    /// <summary>Random views of a batch, [N, C, Height, Width]; mixed with each other if the options say so.</summary>
    internal Tensor Training(int[] rows, TrainingStep step)
    {
        using var scope = NewDisposeScope();
        var views = Views(rows, step.Epoch, _options.Augmentation);
        return (Mixing(rows, step) is { } mixing ? mixing.Mix(views) : views).MoveToOuterDisposeScope();
    }

    /// <summary>The targets of the same batch, [N, outputs].</summary>
    internal Tensor Targets(int[] rows, TrainingStep step)
    {
        using var scope = NewDisposeScope();
        var targets = _images.LabelBatch(rows);
        return (Mixing(rows, step) is { } mixing ? mixing.Mix(targets) : targets).MoveToOuterDisposeScope();
    }

    /// <summary>The images as they are, resized to the network's size.</summary>
    internal Tensor Plain(int[] rows) => Views(rows, 0, ViewAugmentationOptions.None);

    /// <summary>The labels as they are.</summary>
    internal Tensor Targets(int[] rows) => _images.LabelBatch(rows);

    private Mixup? Mixing(int[] rows, TrainingStep step) => _options.Mixup == 0
        ? null
        : Mixup.Draw(SampleSeed.Of(_seed, "FineTune.Mixup", step.Epoch, step.StepInEpoch, 0), rows.Length, _options.Mixup);

    private Tensor Views(int[] rows, int epoch, ViewAugmentationOptions augmentation)
    {
        var seeds = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            seeds[i] = SampleSeed.Of(_seed, Stage, epoch, rows[i], 0);
        return ViewAugmentation.Apply(_images.Batch(rows), Height, Width, augmentation, seeds);
    }
}
