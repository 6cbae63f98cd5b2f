using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Several findings an image: fine-tuning and evaluation. Reached as <c>ml.MultiLabelClassification</c>.</summary>
/// <remarks>
/// <code>
/// var pipeline = ml.MedicalImages.Load("Image", "ImagePath", size: 224)
///     .Append(ml.SelfSupervised.SimClr("Features", "Image"))
///     .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features"));
/// var model = pipeline.Fit(train);
/// var metrics = ml.MultiLabelClassification.Evaluate(model.Transform(test), "Labels");
/// Console.WriteLine(metrics); // macro AUROC 0.812 (0.776-0.845), macro AUPRC ...
/// </code>
/// </remarks>
public sealed class MultiLabelClassificationCatalog
{
    private readonly MLContext _ml;

    internal MultiLabelClassificationCatalog(MLContext ml)
    {
        ArgumentNullException.ThrowIfNull(ml);
        _ml = ml;
        Trainers = new(ml);
    }

    /// <summary>The trainers.</summary>
    public MultiLabelTrainers Trainers { get; }

    /// <summary>
    /// Evaluates scores against labels, label by label: ML.NET's binary metrics, area under the ROC curve and average precision, their macro means,
    /// and intervals by a bootstrap that draws patients. A label with one class only is reported as undefined and left out of the means.
    /// </summary>
    /// <param name="data">Scored rows, normally <c>model.Transform(test)</c>.</param>
    /// <param name="labelColumnName">Vector of Single: 1, 0 or NaN = unknown (left out, label by label).</param>
    /// <param name="scoreColumnName">Vector of Single of the same length: logits, so that 0 is the threshold. Rows of NaN (skipped images) are left out and counted.</param>
    /// <param name="groupColumnName">
    /// Who a row belongs to, text, key or number; the bootstrap draws whole groups. Null: "PatientId" if there is such a column, else single rows are drawn.
    /// </param>
    /// <param name="options">Bootstrap samples (1,000), level (0.95) and seed.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, a label is none of 0, 1, NaN, no row has a score, or an option is out of range.</exception>
    public MultiLabelMetrics Evaluate(IDataView data, string labelColumnName = "Labels", string scoreColumnName = "Score", string? groupColumnName = null, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        options ??= new();
        options.Validate();
        if (data.Schema.GetColumnOrNull(groupColumnName ?? "PatientId") is { } group && GroupColumn.IsCutIntoRanges(group.Type))
        {
            Warnings.Write(_ml, nameof(Evaluate), $"Patient column '{group.Name}' is {group.Type}: if ML.NET's TrainTestSplit made this test set by it, it holds the lowest values and "
                + "no random choice. ml.MedicalImages.Split draws at random, and CheckSplit tells.");
        }
        return MultiLabelEvaluator.Evaluate(_ml, ScoredRows.Read(data, labelColumnName, scoreColumnName, groupColumnName), options);
    }
}
