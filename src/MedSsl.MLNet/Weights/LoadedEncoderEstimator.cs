using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>
/// An encoder that is there already, from <see cref="Encoders.Load(string, EncoderLoadOptions?)"/> or from another model, as the start of a pipeline: the
/// stages behind it continue from its weights. Created by <c>ml.SelfSupervised.Encoder</c>. It reads no data.
/// </summary>
public sealed class LoadedEncoderEstimator : IEstimator<EncoderTransformer>
{
    private const string Stage = "Encoder";
    private readonly MLContext _ml;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly TrainedEncoder _encoder;

    internal LoadedEncoderEstimator(MLContext ml, string outputColumnName, string inputColumnName, TrainedEncoder encoder)
    {
        PretrainingInput.CheckNames(outputColumnName, inputColumnName);
        ArgumentNullException.ThrowIfNull(encoder);
        (_ml, _outputColumnName, _inputColumnName, _encoder) = (ml, outputColumnName, inputColumnName, encoder);
    }

    /// <summary>Gives the encoder the image column: its images are fed as large as they are.</summary>
    /// <param name="input">Data with the image column; only its schema is looked at.</param>
    /// <returns>The transformer that turns images into features.</returns>
    /// <exception cref="ArgumentException">The image column is missing or no image, or its images have other channels than the encoder takes.</exception>
    public EncoderTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var image = PretrainingInput.Image(Stage, input, _inputColumnName);
        if (image.Channels != _encoder.Channels)
        {
            throw new ArgumentException($"{Stage}: the images of column '{_inputColumnName}' have {image.Channels} channels, the encoder takes " +
                $"{_encoder.Channels}. Load the weights for them: new {nameof(EncoderLoadOptions)} {{ {nameof(EncoderLoadOptions.Channels)} = {image.Channels} }}.");
        }
        return new EncoderTransformer(_ml, _outputColumnName,
            new TrainedEncoder(_encoder.Spec, image.Channels, image.Height, image.Width, _inputColumnName, _encoder.Weights), image);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShapes.RequireImage(inputSchema, _inputColumnName);
        return SchemaShapes.With(_ml, inputSchema, new ShapeColumn(_outputColumnName, ShapeItem.Single, Encoder: true));
    }
}
