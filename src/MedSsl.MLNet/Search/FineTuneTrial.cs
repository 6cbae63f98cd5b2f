using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>What a search measured with one learning rate and one weight decay.</summary>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="WeightDecay">The weight decay.</param>
/// <param name="Folds">The macro AUROC on each fold's patients; NaN where the training diverged.</param>
/// <param name="Seconds">Time trained.</param>
public sealed record FineTuneTrial(double LearningRate, double WeightDecay, IReadOnlyList<double> Folds, double Seconds)
{
    /// <summary>The mean over the folds; NaN where one diverged.</summary>
    public double MacroAuroc => Folds.Average();

    /// <summary>One line, for logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"learning rate {LearningRate:g3}, weight decay {WeightDecay:g3}: macro AUROC {MacroAuroc:0.000} ({Seconds:0} s)");
}
