using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Pretraining without labels. Reached as <c>ml.SelfSupervised</c>.</summary>
/// <example>
/// <code>
/// var pipeline = ml.MedicalImages.Load("Image", "ImagePath", size: 224)
///     .Append(ml.SelfSupervised.SimClr("Features", "Image", new() { Encoder = Encoders.ResNet50() }))
///     .Append(ml.SelfSupervised.Micle("Features", "Image", bagColumnName: "PatientId"));
/// </code>
/// </example>
public sealed class SelfSupervisedCatalog
{
    private readonly MLContext _ml;

    internal SelfSupervisedCatalog(MLContext ml) => _ml = ml;

    /// <summary>SimCLR: two random views of an image belong together. Chen et al. (2020), arXiv 2002.05709.</summary>
    /// <param name="outputColumnName">The features that it makes, e.g. "Features". Where the input already has them from an earlier stage, training
    /// continues from that encoder.</param>
    /// <param name="inputColumnName">The image column, Vector&lt;Single, C, H, W&gt;, e.g. "Image".</param>
    /// <param name="options">Encoder, epochs, batch, augmentation and the rest; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SimClrEstimator SimClr(string outputColumnName, string inputColumnName, SimClrOptions? options = null) =>
        new(_ml, outputColumnName, inputColumnName, options ?? new());

    /// <summary>MICLe: two images of a patient belong together. Azizi et al. (2021), arXiv 2101.05224.</summary>
    /// <param name="outputColumnName">The features that it makes, e.g. "Features". Where the input already has them from an earlier stage, training
    /// continues from that encoder.</param>
    /// <param name="inputColumnName">The image column, Vector&lt;Single, C, H, W&gt;, e.g. "Image".</param>
    /// <param name="bagColumnName">The text column that says whose image it is, e.g. "PatientId".</param>
    /// <param name="options">Epochs, batch, augmentation and the rest; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MicleEstimator Micle(string outputColumnName, string inputColumnName, string bagColumnName, MicleOptions? options = null) =>
        new(_ml, outputColumnName, inputColumnName, bagColumnName, options ?? new());

    /// <summary>What a set gives MICLe: bags, images in each, and pairs by view and study. Reads text columns only, no image.</summary>
    /// <param name="data">Data with the bag column.</param>
    /// <param name="bagColumnName">The text column that says whose image it is, e.g. "PatientId".</param>
    /// <param name="options">View and study columns, the conditions on pairs, the policy and the batch; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range; a column is missing, no text, or the bag column empty in a row.</exception>
    public BagReport DescribeBags(IDataView data, string bagColumnName, MicleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(bagColumnName);
        options ??= new();
        options.Validate();
        return BagReport.Read(data, bagColumnName, options);
    }

    /// <summary>An encoder with random weights, to fine-tune from scratch.</summary>
    /// <param name="outputColumnName">The features that it makes, e.g. "Features".</param>
    /// <param name="inputColumnName">The image column, Vector&lt;Single, C, H, W&gt;, e.g. "Image".</param>
    /// <param name="encoder">What to build; null for <c>Encoders.ResNet18()</c>.</param>
    /// <param name="seed">Where the weights are drawn from; null draws it from the <c>MLContext</c>'s own seed.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public UntrainedEncoderEstimator Encoder(string outputColumnName, string inputColumnName, EncoderSpec? encoder = null, int? seed = null) =>
        new(_ml, outputColumnName, inputColumnName, encoder ?? Encoders.ResNet18(), seed);

    /// <summary>An encoder that is there already, e.g. from <see cref="Encoders.Load(string, EncoderLoadOptions?)"/>: the stages behind it continue from
    /// its weights. Their own encoder option must be null or the same.</summary>
    /// <param name="outputColumnName">The features that it makes, e.g. "Features".</param>
    /// <param name="inputColumnName">The image column, Vector&lt;Single, C, H, W&gt;, e.g. "Image"; C must be the encoder's.</param>
    /// <param name="encoder">The encoder.</param>
    public LoadedEncoderEstimator Encoder(string outputColumnName, string inputColumnName, TrainedEncoder encoder) =>
        new(_ml, outputColumnName, inputColumnName, encoder);
}
