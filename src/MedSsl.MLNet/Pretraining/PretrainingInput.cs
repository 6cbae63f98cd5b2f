using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>What a pretraining stage finds in its input, checked: the encoder of the stage before, and the images.</summary>
internal static class PretrainingInput
{
    /// <exception cref="ArgumentException">A name is empty, or the output would hide the images.</exception>
    internal static void CheckNames(string outputColumnName, string inputColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        if (outputColumnName == inputColumnName)
        {
            throw new ArgumentException(
                $"The output column is '{outputColumnName}', as the image column; later stages read the images, so give the features another name.");
        }
    }

    /// <summary>The shape of the image column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it is no image column.</exception>
    internal static ImageShape Image(string stage, IDataView input, string imageColumnName) =>
        input.Schema.GetColumnOrNull(imageColumnName) is { } column ? ImageShape.Of(column) : throw new ArgumentException(
            $"{stage}: there is no column '{imageColumnName}'; the data have {string.Join(", ", input.Schema.Select(c => $"'{c.Name}'"))}.");

    /// <summary>The encoder that the output column of the stage before carries, or null; it must fit the options and the images.</summary>
    /// <exception cref="ArgumentException">The options ask for another encoder, or the images have other channels.</exception>
    internal static TrainedEncoder? Start(string stage, IDataView input, string outputColumnName, ImageShape image, ContrastiveOptions options)
    {
        var start = EncoderAnnotation.Find(input.Schema, outputColumnName);
        if (start is null)
            return null;
        if (options.Encoder is { } wanted && wanted.Body != start.Spec.Body)
        {
            throw new ArgumentException($"{stage}: {nameof(ContrastiveOptions.Encoder)} is {wanted}, but column '{outputColumnName}' already carries " +
                $"{start.Spec}, from which this stage continues. Leave {nameof(ContrastiveOptions.Encoder)} null, or name another output column.");
        }
        if (start.Channels != image.Channels)
        {
            throw new ArgumentException(
                $"{stage}: the images have {image.Channels} channels, the encoder of column '{outputColumnName}' was trained on {start.Channels}.");
        }
        CheckHead(stage, start.Spec, outputColumnName, options);
        return start;
    }

    /// <summary>The label column of the supervised term, its values checked before any image is decoded; null if there is none.</summary>
    /// <exception cref="ArgumentException">It is absent, no vector of Single, or has a value other than 0, 1 and NaN.</exception>
    internal static string? LabelColumn(IDataView input, ContrastiveOptions options)
    {
        if (options.LabelColumnName is { } name)
            _ = LabelStatistics.Read(input, MLNet.LabelColumn.Find(input.Schema, name));
        return options.LabelColumnName;
    }

    /// <exception cref="ArgumentException">The encoder brings layers of a projection head that do not fit the options.</exception>
    private static void CheckHead(string stage, EncoderSpec spec, string column, ContrastiveOptions options)
    {
        if (spec.HeadLayers >= options.ProjectionLayers)
        {
            throw new ArgumentException($"{stage}: {nameof(ContrastiveOptions.ProjectionLayers)} is {options.ProjectionLayers}; the encoder of column " +
                $"'{column}' brings {spec.HeadLayers} layers of a projection head, so that it must be {spec.HeadLayers + 1} or more.");
        }
        if (spec.HeadLayers > 0 && options.ProjectionHidden is { } hidden && hidden != spec.HeadWidth)
        {
            throw new ArgumentException($"{stage}: {nameof(ContrastiveOptions.ProjectionHidden)} is {hidden}; the encoder of column '{column}' brings " +
                $"layers of {spec.HeadWidth} units. Leave it null.");
        }
    }

    /// <exception cref="ArgumentException">The views would be larger than the images.</exception>
    internal static void CheckViewSize(string stage, ImageShape image, ContrastiveOptions options)
    {
        if (options.ViewSize is { } size && (size > image.Height || size > image.Width))
        {
            throw new ArgumentException($"{stage}: {nameof(ContrastiveOptions.ViewSize)} is {size}; it must be at most the images' " +
                $"{image.Height} × {image.Width} pixels. Load larger images, or lower it.");
        }
    }
}
