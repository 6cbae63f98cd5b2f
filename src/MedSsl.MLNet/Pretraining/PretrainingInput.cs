using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>What a pretraining stage finds in its input, checked: the encoder of the stage before, and the images.</summary>
internal static class PretrainingInput
{
    /// <summary>The encoder that the output column of the stage before carries, or null; it must fit the options and the images.</summary>
    /// <exception cref="ArgumentException">The options ask for another encoder, or the images have other channels.</exception>
    internal static TrainedEncoder? Start(string stage, IDataView input, string outputColumnName, ImageShape image, ContrastiveOptions options)
    {
        var start = EncoderAnnotation.Find(input.Schema, outputColumnName);
        if (start is null)
            return null;
        if (options.Encoder is { } wanted && wanted != start.Spec)
        {
            throw new ArgumentException($"{stage}: {nameof(ContrastiveOptions.Encoder)} is {wanted}, but column '{outputColumnName}' already carries {start.Spec}, " +
                $"from which this stage continues. Leave {nameof(ContrastiveOptions.Encoder)} null, or name another output column.");
        }
        if (start.Channels != image.Channels)
            throw new ArgumentException($"{stage}: the images have {image.Channels} channels, the encoder of column '{outputColumnName}' was trained on {start.Channels}.");
        return start;
    }

    /// <exception cref="ArgumentException">The views would be larger than the images.</exception>
    internal static void CheckViewSize(string stage, ImageShape image, ContrastiveOptions options)
    {
        if (options.ViewSize is { } size && (size > image.Height || size > image.Width))
        {
            throw new ArgumentException($"{stage}: {nameof(ContrastiveOptions.ViewSize)} is {size}; it must be at most the images' {image.Height} × {image.Width} pixels. " +
                "Load larger images, or lower it.");
        }
    }

    /// <summary>Reads the images once.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    internal static TrainingImages Read(string stage, MLContext ml, IChannel channel, IDataView input, string imageColumnName, string? bagColumnName, ContrastiveOptions options)
    {
        var images = TrainingImages.Read(ml, input, imageColumnName, bagColumnName, cancellation: options.CancellationToken);
        if (images.SkippedRows > 0)
            channel.Warning(MessageSensitivity.None, "{0}: {1} images could not be read and are left out of the training.", stage, images.SkippedRows);
        return images.Count > 0
            ? images
            : throw new InvalidOperationException($"{stage}: the training set has no readable image in column '{imageColumnName}'.");
    }
}
