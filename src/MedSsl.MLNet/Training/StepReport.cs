namespace MedSsl.MLNet;

/// <summary>An optimizer step that was done.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">The step within the run, from 1.</param>
/// <param name="Steps">All steps of the run.</param>
/// <param name="Loss">The mean loss of this step's batches.</param>
/// <param name="LearningRate">The step's learning rate, before the groups' multipliers.</param>
/// <param name="GradientNorm">The norm of all gradients together before clipping; null unless an observer wants it or clipping is on.</param>
/// <param name="Images">Images of this step.</param>
/// <param name="Elapsed">Time trained so far, over all sessions of the run.</param>
internal sealed record StepReport(
    string Stage, int Epoch, long Step, long Steps, double Loss, double LearningRate, double? GradientNorm, long Images, TimeSpan Elapsed);
