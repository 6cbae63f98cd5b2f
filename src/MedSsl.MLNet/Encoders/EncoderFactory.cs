using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Builds the network of a specification.</summary>
internal static class EncoderFactory
{
    /// <summary>A network in training mode with weights drawn from <paramref name="initialisation"/> and from nowhere else.</summary>
    /// <param name="spec">What to build.</param>
    /// <param name="channels">Channels of the images: 1 or 3.</param>
    /// <param name="initialisation">Seeded by the caller; null leaves the weights for the caller to fill.</param>
    /// <returns>[N, channels, H, W] in [0, 1] to [N, <see cref="EncoderSpec.FeatureSize"/>].</returns>
    internal static nn.Module<Tensor, Tensor> Create(EncoderSpec spec, int channels, Generator? initialisation)
    {
        spec.Validate();
        OptionChecks.InRange(nameof(channels), channels, 1, 4096);
        if (spec.ColourMean is not null && channels is not (1 or 3))
            throw new ArgumentException($"The encoder normalises by colour, but the images have {channels} channels; it takes images of 1 or 3.");
        return new ResNet(spec, channels, initialisation);
    }
}
