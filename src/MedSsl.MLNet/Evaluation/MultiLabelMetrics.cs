using Microsoft.Data.Analysis;

namespace MedSsl.MLNet;

/// <summary>How well a multi-label model tells its labels apart: each label's metrics and their macro means, with patient-bootstrap intervals.</summary>
public sealed class MultiLabelMetrics
{
    internal MultiLabelMetrics(IReadOnlyList<LabelMetrics> perLabel)
    {
        PerLabel = perLabel;
        UndefinedLabels = [.. perLabel.Where(label => !label.IsDefined).Select(label => label.Name)];
        MacroAreaUnderRocCurve = Mean(label => label.AreaUnderRocCurve);
        MacroAreaUnderPrecisionRecallCurve = Mean(label => label.AveragePrecision);
    }

    /// <summary>One entry a label, in the order of the label column.</summary>
    public IReadOnlyList<LabelMetrics> PerLabel { get; }

    /// <summary>Labels that have one class only among the scored rows; the means leave them out.</summary>
    public IReadOnlyList<string> UndefinedLabels { get; }

    /// <summary>The mean of the defined labels' areas under the ROC curve; NaN if no label is defined.</summary>
    public double MacroAreaUnderRocCurve { get; }

    /// <summary>The interval of <see cref="MacroAreaUnderRocCurve"/>; null if not asked for or no label is defined.</summary>
    public ConfidenceInterval? MacroAreaUnderRocCurveInterval { get; internal init; }

    /// <summary>The mean of the defined labels' average precisions; NaN if no label is defined.</summary>
    public double MacroAreaUnderPrecisionRecallCurve { get; }

    /// <summary>The interval of <see cref="MacroAreaUnderPrecisionRecallCurve"/>; null if not asked for or no label is defined.</summary>
    public ConfidenceInterval? MacroAreaUnderPrecisionRecallCurveInterval { get; internal init; }

    /// <summary>Rows that have a score.</summary>
    public int Rows { get; internal init; }

    /// <summary>Rows without a score (images that could not be read and were skipped); they count in no metric.</summary>
    public int RowsWithoutScore { get; internal init; }

    /// <summary>Patients among the scored rows, the units of the bootstrap; null if there is no patient column and rows were drawn instead.</summary>
    public int? Patients { get; internal init; }

    /// <summary>A table to print: a row for each label, then the macro mean.</summary>
    public IReadOnlyList<MetricsTableRow> ToTable() =>
    [
        .. PerLabel.Select(label => new MetricsTableRow(label.Name, label.Positives, label.Negatives,
            MetricText.WithInterval(label.AreaUnderRocCurve, label.AreaUnderRocCurveInterval),
            MetricText.WithInterval(label.AveragePrecision, label.AveragePrecisionInterval))),
        new("Macro mean", null, null, MetricText.WithInterval(MacroAreaUnderRocCurve, MacroAreaUnderRocCurveInterval),
            MetricText.WithInterval(MacroAreaUnderPrecisionRecallCurve, MacroAreaUnderPrecisionRecallCurveInterval)),
    ];

    /// <summary>
    /// The labels' metrics as a frame, a row for each label: Label, Positives, Negatives, AreaUnderRocCurve, AveragePrecision, and each area's interval as ...Low and ...High;
    /// null where undefined.
    /// </summary>
    public DataFrame ToDataFrame() => FrameConversion.OfMetrics(PerLabel);

    /// <summary>For example "macro AUROC 0.812 (0.776-0.845), macro AUPRC 0.433 (0.371-0.502) over 6 labels, 300 images, 150 patients".</summary>
    public override string ToString()
    {
        string patients = Patients is { } count ? $", {count} patients" : "";
        string undefined = UndefinedLabels.Count == 0 ? "" : $"; one class only: {string.Join(", ", UndefinedLabels)}";
        return $"macro AUROC {MetricText.WithInterval(MacroAreaUnderRocCurve, MacroAreaUnderRocCurveInterval)}, "
            + $"macro AUPRC {MetricText.WithInterval(MacroAreaUnderPrecisionRecallCurve, MacroAreaUnderPrecisionRecallCurveInterval)} "
            + $"over {PerLabel.Count - UndefinedLabels.Count} labels, {Rows} images{patients}{undefined}";
    }

    private double Mean(Func<LabelMetrics, double> metric)
    {
        var defined = PerLabel.Where(label => label.IsDefined).Select(metric).ToArray();
        return defined.Length == 0 ? double.NaN : defined.Average();
    }
}
