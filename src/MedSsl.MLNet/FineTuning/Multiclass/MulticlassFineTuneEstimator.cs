using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>
/// Fine-tunes a pretrained encoder with a linear layer on top for one of several classes an image. Created by
/// <c>ml.MedicalClassification.Multiclass.FineTune</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Estimator characteristics</term><description></description></listheader>
/// <item><term>Machine learning task</term><description>Multiclass classification of images</description></item>
/// <item><term>Looks at the data to train?</term><description>Yes: image and label columns, decoded once and kept in memory, or in the loading stage's cache</description></item>
/// <item><term>Input columns</term><description>Label: key, as <c>ml.Transforms.Conversion.MapValueToKey</c> makes it; the missing key = unknown. Features: a column that carries an encoder; it leads to the image column, Vector&lt;Single, C, H, W&gt;</description></item>
/// <item><term>Output columns</term><description>Score: vector of Single, the probability of each class, with slot names. PredictedLabel: key with key values</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>TorchSharp-cpu, or TorchSharp-cuda-linux or -windows</description></item>
/// <item><term>Exportable to ONNX</term><description>No</description></item>
/// </list>
/// </remarks>
public sealed class MulticlassFineTuneEstimator : IEstimator<MulticlassTransformer>
{
    private readonly MLContext _ml;
    private readonly FineTuneStage _stage;

    internal MulticlassFineTuneEstimator(MLContext ml, string labelColumnName, string featureColumnName, FineTuneOptions options)
        => (_ml, _stage) = (ml, new(ml, nameof(MulticlassFineTuneEstimator), LabelKind.Multiclass, labelColumnName, featureColumnName, options));

    /// <summary>Trains on every row that has an image and a known label.</summary>
    /// <param name="input">Data with the label column, the feature column of a pretraining stage, and that stage's image column.</param>
    /// <exception cref="ArgumentException">
    /// The feature column carries no encoder; a column is missing or of another type; only one class occurs; there is no row, or less than a batch.
    /// </exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public MulticlassTransformer Fit(IDataView input)
    {
        var (classifier, names) = _stage.Fit(input);
        return new(_ml, classifier, names);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _stage.GetOutputSchema(inputSchema, MulticlassTransformer.Shape);
}
