namespace MedSsl.MLNet;

/// <summary>How <c>Trainers.Distill</c> teaches a network what another one says.</summary>
public sealed record DistillOptions
{
    /// <summary>τ, by which both networks' logits are divided, 0.05 to 20: above 1 the teacher's smaller probabilities count more. SimCLRv2 uses 0.1 to 1, Hinton et al. 2 to 20.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>
    /// The share of the loss that the known labels have, 0 to 1; the teacher has the rest. 0, the default, needs no labels, as SimCLRv2 distils. (SimCLRv2's
    /// equation 3 calls 1 minus this α.)
    /// </summary>
    public double LabelWeight { get; init; }

    /// <summary>
    /// The optimizer, the views and all else. No linear probe, no frozen encoder, one run and no validation: a student has no labels to measure. By default 30 epochs
    /// of AdamW at 1e-3 with views as in fine-tuning, which teacher and student see alike.
    /// </summary>
    public FineTuneOptions Training { get; init; } = new() { Epochs = 30, LearningRate = 1e-3, ProbeFirst = false };

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        OptionChecks.InRange(nameof(Temperature), Temperature, 0.05, 20);
        OptionChecks.InRange(nameof(LabelWeight), LabelWeight, 0, 1);
        ArgumentNullException.ThrowIfNull(Training);
        Training.Validate();
        Refuse(Training.ProbeFirst, nameof(Training.ProbeFirst), "false");
        Refuse(Training.FreezeEncoder, nameof(Training.FreezeEncoder), "false");
        Refuse(Training.Runs > 1, nameof(Training.Runs), "1");
        Refuse(Training.ValidationFraction > 0, nameof(Training.ValidationFraction), "0");
        Refuse(Training.Validation is not null, nameof(Training.Validation), "null");
    }

    private static void Refuse(bool given, string option, string value)
    {
        if (given)
            throw new ArgumentException($"{nameof(Training)}.{option} must be {value} for distillation.");
    }
}
