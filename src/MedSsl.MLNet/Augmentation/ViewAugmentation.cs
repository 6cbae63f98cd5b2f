using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Random views of a batch of images, each from its own seed: equalisation, one sampling for crop, flip, rotation and elastic deformation, then batched
/// brightness, contrast, saturation, hue, grayscale and blur.
/// </summary>
/// <remarks>
/// Bilinear sampling, pixels outside the image are 0 (as torchvision's rotation fills, and as collimated X-rays are outside their field). A crop
/// with at least twice the view's pixels in a direction is sampled from the image halved by area averaging as often as fits (a mip map), which
/// costs one pooling for the batch and removes most of the aliasing. Departures from torchvision's pipeline: rotation happens inside the same
/// resampling as the crop, about the crop's centre, so that pixels are interpolated once and the corners that a rotation brings in are filled
/// from the image around the crop, and with 0 only beyond its edge; brightness, contrast, saturation and hue come in this order instead of a random one.
/// </remarks>
internal static class ViewAugmentation
{
    /// <summary>Makes one view of every image.</summary>
    /// <param name="images">[N, C, H, W], single precision, values in [0, 1]. Not changed.</param>
    /// <param name="height">The views' height in pixels.</param>
    /// <param name="width">The views' width in pixels.</param>
    /// <param name="options">What is random and how strong; already validated.</param>
    /// <param name="seeds">One per image, from <see cref="SampleSeed.Of"/>. The same seed and image give the same view in any batch.</param>
    /// <returns>[N, C, height, width], values in [0, 1].</returns>
    internal static Tensor Apply(Tensor images, int height, int width, ViewAugmentationOptions options, ReadOnlySpan<ulong> seeds)
    {
        var shape = images.shape;
        if (shape.Length != 4 || shape[0] != seeds.Length)
            throw new ArgumentException($"Images have shape [{string.Join(", ", shape)}]; with {seeds.Length} seeds it must be [{seeds.Length}, C, H, W].", nameof(images));

        if (options.IsIdentity && shape[2] == height && shape[3] == width)
            return images.clone();
        var views = new ViewParameters[seeds.Length];
        for (int i = 0; i < views.Length; i++)
            views[i] = ViewParameters.Draw(seeds[i], (int)shape[2], (int)shape[3], options);

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var result = ViewSampling.Sample(ViewEqualisation.Apply(images, views), height, width, views);
        result = ViewJitter.Apply(result, views);
        result = ViewColour.Apply(result, views);
        result = ViewBlur.Apply(result, views);
        return result.MoveToOuterDisposeScope();
    }
}
