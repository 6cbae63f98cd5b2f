using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>How well one label is told apart.</summary>
public sealed class LabelMetrics
{
    internal LabelMetrics(string name, int positives, int negatives)
    {
        Name = name;
        Positives = positives;
        Negatives = negatives;
    }

    /// <summary>The label, from the slot names of the label column.</summary>
    public string Name { get; }

    /// <summary>Scored rows that have the finding.</summary>
    public int Positives { get; }

    /// <summary>Scored rows that do not have it. Rows whose label is unknown are in neither count.</summary>
    public int Negatives { get; }

    /// <summary>Whether both classes occur; if not, the areas are NaN and <see cref="Stock"/> is null.</summary>
    public bool IsDefined => Positives > 0 && Negatives > 0;

    /// <summary>Area under the ROC curve: the probability that a positive outscores a negative, ties one half. NaN if undefined.</summary>
    public double AreaUnderRocCurve { get; internal init; } = double.NaN;

    /// <summary>The interval of <see cref="AreaUnderRocCurve"/> by patient bootstrap; null if undefined or not asked for.</summary>
    public ConfidenceInterval? AreaUnderRocCurveInterval { get; internal init; }

    /// <summary>Average precision with equal scores as one threshold, scikit-learn's definition; a random ranking has the share of positives. NaN if undefined.</summary>
    public double AveragePrecision { get; internal init; } = double.NaN;

    /// <summary>The interval of <see cref="AveragePrecision"/> by patient bootstrap; null if undefined or not asked for.</summary>
    public ConfidenceInterval? AveragePrecisionInterval { get; internal init; }

    /// <summary>
    /// ML.NET's own metrics of this label, from <c>ml.BinaryClassification.Evaluate</c>: accuracy, F1, precision and recall at probability 0.5,
    /// confusion matrix, log-loss. Its AUPRC interpolates between points and so differs from <see cref="AveragePrecision"/>. Null if undefined.
    /// </summary>
    public CalibratedBinaryClassificationMetrics? Stock { get; internal init; }

    /// <summary>For example "Edema: AUROC 0.871 (0.790-0.934), AP 0.412, 21 of 300 positive".</summary>
    public override string ToString() => IsDefined
        ? $"{Name}: AUROC {MetricText.WithInterval(AreaUnderRocCurve, AreaUnderRocCurveInterval)}, AP {MetricText.Of(AveragePrecision)}, {Positives} of {Positives + Negatives} positive"
        : $"{Name}: undefined, {Positives} of {Positives + Negatives} positive";
}
