using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>
/// Fine-tunes a pretrained encoder with a linear layer on top for several labels an image. Created by
/// <c>ml.MultiLabelClassification.Trainers.FineTune</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Estimator characteristics</term><description></description></listheader>
/// <item><term>Machine learning task</term><description>Multi-label classification of images</description></item>
/// <item><term>Looks at the data to train?</term><description>Yes: image and label columns, decoded once and kept in memory, or in the loading stage's cache</description></item>
/// <item><term>Input columns</term><description>Labels: vector of Single (1, 0, NaN = unknown). Features: a column that carries an encoder; it leads to the image column, Vector&lt;Single, C, H, W&gt;</description></item>
/// <item><term>Output columns</term><description>Score (logits) and Probability: vectors of Single; PredictedLabels: vector of Boolean, Score above 0; all with slot names. NaN for a skipped image</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>TorchSharp-cpu, or TorchSharp-cuda-linux or -windows</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes, by <see cref="EncoderExport.SaveOnnx(MultiLabelTransformer, string, bool?)"/></description></item>
/// </list>
/// <para>
/// The last stage of Azizi et al. 2021 (arXiv 2101.05224): all weights are trained, from the encoder's. Departures: AdamW by default instead of
/// SGD with Nesterov momentum, the linear layer is fitted first, and unknown labels are masked.
/// </para>
/// </remarks>
public sealed class FineTuneEstimator : IEstimator<MultiLabelTransformer>
{
    private readonly MLContext _ml;
    private readonly FineTuneStage _stage;

    internal FineTuneEstimator(MLContext ml, string labelColumnName, string featureColumnName, FineTuneOptions options)
        => (_ml, _stage) = (ml, new(ml, nameof(FineTuneEstimator), LabelKind.MultiLabel, labelColumnName, featureColumnName, options));

    /// <summary>Trains on every row that has an image and at least one known label.</summary>
    /// <param name="input">Data with the label column, the feature column of a pretraining stage, and that stage's image column.</param>
    /// <exception cref="ArgumentException">
    /// The feature column carries no encoder; a column is missing or of another type; a label is none of 0, 1, NaN; all labels have one class only;
    /// there is no row, or less than a batch.
    /// </exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public MultiLabelTransformer Fit(IDataView input)
    {
        var (classifier, names) = _stage.Fit(input);
        return new(_ml, classifier, names);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _stage.GetOutputSchema(inputSchema, MultiLabelTransformer.Shape);
}
