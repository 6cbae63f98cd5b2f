using System.Collections.ObjectModel;

namespace MedSsl.MLNet;

/// <summary>How a training stage goes, as <see cref="TrainingOptions.Progress"/> is told.</summary>
/// <param name="Stage">The stage: "SimCLR", "MICLe", "Fine-tuning".</param>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">All epochs of the stage.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Steps">Optimizer steps of the whole stage.</param>
/// <param name="Loss">The mean loss of the epoch so far.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="ImagesPerSecond">Images (not views) trained on per second, over the stage so far.</param>
/// <param name="Elapsed">Time since the stage's first step began.</param>
/// <param name="Remaining">An estimate of the time left in this stage.</param>
public sealed record TrainingProgress(
    string Stage,
    int Epoch,
    int Epochs,
    long Step,
    long Steps,
    double Loss,
    double LearningRate,
    double ImagesPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining)
{
    /// <summary>What the watcher should know beside the numbers, e.g. that a checkpoint could not be written; normally null.</summary>
    public string? Message { get; init; }

    /// <summary>The newest numbers of <see cref="TrainingOptions.Monitors"/> by name, e.g. "effective_rank"; empty without.</summary>
    public IReadOnlyDictionary<string, double> Monitors { get; init; } = ReadOnlyDictionary<string, double>.Empty;
}
