namespace MedSsl.MLNet;

/// <summary>What a finished training run was.</summary>
/// <param name="Steps">Optimizer steps.</param>
/// <param name="EpochLosses">The mean loss of each epoch.</param>
/// <param name="Images">Images trained on, over all epochs.</param>
/// <param name="Elapsed">Time from the first step to the end of the last.</param>
internal sealed record TrainingSummary(long Steps, IReadOnlyList<double> EpochLosses, long Images, TimeSpan Elapsed)
{
    internal double ImagesPerSecond => Images / Math.Max(Elapsed.TotalSeconds, 1e-9);
}
