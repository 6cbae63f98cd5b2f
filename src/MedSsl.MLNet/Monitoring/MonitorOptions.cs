using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>
/// What is measured while a stage trains, how often, and where it is written. Monitoring reads only: the trained weights are the same to the bit with
/// and without it.
/// </summary>
/// <remarks>
/// Every stage reports loss, learning rate, gradient norm and images per second. SimCLR and MICLe also report on the projections of the training step
/// itself, at no further forward pass: <c>alignment</c> and <c>uniformity</c> (Wang and Isola 2020, arXiv 2005.10242), <c>positive_similarity</c> and
/// <c>negative_similarity</c> (mean cosines), <c>effective_rank</c> (RankMe, Garrido et al. 2022, arXiv 2210.02885) and <c>projection_deviation</c> (Chen and
/// He 2020, arXiv 2011.10566; 1 where the projections spread evenly, 0 where all are one); and, with labelled images, after an epoch <c>knn_auroc</c>
/// (Wu et al. 2018, arXiv 1805.01978), <c>probe_auroc</c> and <c>feature_rank</c> of the encoder's features. A collapse of the projections is warned of once.
/// </remarks>
public sealed record MonitorOptions
{
    /// <summary>
    /// The folder for the files, made where it does not exist: for each stage NAME.jsonl and tensorboard/NAME; null, the default, for none: the
    /// numbers then only go to <see cref="TrainingOptions.Progress"/>. Two stages of one kind need two folders.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// A JSON object a report and line: stage, kind ("step" or "epoch"), epoch (from 1), step, steps, values, and time, which alone holds what differs
    /// between two runs of one seed. True by default. A run that goes on from a checkpoint goes on with the file as it was then.
    /// </summary>
    public bool JsonLines { get; init; } = true;

    /// <summary>An event file that TensorBoard reads (<c>tensorboard --logdir FOLDER/tensorboard</c>). False by default.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>A report after every so many optimizer steps, and after the last; 1 or more, 10 by default.</summary>
    public int EverySteps { get; init; } = 10;

    /// <summary>The norm of all gradients together before clipping: a pass over all gradients every step. True by default.</summary>
    public bool GradientNorm { get; init; } = true;

    /// <summary>What is computed of the projections, SimCLR and MICLe only. True by default.</summary>
    public bool Projections { get; init; } = true;

    /// <summary>kNN and linear probe after every so many epochs, and after the last; 1 by default, 0 for never.</summary>
    public int ProbeEveryEpochs { get; init; } = 1;

    /// <summary>
    /// Labelled images for kNN and linear probe: the stage's image column, labels and groups; null, the default, for the stage's own input, as far as it
    /// has labels. Never give it test patients.
    /// </summary>
    public IDataView? Labelled { get; init; }

    /// <summary>
    /// The label column, Vector&lt;Single, K&gt; of 1, 0 and NaN = unknown; null for <see cref="ContrastiveOptions.LabelColumnName"/>, and without either
    /// there is no kNN and no probe. Labels that the supervised term trains on flatter both.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>
    /// The text column that tells patients apart: all images of one are either neighbours to ask (training) or held out; "PatientId" by default, null
    /// to take each image for a patient.
    /// </summary>
    public string? GroupColumnName { get; init; } = "PatientId";

    /// <summary>At most so many labelled images, of whole patients chosen by the stage's seed; 10 to 1,000,000, 2,000 by default.</summary>
    public int MaximumImages { get; init; } = 2000;

    /// <summary>The share of them that is held out, 0.05 to 0.95; 0.3 by default.</summary>
    public double HeldOutShare { get; init; } = 0.3;

    /// <summary>k of kNN: 1 to 10,000; 20 by default, 200 in the paper, whose set has 1.3 million images; 0 leaves kNN out.</summary>
    public int Neighbours { get; init; } = 20;

    /// <summary>kNN's temperature, 0.001 to 10; 0.07 by default, as in the paper.</summary>
    public double NeighbourTemperature { get; init; } = 0.07;

    /// <summary>The linear probe's L2 penalty, 1e-6 to 1e6; 10 by default, typical 1 to 30; 0 leaves the probe out.</summary>
    public double ProbePenalty { get; init; } = 10;

    internal void Validate()
    {
        string Name(string option) => $"{nameof(MonitorOptions)}.{option}";
        if (Folder is { } folder && string.IsNullOrWhiteSpace(folder))
            throw new ArgumentException($"{Name(nameof(Folder))} is empty; give the folder for the files, or null for none.");
        if (LabelColumnName is { Length: 0 })
            throw new ArgumentException($"{Name(nameof(LabelColumnName))} is empty; name the label column, or give null.");
        if (GroupColumnName is { Length: 0 })
            throw new ArgumentException($"{Name(nameof(GroupColumnName))} is empty; name the patient column, or give null.");
        OptionChecks.InRange(Name(nameof(EverySteps)), EverySteps, 1, 1_000_000_000);
        OptionChecks.InRange(Name(nameof(ProbeEveryEpochs)), ProbeEveryEpochs, 0, 1_000_000);
        OptionChecks.InRange(Name(nameof(MaximumImages)), MaximumImages, 10, 1_000_000);
        OptionChecks.InRange(Name(nameof(HeldOutShare)), HeldOutShare, 0.05, 0.95);
        OptionChecks.InRange(Name(nameof(Neighbours)), Neighbours, 0, 10_000);
        OptionChecks.InRange(Name(nameof(NeighbourTemperature)), NeighbourTemperature, 0.001, 10);
        if (ProbePenalty != 0)
            OptionChecks.InRange(Name(nameof(ProbePenalty)), ProbePenalty, 1e-6, 1e6);
    }
}
