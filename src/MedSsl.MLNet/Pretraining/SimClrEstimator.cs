using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>Pretrains an encoder on unlabelled images with SimCLR. Created by <c>ml.SelfSupervised.SimClr</c>.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Estimator characteristics</term><description></description></listheader>
/// <item><term>Machine learning task</term><description>Self-supervised pretraining on images</description></item>
/// <item><term>Looks at the data to train?</term><description>Yes: the image column, decoded once and kept in memory, or in
/// the loading stage's cache</description></item>
/// <item><term>Input column</term><description>Vector&lt;Single, C, H, W&gt;, pixels in [0, 1]</description></item>
/// <item><term>Output column</term><description>Vector&lt;Single, FeatureSize&gt;, and the encoder as an annotation for the next
/// stage</description></item>
/// <item><term>Required NuGet in addition to Microsoft.ML</term><description>TorchSharp-cpu, or TorchSharp-cuda-linux or
/// -windows</description></item>
/// <item><term>Exportable to ONNX</term><description>Yes: the encoder, by <c>SaveOnnx</c></description></item>
/// </list>
/// <para>
/// Chen et al. (2020), "A Simple Framework for Contrastive Learning of Visual Representations", arXiv 2002.05709: two random views of every image,
/// one encoder and one projection head, and NT-Xent, which draws the two together and apart from all other views of the batch.
/// <see cref="SimClrOptions"/> states the departures.
/// </para>
/// </remarks>
public sealed class SimClrEstimator : IEstimator<EncoderTransformer>
{
    private const string Stage = "SimCLR";
    private readonly MLContext _ml;
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly SimClrOptions _options;

    internal SimClrEstimator(MLContext ml, string outputColumnName, string inputColumnName, SimClrOptions options)
    {
        PretrainingInput.CheckNames(outputColumnName, inputColumnName);
        options.Validate();
        (_ml, _outputColumnName, _inputColumnName, _options) = (ml, outputColumnName, inputColumnName, options);
        _host = ((IHostEnvironment)ml).Register(nameof(SimClrEstimator));
    }

    /// <summary>Trains on every row that has an image.</summary>
    /// <param name="input">Data with the image column; where it also has the output column of an earlier stage, the training continues from that
    /// encoder.</param>
    /// <returns>The transformer that turns images into features.</returns>
    /// <exception cref="ArgumentException">The image column is missing or no image; the batch or the view size does not fit the images; another
    /// encoder is asked for.</exception>
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
        var images = TrainingImages.Read(_ml, input, _inputColumnName, null, PretrainingInput.LabelColumn(input, _options), _options.CancellationToken);
        if (images.Count < _options.BatchSize)
        {
            throw new ArgumentException($"{Stage}: {nameof(SimClrOptions.BatchSize)} is {_options.BatchSize}, but there are only " +
                $"{images.Count} images. Lower it to {images.Count} or less, or add images.");
        }
        ulong seed = Seeds.Resolve(_options, Stage, _host);
        var warn = Warnings.To(channel);
        var training = new ContrastiveTraining(Stage, _options, images, seed)
        {
            Warn = warn,
            Device = device,
            Labelled = LabelledPart.Read(_ml, input, _inputColumnName, image, _options, seed, warn),
        };
        var (encoder, summary) = training.Run(start, _inputColumnName, new SimClrSampler(images.Count, _options.BatchSize, seed));
        channel.Info(MessageSensitivity.None, "{0}: {1} images, {2} steps, {3:F1} images/s, loss {4:F4} in the last epoch.",
            Stage, images.Count, summary.Steps, summary.ImagesPerSecond, summary.EpochLosses[^1]);
        return new EncoderTransformer(_ml, _outputColumnName, encoder, image);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShapes.RequireImage(inputSchema, _inputColumnName);
        if (_options.LabelColumnName is { } labels)
            SchemaShapes.RequireLabels(inputSchema, labels);
        return SchemaShapes.With(_ml, inputSchema, new ShapeColumn(_outputColumnName, ShapeItem.Single, Encoder: true));
    }
}
