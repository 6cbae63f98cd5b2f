namespace MedSsl.MLNet;

/// <summary>What SimCLR and MICLe have in common: two views of everything, an encoder, a projection head and NT-Xent.</summary>
public abstract record ContrastiveOptions : TrainingOptions
{
    /// <summary>
    /// The encoder to start from random weights: <c>Encoders.ResNet18()</c> if nothing is given. Where the input's output column already carries an
    /// encoder, the training continues from that one, and this must be null or equal to it.
    /// </summary>
    public EncoderSpec? Encoder { get; init; }

    /// <summary>NT-Xent's temperature τ: 0.1 by default, as in SimCLR and MICLe; 0.01 to 10, normally 0.05 to 0.5.</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>Units of the projection head's hidden layers; null for as many as the encoder has features, as in SimCLR.</summary>
    public int? ProjectionHidden { get; init; }

    /// <summary>The length of the projections that the loss compares: 128 by default, as in SimCLR.</summary>
    public int ProjectionSize { get; init; } = 128;

    /// <summary>
    /// Layers of the projection head: 2 by default, as in SimCLR; 3 in SimCLRv2; 1 (linear) to 8. All but the last are followed by batch normalisation
    /// and a ReLU.
    /// </summary>
    public int ProjectionLayers { get; init; } = 2;

    /// <summary>
    /// Layers of the projection head that stay with the encoder and are fine-tuned with it; 0 by default, and less than <see cref="ProjectionLayers"/>.
    /// SimCLRv2 (arXiv 2006.10029) has 3 layers and keeps 1. A stage that continues from such an encoder takes its layers for the first of its own head.
    /// </summary>
    public int KeepHeadLayers { get; init; }

    /// <summary>
    /// True adds a batch normalisation (without bias) behind the projection head's last layer, as SimCLR's, SimCLRv2's and REMEDIS's code has, though
    /// SimCLR's paper does not mention it. False by default.
    /// </summary>
    public bool NormaliseProjections { get; init; }

    /// <summary>
    /// Pairs that go through the encoder at a time; null (the default) for the whole batch, else normally 16 to 256. The loss is that of the whole batch
    /// with its exact gradient (GradCache: Gao et al. 2021, arXiv 2101.06983), in the memory of this many pairs and for about a third more
    /// time. Batch normalisation in the encoder normalises each part by itself.
    /// </summary>
    public int? MicroBatchSize { get; init; }

    /// <summary>
    /// The side, in pixels, of the square views that the encoder sees; null for the images' own height and width. At most the images' size.
    /// </summary>
    public int? ViewSize { get; init; }

    /// <summary>How views are made; <see cref="ViewAugmentationOptions.ChestXray"/> by default.</summary>
    public ViewAugmentationOptions Augmentation { get; init; } = ViewAugmentationOptions.ChestXray;

    /// <summary>
    /// The label column, Vector&lt;Single, K&gt; of 1, 0 and NaN = unknown, of which rows with known labels add a supervised term to the loss; null (the
    /// default) for none. Give it training labels only: those of patients on whom the model will be evaluated must be NaN.
    /// </summary>
    /// <remarks>
    /// The hybrid regime of Ghesu et al. (2022), arXiv 2201.01283, who do not publish their weighting. Ours: contrastive loss +
    /// <see cref="SupervisedWeight"/> × the mean binary cross-entropy over the known labels of the batch, from one linear layer on the encoder's features
    /// of both views, which is thrown away afterwards like the projection head.
    /// </remarks>
    public string? LabelColumnName { get; init; }

    /// <summary>What the supervised term counts beside the contrastive one, above 0 up to 1,000; 1 by default, normally 0.1 to 10. Without labels it is not read.</summary>
    public double SupervisedWeight { get; init; } = 1;

    internal override void Validate()
    {
        base.Validate();
        Encoder?.Validate();
        OptionChecks.InRange(nameof(BatchSize), BatchSize, 2, 1_000_000);
        OptionChecks.InRange(nameof(Temperature), Temperature, 0.01, 10);
        if (ProjectionHidden is { } hidden)
            OptionChecks.InRange(nameof(ProjectionHidden), hidden, 1, 65536);
        OptionChecks.InRange(nameof(ProjectionSize), ProjectionSize, 2, 65536);
        if (LabelColumnName is { Length: 0 })
            throw new ArgumentException($"{nameof(LabelColumnName)} is empty; name the label column, or give null for no supervised term.");
        OptionChecks.InRange(nameof(SupervisedWeight), SupervisedWeight, 1e-6, 1000);
        OptionChecks.InRange(nameof(ProjectionLayers), ProjectionLayers, 1, 8);
        OptionChecks.InRange(nameof(KeepHeadLayers), KeepHeadLayers, 0, ProjectionLayers - 1);
        if (MicroBatchSize is { } micro)
            OptionChecks.InRange(nameof(MicroBatchSize), micro, 1, 1_000_000);
        if (ViewSize is { } size)
            OptionChecks.InRange(nameof(ViewSize), size, 8, 65536);
        if (Augmentation is null)
            throw new ArgumentException($"{nameof(Augmentation)} is null; for plain views use ViewAugmentationOptions.None.");
        Augmentation.Validate();
    }
}
