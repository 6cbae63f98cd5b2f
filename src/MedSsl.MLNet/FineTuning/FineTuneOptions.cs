using System.Text.Json.Serialization;
using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>How <see cref="MultiLabelTrainers.FineTune"/>, <see cref="MulticlassTrainers.FineTune"/> and <see cref="BinaryTrainers.FineTune"/> train.</summary>
/// <remarks>
/// The defaults suit a pretrained encoder and some hundred to some ten thousand labelled images: the linear layer is fitted first on the encoder's
/// features (LP-FT, Kumar et al. 2022, arXiv 2202.10054), then everything is trained together, gently, with AdamW (Loshchilov and Hutter 2017,
/// arXiv 1711.05101) and weak augmentation. <see cref="FromScratch"/> suits an encoder with random weights.
/// </remarks>
public sealed record FineTuneOptions : TrainingOptions
{
    /// <summary>The defaults.</summary>
    public FineTuneOptions()
    {
        Epochs = 10;
        BatchSize = 32;
        Optimizer = OptimizerKind.AdamW;
        LearningRate = 2e-4;
        WeightDecay = 1e-2;
        WarmupEpochs = 1;
    }

    /// <summary>For an encoder that was not pretrained: no probe, 30 epochs, at least 300 steps, learning rate 1e-3.</summary>
    public static FineTuneOptions FromScratch { get; } = new() { Epochs = 30, MinimumSteps = 300, LearningRate = 1e-3, ProbeFirst = false };

    /// <summary>
    /// The linear probe by which pretraining is usually judged: the linear layer fitted on the features of the encoder as it is, to the one solution of a convex
    /// problem; nothing else is trained.
    /// </summary>
    public static FineTuneOptions LinearProbe { get; } = new() { FreezeEncoder = true, ProbeFirst = true };

    /// <summary>
    /// Steps of the optimizer below which epochs are added, 0 to 1,000,000: a small training set has few steps in an epoch and would be left underfitted.
    /// </summary>
    public int MinimumSteps { get; init; } = 50;

    /// <summary>Fit the linear layer on the encoder's features of the plain images before anything else is trained: a convex problem with one solution.</summary>
    public bool ProbeFirst { get; init; } = true;

    /// <summary>
    /// The L2 penalty of that fit beside the sum of the images' losses, on features scaled to a total variance of 50; 0.01 to 10,000. The default of 8 was best
    /// for 80 as for 400 chest X-rays; being set against a sum, it weighs less the more images there are.
    /// </summary>
    public double ProbePenalty { get; init; } = 8;

    /// <summary>
    /// Let that fit learn how the labels go together, so that rare ones borrow from common ones (Zhang and Yeung 2010, arXiv 1203.3536); true by default, no
    /// effect on one label. It raised the probe's macro AUROC by 0.01 to 0.015 on chest X-rays, for 40 labelled images as for 400.
    /// </summary>
    public bool ProbeRelations { get; init; } = true;

    /// <summary>
    /// The share of the weights before end-to-end training, i.e. the given encoder's and the fitted linear layer's, in the weights of the model, 0 to 1: "WiSE-FT"
    /// (Wortsman et al. 2021, arXiv 2109.01903). 0 is plain fine-tuning; the default of 0.5 was better than 0, 0.25 and 0.75 on chest X-rays, and the fewer the
    /// labels the more. Without <see cref="ProbeFirst"/> there is no such start and this has no effect.
    /// </summary>
    public double StartShare { get; init; } = 0.5;

    /// <summary>
    /// Train the linear layer only; the encoder keeps its weights and its normalisation statistics. With <see cref="ProbeFirst"/> its fit is the result (the
    /// usual linear probe), and the options of the optimizer, the augmentation and <see cref="Dropout"/> have no effect.
    /// </summary>
    public bool FreezeEncoder { get; init; }

    /// <summary>
    /// Weight each label's positives by negatives / positives of the training set, at most <see cref="MaximumPositiveWeight"/>: raises recall of rare findings,
    /// hardly changes AUROC. With classes, weight each class by images / (classes · images of the class).
    /// </summary>
    public bool BalancePositives { get; init; }

    /// <summary>The largest weight that <see cref="BalancePositives"/> gives, 1 to 1,000.</summary>
    public double MaximumPositiveWeight { get; init; } = 20;

    /// <summary>Weights of the positives, or of the classes, by name, above 0 and up to 1,000, before <see cref="BalancePositives"/>; labels not named keep theirs.</summary>
    public IReadOnlyDictionary<string, float>? PositiveWeights { get; init; }

    /// <summary>The random views that are trained on.</summary>
    public ViewAugmentationOptions Augmentation { get; init; } = ViewAugmentationOptions.Mild;

    /// <summary>Height and width, in pixels, of what the encoder is fed; null: the image's own (with a frozen encoder: the size it was trained on). Up to the image's size.</summary>
    public int? ViewSize { get; init; }

    /// <summary>The linear layer's learning rate over the encoder's, 0.01 to 1,000.</summary>
    public double HeadLearningRateMultiplier { get; init; } = 1;

    /// <summary>
    /// The learning rate of each stage of the encoder over that of the stage after it, 0.1 to 1: the last residual stage has <see cref="TrainingOptions.LearningRate"/>,
    /// the stem this to the fourth power of it. 1, the default, trains all alike; typical 0.5 to 0.9.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Stages, from the stem on, that keep their weights and normalisation statistics: 0 (none) to 5 (stem and four residual stages).</summary>
    public int FrozenStages { get; init; }

    /// <summary>
    /// ε of label smoothing (Szegedy et al. 2015, arXiv 1512.00567), 0 to 0.5: targets become (1 - ε) y + ε / 2 for several labels or two classes, (1 - ε) y +
    /// ε / K for one of K classes. Typical 0.1; 0, the default, leaves them.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// α of mixup (Zhang et al. 2017, arXiv 1710.09412), 0 to 4: images are mixed in pairs, targets with them, by a share from Beta(α, α). Typical 0.1 to 0.4; 0,
    /// the default, mixes nothing. A label that is unknown in either image is unknown in the mixture.
    /// </summary>
    public double Mixup { get; init; }

    /// <summary>
    /// Share of the patients that are not trained on but measured after every epoch, 0 to 0.5: the epoch of the best macro AUROC becomes the model, and training
    /// ends when none was better for <see cref="Patience"/> epochs. 0, the default, trains on all for all epochs; typical 0.1 to 0.2.
    /// </summary>
    public double ValidationFraction { get; init; }

    /// <summary>
    /// Data to measure in place of <see cref="ValidationFraction"/>, with the image and the label column, e.g. other patients' images through the same
    /// <c>ml.MedicalImages.Load</c>.
    /// </summary>
    [JsonIgnore]
    public IDataView? Validation { get; init; }

    /// <summary>Epochs without a better one after which training ends, where there is validation; 1 to 10,000.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>The text column that tells whose a row is, so that no patient is on both sides of a split; null: "PatientId" if there is such a column.</summary>
    public string? GroupColumnName { get; init; }

    /// <summary>Fine-tunings from the same encoder, each with a seed of its own, 1 to 64; combined as <see cref="RunCombination"/> says. Typical 3 to 5.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>How more than one of <see cref="Runs"/> become one model.</summary>
    public RunCombination RunCombination { get; init; }

    /// <summary>Share of the features that are set to 0 at random before the linear layer in training, 0 to 0.9.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Score the mean of the image's and its mirror image's features: twice the work, slightly better scores. Null: if <see cref="Augmentation"/> flips; choose
    /// false, and a FlipProbability of 0, where left and right matter.
    /// </summary>
    public bool? FlipAveraging { get; init; }

    /// <summary>The views whose features are averaged for a score; null: the image and, if <see cref="FlipAveraging"/> says so, its mirror image.</summary>
    public TestTimeAugmentation? TestTimeAugmentation { get; init; }

    /// <inheritdoc/>
    internal override void Validate()
    {
        base.Validate();
        ArgumentNullException.ThrowIfNull(Augmentation);
        Augmentation.Validate();
        OptionChecks.InRange(nameof(MinimumSteps), MinimumSteps, 0, 1_000_000);
        OptionChecks.InRange(nameof(ProbePenalty), ProbePenalty, 0.01, 10_000);
        OptionChecks.InRange(nameof(StartShare), StartShare, 0, 1);
        OptionChecks.InRange(nameof(MaximumPositiveWeight), MaximumPositiveWeight, 1, 1000);
        foreach (var (label, weight) in PositiveWeights ?? new Dictionary<string, float>())
            OptionChecks.InRange($"{nameof(PositiveWeights)} of '{label}'", weight, 0.001, 1000);
        if (ViewSize is { } size)
            OptionChecks.InRange(nameof(ViewSize), size, 16, 4096);
        OptionChecks.InRange(nameof(HeadLearningRateMultiplier), HeadLearningRateMultiplier, 0.01, 1000);
        OptionChecks.InRange(nameof(Dropout), Dropout, 0, 0.9);
        OptionChecks.InRange(nameof(LayerDecay), LayerDecay, 0.1, 1);
        OptionChecks.InRange(nameof(FrozenStages), FrozenStages, 0, EncoderStages.Count);
        OptionChecks.InRange(nameof(LabelSmoothing), LabelSmoothing, 0, 0.5);
        OptionChecks.InRange(nameof(Mixup), Mixup, 0, 4);
        OptionChecks.InRange(nameof(ValidationFraction), ValidationFraction, 0, 0.5);
        OptionChecks.InRange(nameof(Patience), Patience, 1, 10_000);
        OptionChecks.InRange(nameof(Runs), Runs, 1, 64);
        OptionChecks.Defined(nameof(RunCombination), RunCombination);
        if (TestTimeAugmentation is { } views)
            OptionChecks.Defined(nameof(TestTimeAugmentation), views);
        if (FreezeEncoder && Mixup > 0)
            throw new ArgumentException($"{nameof(Mixup)} is {Mixup} with {nameof(FreezeEncoder)}; a frozen encoder's features are not mixed: set it to 0.");
        if (FreezeEncoder && ProbeFirst && Runs > 1)
            throw new ArgumentException($"{nameof(Runs)} is {Runs} with {nameof(FreezeEncoder)} and {nameof(ProbeFirst)}, whose fit has one solution: set it to 1.");
    }
}
