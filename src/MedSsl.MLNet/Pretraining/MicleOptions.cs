namespace MedSsl.MLNet;

/// <summary>Which images of a patient MICLe holds together.</summary>
public enum BagPairing
{
    /// <summary>Two different images a patient and epoch, drawn at random: Azizi et al. (2021), arXiv 2101.05224.</summary>
    RandomPair,

    /// <summary>
    /// Every pair of a patient's images, each once an epoch and each in another batch: the "full graph" of Contrastive Multiview Coding (Tian et al. 2019,
    /// arXiv 1906.05849), with a patient's images for its views. A patient of M images gives M (M − 1) / 2 pairs, but never so many that the batches would
    /// be less than half full; of more than that, others are drawn every epoch.
    /// </summary>
    AllPairs,

    /// <summary>
    /// Up to <see cref="MicleOptions.ImagesPerBag"/> images a patient and epoch, each the partner of all the others: the loss is the mean over an anchor's
    /// partners outside the logarithm, L_out of Supervised Contrastive Learning (Khosla et al. 2020, arXiv 2004.11362, equation 2), with the patient
    /// for the class. With two images it is NT-Xent.
    /// </summary>
    MultiPositive,
}

/// <summary>What the two images of a pair must have in common, in one respect: their view (PA, AP, lateral …) or their examination.</summary>
public enum PairCondition
{
    /// <summary>Nothing.</summary>
    Any,

    /// <summary>Both the same; of examinations, so that both show the same state of the disease.</summary>
    Same,

    /// <summary>Two different ones.</summary>
    Different,
}

/// <summary>What MICLe does with a patient who gives no pair of two images.</summary>
public enum SingletonPolicy
{
    /// <summary>One of the patient's images makes a pair with itself, augmented differently, as in SimCLR.</summary>
    Augment,

    /// <summary>The patient is left out of the stage.</summary>
    LeaveOut,
}

/// <summary>Options of MICLe. An epoch is a pass over the patients.</summary>
/// <remarks>
/// <see cref="PairViews"/> and <see cref="PairStudies"/> follow MedAug (Vu et al. 2021, arXiv 2102.10663), whose best choice for chest X-rays was one
/// study and any view. An image whose view or study is not known (empty) meets neither Same nor Different. A patient with several images but no pair that
/// meets the conditions is treated as one with a single image: see <see cref="Singletons"/>.
/// </remarks>
public sealed record MicleOptions : ContrastiveOptions
{
    /// <summary>The defaults: 50 epochs of AdamW from the weights of the stage before, batches of 64 patients.</summary>
    public MicleOptions()
    {
        Epochs = 50;
        LearningRate = 1e-3;
    }

    /// <summary>Which images of a patient belong together; a random pair by default, as in the paper.</summary>
    public BagPairing Pairing { get; init; } = BagPairing.RandomPair;

    /// <summary>The most images of a patient in a batch with <see cref="BagPairing.MultiPositive"/>, 2 to 64; 4 by default. Others do not read it.</summary>
    public int ImagesPerBag { get; init; } = 4;

    /// <summary>What becomes of patients without a pair; <see cref="SingletonPolicy.Augment"/> by default.</summary>
    public SingletonPolicy Singletons { get; init; } = SingletonPolicy.Augment;

    /// <summary>Which views a pair may have; other than Any needs <see cref="ViewColumnName"/>.</summary>
    public PairCondition PairViews { get; init; } = PairCondition.Any;

    /// <summary>From which studies a pair may come; other than Any needs <see cref="StudyColumnName"/>.</summary>
    public PairCondition PairStudies { get; init; } = PairCondition.Any;

    /// <summary>The text column with each image's view, such as "View" of a manifest; null if it does not matter.</summary>
    public string? ViewColumnName { get; init; }

    /// <summary>The text column with each image's study, such as "StudyId" of a manifest; null if it does not matter.</summary>
    public string? StudyColumnName { get; init; }

    internal override void Validate()
    {
        base.Validate();
        OptionChecks.Defined(nameof(Pairing), Pairing);
        OptionChecks.InRange(nameof(ImagesPerBag), ImagesPerBag, 2, 64);
        OptionChecks.Defined(nameof(Singletons), Singletons);
        OptionChecks.Defined(nameof(PairViews), PairViews);
        OptionChecks.Defined(nameof(PairStudies), PairStudies);
        if (PairViews != PairCondition.Any && string.IsNullOrEmpty(ViewColumnName))
            throw new ArgumentException($"{nameof(PairViews)} is {PairViews}, which needs {nameof(ViewColumnName)}: name the text column with each image's view.");
        if (PairStudies != PairCondition.Any && string.IsNullOrEmpty(StudyColumnName))
            throw new ArgumentException($"{nameof(PairStudies)} is {PairStudies}, which needs {nameof(StudyColumnName)}: name the text column with each image's study.");
    }
}
