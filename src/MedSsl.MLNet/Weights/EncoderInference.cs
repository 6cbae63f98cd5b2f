using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>Tells from the names and shapes of a ResNet's weights which ResNet it is.</summary>
internal static class EncoderInference
{
    /// <summary>The specification, without normalisation, and the channels of the first convolution.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="tensors">By torchvision's names, the first convolution among them.</param>
    /// <exception cref="InvalidDataException">They are of no ResNet that this library has.</exception>
    internal static (EncoderSpec Spec, int Channels) Infer(string path, IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        var first = tensors[EncoderShapes.First].Shape;
        if (first is not [var stem, 1 or 3, 3 or 7, var kernel] || kernel != first[2] || stem is < 4 or > 512)
        {
            throw new InvalidDataException($"'{path}': {EncoderShapes.First} has shape {StoredTensor.Text(first)}; it should be [C, 1 or 3, 7, 7], or " +
                "[C, 1 or 3, 3, 3] for small images, with C from 4 to 512 (64 at width 1).");
        }
        int[] blocks = new int[4];
        bool bottleneck = false;
        foreach (string name in tensors.Keys)
        {
            if (!name.StartsWith("layer", StringComparison.Ordinal))
                continue;
            int stage = name[5] - '1', dot = name.IndexOf('.', 7);
            blocks[stage] = Math.Max(blocks[stage], int.Parse(name.AsSpan(7, dot - 7), CultureInfo.InvariantCulture) + 1);
            bottleneck |= name.EndsWith(".conv3.weight", StringComparison.Ordinal);
        }
        foreach (var architecture in Enum.GetValues<EncoderArchitecture>())
        {
            var spec = new EncoderSpec { Architecture = architecture, WidthMultiplier = stem / 64.0, SmallImageStem = kernel == 3 };
            if (spec.Blocks.AsSpan().SequenceEqual(blocks) && spec.Expansion > 1 == bottleneck)
                return (spec, (int)first[1]);
        }
        throw new InvalidDataException($"'{path}' has stages of {string.Join(", ", blocks)} {(bottleneck ? "bottleneck" : "basic")} blocks, which is no " +
            "ResNet-18, 34, 50, 101 or 152.");
    }
}
