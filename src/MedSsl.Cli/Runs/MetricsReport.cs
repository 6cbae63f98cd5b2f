using MedSsl.MLNet;

namespace MedSsl.Cli.Runs;

/// <summary>What <c>metrics.json</c> holds of one evaluated set.</summary>
/// <param name="MacroAuroc">Mean area under the ROC curve over the labels that have both classes.</param>
/// <param name="MacroAuprc">Mean area under the precision-recall curve over the same labels.</param>
/// <param name="Undefined">Labels with one class only, left out of the means.</param>
/// <param name="Labels">Each label's numbers.</param>
internal sealed record MetricsReport(MetricsReport.Value MacroAuroc, MetricsReport.Value MacroAuprc, IReadOnlyList<string> Undefined, IReadOnlyList<MetricsReport.Label> Labels)
{
    /// <summary>A number with its interval from resampling patients; NaN where it is undefined.</summary>
    internal sealed record Value(double Estimate, double Low, double High);

    /// <summary>One label.</summary>
    internal sealed record Label(string Name, int Positives, int Negatives, Value Auroc, Value Auprc, double? Accuracy, double? F1);

    public static MetricsReport Of(MultiLabelMetrics metrics) => new(
        Of(metrics.MacroAreaUnderRocCurve, metrics.MacroAreaUnderRocCurveInterval),
        Of(metrics.MacroAreaUnderPrecisionRecallCurve, metrics.MacroAreaUnderPrecisionRecallCurveInterval),
        metrics.UndefinedLabels,
        [.. metrics.PerLabel.Select(l => new Label(l.Name, l.Positives, l.Negatives,
            Of(l.AreaUnderRocCurve, l.AreaUnderRocCurveInterval), Of(l.AveragePrecision, l.AveragePrecisionInterval), l.Stock?.Accuracy, l.Stock?.F1Score))]);

    private static Value Of(double estimate, ConfidenceInterval? interval) => new(estimate, interval?.Lower ?? double.NaN, interval?.Upper ?? double.NaN);
}
