using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>The columns that a saved stage reads and makes; each has one scoring contract of its own in <see cref="Envelope"/>.</summary>
internal enum StageSignature
{
    /// <summary>Text to one vector: a path to an image.</summary>
    TextToImage,

    /// <summary>Text to a vector and a vector of 30: a path to a volume and its geometry.</summary>
    TextToVolume,

    /// <summary>A vector to one vector of known size: an image to features.</summary>
    VectorToFeatures,

    /// <summary>A vector to three vectors of known size: an image to scores, probabilities (Single) and predicted labels (Boolean).</summary>
    VectorToLabels,

    /// <summary>A vector to a vector of Single and a key: an image to the classes' probabilities and the predicted class.</summary>
    VectorToClass,

    /// <summary>A vector to three single values: an image to a score, a probability and a decision.</summary>
    VectorToDecision,
}

/// <summary>A kind of stage that can be saved.</summary>
/// <param name="Name">Its name in files; never changed.</param>
/// <param name="Signature">What it reads and makes.</param>
/// <param name="Read">Builds the stage from its payload.</param>
internal sealed record StageKind(string Name, StageSignature Signature, Func<MLContext, StagePayload, BatchedTransformer> Read);

/// <summary>Every kind of stage that can be saved: a new one is one line.</summary>
internal static class StageKinds
{
    private static readonly StageKind[] All =
    [
        new(ImageLoadingTransformer.StageName, StageSignature.TextToImage, ImageLoadingTransformer.FromPayload),
        new(VolumeLoadingTransformer.StageName, StageSignature.TextToImage, VolumeLoadingTransformer.FromPayload),
        new(VolumeLoadingTransformer.StageWithGeometryName, StageSignature.TextToVolume, VolumeLoadingTransformer.FromPayload),
        new(EncoderTransformer.StageName, StageSignature.VectorToFeatures, EncoderTransformer.FromPayload),
        new(MultiLabelTransformer.FirstStageKind, StageSignature.VectorToLabels, MultiLabelTransformer.FromFirstPayload),
        new(MulticlassTransformer.StageKind, StageSignature.VectorToClass, MulticlassTransformer.FromPayload),
        new(BinaryTransformer.StageKind, StageSignature.VectorToDecision, BinaryTransformer.FromPayload),
        new(MultiLabelTransformer.StageKind, StageSignature.VectorToLabels, MultiLabelTransformer.FromPayload),
    ];

    /// <exception cref="InvalidDataException">This version knows no such kind.</exception>
    internal static StageKind Of(string name) => Array.Find(All, k => k.Name == name)
        ?? throw new InvalidDataException(
            $"The model has a stage of kind '{name}', which this version of MedSsl.MLNet does not know: use the version that saved it, or a later one.");

    /// <summary>Builds the stage that a payload describes.</summary>
    /// <exception cref="InvalidDataException">The payload was altered, or its kind is unknown.</exception>
    internal static BatchedTransformer Build(MLContext ml, ReadOnlyMemory<byte> bytes, IReadOnlyDictionary<string, TrainedEncoder>? encoders = null)
    {
        var payload = StagePayload.Read(bytes, encoders);
        return Of(payload.Kind).Read(ml, payload);
    }
}
