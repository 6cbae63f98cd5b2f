using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>
/// An encoder with random weights, for fine-tuning from scratch to compare pretraining with. Created by <c>ml.SelfSupervised.Encoder</c>. It reads no
/// data.
/// </summary>
public sealed class UntrainedEncoderEstimator : IEstimator<EncoderTransformer>
{
    private const string Stage = "Encoder";
    private readonly MLContext _ml;
    private readonly IHost _host;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly EncoderSpec _spec;
    private readonly int? _seed;

    internal UntrainedEncoderEstimator(MLContext ml, string outputColumnName, string inputColumnName, EncoderSpec spec, int? seed)
    {
        PretrainingInput.CheckNames(outputColumnName, inputColumnName);
        spec.Validate();
        (_ml, _outputColumnName, _inputColumnName, _spec, _seed) = (ml, outputColumnName, inputColumnName, spec, seed);
        _host = ((IHostEnvironment)ml).Register(nameof(UntrainedEncoderEstimator));
    }

    /// <summary>Draws the weights.</summary>
    /// <param name="input">Data with the image column; only its schema is looked at.</param>
    /// <returns>The transformer that turns images into (random) features.</returns>
    /// <exception cref="ArgumentException">The image column is missing or no image.</exception>
    public EncoderTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var image = PretrainingInput.Image(Stage, input, _inputColumnName);
        ulong seed = SampleSeed.Of(Seeds.Resolve(_seed, _host), "Encoder weights", 0, 0, 0);
        return new EncoderTransformer(_ml, _outputColumnName,
            TrainedEncoder.Untrained(_spec, image.Channels, image.Height, image.Width, _inputColumnName, seed), image);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShapes.RequireImage(inputSchema, _inputColumnName);
        return SchemaShapes.With(_ml, inputSchema, new ShapeColumn(_outputColumnName, ShapeItem.Single, Encoder: true));
    }
}
