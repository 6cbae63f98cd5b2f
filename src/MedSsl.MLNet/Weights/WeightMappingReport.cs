namespace MedSsl.MLNet;

/// <summary>What became of one tensor of a weight file, or of one weight of the network.</summary>
public enum WeightStatus
{
    /// <summary>The file has it in the right shape: it is taken over.</summary>
    Matched,

    /// <summary>The file has it, and it is known to be no part of an encoder: a classifier, a projection head, a momentum copy, a counter.</summary>
    LeftOut,

    /// <summary>The file has it, and the network has nothing of that name.</summary>
    Unmatched,

    /// <summary>The network has it, and the file does not.</summary>
    Missing,

    /// <summary>Both have it, in different shapes.</summary>
    Misshaped,
}

/// <summary>One row of a <see cref="WeightMappingReport"/>.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="FileName">The tensor's name in the file; null where it is missing.</param>
/// <param name="FileShape">Its shape in the file; null where it is missing.</param>
/// <param name="NetworkName">The weight's name in the network, which is torchvision's; null where the network has none.</param>
/// <param name="NetworkShape">The shape that the network needs; null where the network has none.</param>
public sealed record WeightMapping(
    WeightStatus Status, string? FileName, IReadOnlyList<long>? FileShape, string? NetworkName, IReadOnlyList<long>? NetworkShape)
{
    /// <summary>On one line.</summary>
    public override string ToString() => Status switch
    {
        WeightStatus.Missing => $"{NetworkName} {StoredTensor.Text(NetworkShape!)}",
        WeightStatus.Misshaped => $"{FileName} is {StoredTensor.Text(FileShape!)} in the file, {StoredTensor.Text(NetworkShape!)} in the network",
        _ => $"{FileName} {StoredTensor.Text(FileShape!)}",
    };
}

/// <summary>How a weight file's tensors and an encoder's weights were matched: every tensor of either is a row.</summary>
public sealed record WeightMappingReport
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The kind of file, e.g. "safetensors".</summary>
    public required string Format { get; init; }

    /// <summary>Whose naming it is, e.g. "MoCo v1 and v2", and in brackets where that naming is written down.</summary>
    public required string Layout { get; init; }

    /// <summary>What was taken off the names, e.g. "module.encoder_q.".</summary>
    public required string Prefix { get; init; }

    /// <summary>The network that the tensors' names and shapes are of.</summary>
    public required EncoderSpec Spec { get; init; }

    /// <summary>Channels of the images that the encoder takes: 1 or 3.</summary>
    public required int Channels { get; init; }

    /// <summary>Every tensor of the file, in its order, then the weights that it lacks.</summary>
    public required IReadOnlyList<WeightMapping> Rows { get; init; }

    /// <summary>What else one should know, e.g. which normalisation was assumed.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The rows of one status.</summary>
    public IEnumerable<WeightMapping> Of(WeightStatus status) => Rows.Where(row => row.Status == status);

    /// <summary>Whether the file has every weight in the right shape.</summary>
    public bool IsComplete => !Rows.Any(row => row.Status is WeightStatus.Missing or WeightStatus.Misshaped);
}
