using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>Pretrains an encoder on unlabelled images of patients with MICLe. Created by <c>ml.SelfSupervised.Micle</c>.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Estimator characteristics</term><description></description></listheader>
/// <item><term>Machine learning task</term><description>Self-supervised pretraining on images</description></item>
/// <item><term>Looks at the data to train?</term><description>Yes: the image and the bag column, decoded once and kept in memory,
/// or in the loading stage's cache</description></item>
/// <item><term>Input columns</term><description>Vector&lt;Single, C, H, W&gt;, pixels in [0, 1]; text that names the bag, i.e. the
/// patient</description></item>
/// <item><term>Output column</term><description>Vector&lt;Single, FeatureSize&gt;, and the encoder as an annotation for the next
/// stage</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>TorchSharp-cpu, or TorchSharp-cuda-linux or
/// -windows</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes: the encoder, by <c>SaveOnnx</c></description></item>
/// </list>
/// <para>
/// Multi-Instance Contrastive Learning: Azizi et al. (2021), "Big Self-Supervised Models Advance Medical Image Classification", arXiv 2101.05224.
/// SimCLR's loss, with two different images of a patient as a pair where the patient has two or more; <see cref="BagPairing"/> has other ways to pair.
/// The paper runs it after SimCLR; so does a
/// pipeline that puts it behind <c>ml.SelfSupervised.SimClr</c> with the same output column.
/// </para>
/// </remarks>
public sealed class MicleEstimator : IEstimator<EncoderTransformer>
{
    private const string Stage = "MICLe";
    private readonly MLContext _ml;
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly string _bagColumnName;
    private readonly MicleOptions _options;

    internal MicleEstimator(MLContext ml, string outputColumnName, string inputColumnName, string bagColumnName, MicleOptions options)
    {
        PretrainingInput.CheckNames(outputColumnName, inputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(bagColumnName);
        options.Validate();
        (_ml, _outputColumnName, _inputColumnName, _bagColumnName, _options) = (ml, outputColumnName, inputColumnName, bagColumnName, options);
        _host = ((IHostEnvironment)ml).Register(nameof(MicleEstimator));
    }

    /// <summary>Trains on every row that has an image.</summary>
    /// <param name="input">Data with the image and the bag column; where it also has the output column of an earlier stage, the training continues
    /// from that encoder.</param>
    /// <returns>The transformer that turns images into features.</returns>
    /// <exception cref="ArgumentException">
    /// A column is missing or of another type; a patient has no name; there are fewer patients than a batch holds; the view size does not fit; another
    /// encoder is asked for.
    /// </exception>
    /// <exception cref="InvalidDataException">There is no readable image.</exception>
    /// <exception cref="InvalidOperationException">The training diverged, or the context's graphics card is not there.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public EncoderTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start(nameof(Fit));
        var device = TrainingDevice.Of(_ml);
        var image = PretrainingInput.Image(Stage, input, _inputColumnName);
        PretrainingInput.CheckViewSize(Stage, image, _options);
        var start = PretrainingInput.Start(Stage, input, _outputColumnName, image, _options);
        var bags = BagReport.Read(input, _bagColumnName, _options); // the text columns alone, before any image is decoded
        channel.Info(MessageSensitivity.None, "{0}: {1}", Stage, bags);
        var images = TrainingImages.Read(_ml, input, _inputColumnName, _bagColumnName, PretrainingInput.LabelColumn(input, _options),
            _options.CancellationToken, textColumns: BagReport.TextColumns(_options));
        ulong seed = Seeds.Resolve(_options, Stage, _host);
        var sampler = new BagSampler(BagReport.Columns(images, _options), _options, seed);
        BagReport.CheckBatch(Stage, sampler, _bagColumnName, _options);
        if (bags.UsablePairs == 0)
            channel.Warning(MessageSensitivity.None, "{0}: no value of column '{1}' has two images that make a pair; this is SimCLR.", Stage, _bagColumnName);
        var warn = Warnings.To(channel);
        var training = new ContrastiveTraining(Stage, _options, images, seed)
        {
            Warn = warn,
            Device = device,
            Labelled = LabelledPart.Read(_ml, input, _inputColumnName, image, _options, seed, warn),
        };
        var (encoder, summary) = training.Run(start, _inputColumnName, sampler);
        channel.Info(MessageSensitivity.None, "{0}: {1} images of {2} bags, {3} steps, {4:F1} images/s, loss {5:F4} in the last epoch.",
            Stage, images.Count, sampler.Bags, summary.Steps, summary.ImagesPerSecond, summary.EpochLosses[^1]);
        return new EncoderTransformer(_ml, _outputColumnName, encoder, image);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShapes.RequireImage(inputSchema, _inputColumnName);
        foreach (string column in (IEnumerable<string>)[_bagColumnName, .. BagReport.TextColumns(_options)])
            SchemaShapes.RequireText(inputSchema, column);
        if (_options.LabelColumnName is { } labels)
            SchemaShapes.RequireLabels(inputSchema, labels);
        return SchemaShapes.With(_ml, inputSchema, new ShapeColumn(_outputColumnName, ShapeItem.Single, Encoder: true));
    }
}
