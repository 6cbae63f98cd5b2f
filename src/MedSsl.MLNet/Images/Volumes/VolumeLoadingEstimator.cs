using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Adds the voxels of volumes to data; there is nothing to fit. Made by <c>ml.MedicalImages.LoadVolume</c>.</summary>
public sealed class VolumeLoadingEstimator : IEstimator<VolumeLoadingTransformer>
{
    private readonly MLContext _ml;
    private readonly string _outputColumnName, _inputColumnName;
    private readonly VolumeGrid _grid;
    private readonly VolumeLoadOptions _options;

    internal VolumeLoadingEstimator(MLContext ml, string outputColumnName, string inputColumnName, VolumeGrid grid, VolumeLoadOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        grid.Validate();
        options.Validate();
        if (options.GeometryColumnName == outputColumnName)
            throw new ArgumentException($"{nameof(VolumeLoadOptions.GeometryColumnName)} is '{outputColumnName}'; it must differ from the volume column's name.");
        (_ml, _outputColumnName, _inputColumnName, _grid, _options) = (ml, outputColumnName, inputColumnName, grid, options);
    }

    /// <summary>Makes the transformer; no volume is read before its column is.</summary>
    /// <exception cref="ArgumentException">The path column is absent or no text.</exception>
    public VolumeLoadingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var transformer = new VolumeLoadingTransformer(_ml, _outputColumnName, _inputColumnName, _grid, _options);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    /// <summary>The columns after this stage.</summary>
    /// <exception cref="ArgumentException">The path column is absent or no text.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShapes.RequireText(inputSchema, _inputColumnName);
        var shape = SchemaShapes.With(_ml, inputSchema, new ShapeColumn(_outputColumnName, ShapeItem.Single));
        return _options.GeometryColumnName is { } geometry ? SchemaShapes.With(_ml, shape, new ShapeColumn(geometry, ShapeItem.Single, SlotNames: true)) : shape;
    }
}
