using System.Collections.ObjectModel;

namespace MedSsl.MLNet;

/// <summary>
/// Follows a training run. Both calls come without gradients and in a dispose scope of their own. One that has a state of its own also is an
/// <see cref="IResumable"/>, so that a resumed run goes on with it. It must not draw from a global random generator.
/// </summary>
internal interface ITrainingObserver
{
    /// <summary>True where <see cref="StepReport.GradientNorm"/> is wanted: it costs a pass over all gradients.</summary>
    bool WantsGradientNorm => false;

    /// <summary>True ends the training after the current epoch, e.g. early stopping.</summary>
    bool WantsToStop => false;

    /// <summary>The newest of its numbers, by name, for <see cref="TrainingProgress.Monitors"/>.</summary>
    IReadOnlyDictionary<string, double> Numbers => ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Something to warn of, asked for after each of the calls below, or null.</summary>
    string? TakeWarning() => null;

    /// <summary>An optimizer step was done.</summary>
    void Stepped(StepReport step);

    /// <summary>An epoch was done. The model may be put in evaluation mode and need not be put back; its weights must be left as they are.</summary>
    void EpochEnded(EpochReport epoch);
}
