using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Adds the pixels of image files to data; there is nothing to fit. Made by <c>ml.MedicalImages.Load</c>.</summary>
public sealed class ImageLoadingEstimator : IEstimator<ImageLoadingTransformer>
{
    private readonly MLContext _ml;
    private readonly string _outputColumnName, _inputColumnName;
    private readonly int _size;
    private readonly ImageLoadOptions _options;

    internal ImageLoadingEstimator(MLContext ml, string outputColumnName, string inputColumnName, int size, ImageLoadOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        OptionChecks.InRange(nameof(size), size, 8, 4096);
        options.Validate();
        (_ml, _outputColumnName, _inputColumnName, _size, _options) = (ml, outputColumnName, inputColumnName, size, options);
    }

    /// <summary>Makes the transformer; no image is read before its column is.</summary>
    /// <exception cref="ArgumentException">The path column is absent or no text.</exception>
    public ImageLoadingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformer = new ImageLoadingTransformer(_ml, _outputColumnName, _inputColumnName, _size, _options);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The columns after this stage.</summary>
    /// <exception cref="ArgumentException">The path column is absent or no text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShapes.RequireText(inputSchema, _inputColumnName);
        return SchemaShapes.With(_ml, inputSchema, new ShapeColumn(_outputColumnName, ShapeItem.Single));
    }
}
