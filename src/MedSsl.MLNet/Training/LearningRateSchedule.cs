namespace MedSsl.MLNet;

/// <summary>
/// Linear warm-up, then half a cosine to 0: Loshchilov and Hutter (2016), "SGDR", arXiv 1608.03983, without restarts, as SimCLR and MICLe train.
/// </summary>
internal static class LearningRateSchedule
{
    /// <summary>The factor, 0 to 1, by which a step multiplies the learning rate.</summary>
    /// <param name="step">The step, from 0 to <paramref name="steps"/> − 1.</param>
    /// <param name="steps">All steps of the run.</param>
    /// <param name="warmupSteps">
    /// Steps of the warm-up: step s among them has the factor (s + 1) / warmupSteps. (SimCLR's code has s / warmupSteps, whose first step changes
    /// nothing.)
    /// </param>
    internal static double Factor(long step, long steps, long warmupSteps) => step < warmupSteps
        ? (step + 1.0) / warmupSteps
        : 0.5 * (1 + Math.Cos(Math.PI * (step - warmupSteps) / Math.Max(1, steps - warmupSteps)));
}
