namespace MedSsl.MLNet;

/// <summary>Where in a training run a batch is.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="StepInEpoch">The batch within the epoch, from 0.</param>
/// <param name="Step">The batch within the run, from 0.</param>
internal sealed record TrainingStep(int Epoch, int StepInEpoch, long Step);
