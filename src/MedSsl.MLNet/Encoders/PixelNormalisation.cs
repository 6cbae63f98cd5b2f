using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The first thing that an encoder does: pixels in [0, 1] to pixels of about mean 0 and deviation 1.</summary>
internal static class PixelNormalisation
{
    /// <summary>Channels that the first convolution sees: three where the specification normalises by colour, whatever the images have.</summary>
    internal static int Channels(EncoderSpec spec, int imageChannels) => spec.ColourMean is null ? imageChannels : 3;

    /// <summary>
    /// [N, C, H, W] to [N, C or 3, H, W]. Gray images become three equal channels where the specification normalises by colour, as
    /// <c>gray.repeat(3, 1, 1)</c> before torchvision's <c>Normalize</c> would make them.
    /// </summary>
    internal static Tensor Apply(EncoderSpec spec, Tensor pixels)
    {
        if (spec.ColourMean is not { } mean)
            return pixels.sub(spec.PixelMean).mul_(1 / spec.PixelStd);
        return pixels.sub(Axis(mean, pixels)).div_(Axis(spec.ColourStd!.Value, pixels));
    }

    private static Tensor Axis(ColourValues values, Tensor like) => tensor(values.ToArray(), [1, 3, 1, 1]).to(like.dtype).to(like.device);
}
