using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>How <c>Trainers.Search</c> looks for a learning rate and a weight decay.</summary>
/// <remarks>
/// The defaults are the grid of Azizi et al. 2021 (arXiv 2101.05224): seven learning rates spaced logarithmically from 10^-3.5 to 10^-0.5 by weight decays of
/// 10^-5, 10^-4, 10^-3 and 0, with SGD and Nesterov's momentum of 0.9, chosen on patients that are not trained on. Departure: macro AUROC chooses, for
/// dermatology too.
/// </remarks>
public sealed record FineTuneSearchOptions
{
    /// <summary>Grid, the default, or random.</summary>
    public SearchMethod Method { get; init; }

    /// <summary>
    /// The learning rates of the grid, or between whose extremes a random one lies; 1 to 1,000 of them, above 0. Null: seven, spaced logarithmically, from 10^-3.5
    /// to 10^-0.5 for SGD and LARS (the paper's), from 10^-5 to 10^-2 for the Adams.
    /// </summary>
    public IReadOnlyList<double>? LearningRates { get; init; }

    /// <summary>The weight decays, 0 to 1; 1 to 1,000 of them. The paper's by default: 0, 1e-5, 1e-4, 1e-3.</summary>
    public IReadOnlyList<double> WeightDecays { get; init; } = [0, 1e-5, 1e-4, 1e-3];

    /// <summary>Draws of a random search, 1 to 10,000.</summary>
    public int Trials { get; init; } = 20;

    /// <summary>Folds of patients: 1, the default, for one split by <see cref="ValidationFraction"/>; 2 to 20 for cross-validation, as many times the work.</summary>
    public int Folds { get; init; } = 1;

    /// <summary>Share of the patients that a single split measures on, 0.05 to 0.5.</summary>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>
    /// All other options of every trial. One run each; its own validation must be off. SGD with Nesterov's momentum by default.
    /// </summary>
    public FineTuneOptions FineTune { get; init; } = new() { Optimizer = OptimizerKind.Sgd, Nesterov = true };

    /// <summary>
    /// A folder for <c>trials.jsonl</c>, one line for each fold of a trial that is done: a later search with the same data and options goes on where a killed one
    /// ended. Null, the default, for none.
    /// </summary>
    [JsonIgnore]
    public string? Folder { get; init; }

    /// <summary>Told about each trial when it is done.</summary>
    [JsonIgnore]
    public IProgress<FineTuneTrial>? Finished { get; init; }

    /// <summary>The learning rates, with the default for the optimizer.</summary>
    internal IReadOnlyList<double> Rates => LearningRates ?? LogSpaced(FineTune.Optimizer is OptimizerKind.Sgd or OptimizerKind.Lars ? -3.5 : -5);

    /// <summary>Checks every option, as the search itself does before it reads any data.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public void Validate()
    {
        OptionChecks.Defined(nameof(Method), Method);
        ArgumentNullException.ThrowIfNull(WeightDecays);
        ArgumentNullException.ThrowIfNull(FineTune);
        OptionChecks.InRange($"The number of {nameof(LearningRates)}", Rates.Count, 1, 1000);
        OptionChecks.InRange($"The number of {nameof(WeightDecays)}", WeightDecays.Count, 1, 1000);
        OptionChecks.InRange(nameof(Trials), Trials, 1, 10_000);
        OptionChecks.InRange(nameof(Folds), Folds, 1, 20);
        OptionChecks.InRange(nameof(ValidationFraction), ValidationFraction, 0.05, 0.5);
        foreach (double rate in Rates)
            OptionChecks.Positive($"One of {nameof(LearningRates)}", rate);
        foreach (double decay in WeightDecays)
            OptionChecks.InRange($"One of {nameof(WeightDecays)}", decay, 0, 1);
        if (FineTune.Runs > 1)
            throw new ArgumentException($"{nameof(FineTune)}.{nameof(FineTune.Runs)} is {FineTune.Runs}; a search makes one run of each trial: set it to 1, and again in what is fitted with the result.");
        if (FineTune.Validation is not null || FineTune.ValidationFraction > 0)
            throw new ArgumentException($"{nameof(FineTune)} has validation of its own; the search measures on its folds: leave {nameof(FineTune.Validation)} and {nameof(FineTune.ValidationFraction)} out.");
        (FineTune with { LearningRate = Rates.Min() }).Validate();
    }

    private static double[] LogSpaced(double from) => [.. Enumerable.Range(0, 7).Select(i => Math.Pow(10, from + i / 2.0))];
}
