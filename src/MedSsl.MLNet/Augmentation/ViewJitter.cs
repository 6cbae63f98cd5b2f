using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Brightness, then contrast, with a factor for each image; torchvision's formulas, values kept in [0, 1] after each.</summary>
internal static class ViewJitter
{
    /// <summary>[N, C, H, W] to the same shape. An image with both factors 1 keeps its values exactly.</summary>
    internal static Tensor Apply(Tensor views, ReadOnlySpan<ViewParameters> parameters)
    {
        var brightness = new float[parameters.Length];
        var contrast = new float[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
            (brightness[i], contrast[i]) = (parameters[i].Brightness, parameters[i].Contrast);

        if (brightness.AsSpan().ContainsAnyExcept(1f))
            views = views.mul(Factors(brightness, views)).clamp_(0, 1);
        if (contrast.AsSpan().ContainsAnyExcept(1f))
            views = Blend(views, Mean(views), Factors(contrast, views));
        return views;
    }

    /// <summary>[N, 1, H, W]: colours weighted 0.2989, 0.587, 0.114 as torchvision does.</summary>
    internal static Tensor Gray(Tensor views) => views.mul(GrayWeights(views)).sum(1, true);

    private static Tensor GrayWeights(Tensor views) => tensor(new[] { 0.2989f, 0.587f, 0.114f }, ScalarType.Float32, views.device).view(1, 3, 1, 1);

    private static Tensor Factors(float[] values, Tensor views) => tensor(values, ScalarType.Float32, views.device).view(values.Length, 1, 1, 1);

    /// <summary>mean + factor · (views - mean), written so that a factor of 1 changes nothing.</summary>
    private static Tensor Blend(Tensor views, Tensor mean, Tensor factor)
        => views.mul(factor).add_(mean.mul(1 - factor)).clamp_(0, 1);

    /// <summary>The mean gray value of each image, [N, 1, 1, 1]; colours weighted 0.2989, 0.587, 0.114 as torchvision does.</summary>
    /// <remarks>Rows first, then their mean: the order of summation must not depend on the number of images, which a sum over a whole single image would.</remarks>
    private static Tensor Mean(Tensor views)
    {
        var channels = views.mean([3], true).mean([2], true);
        if (views.shape[1] != 3)
            return channels.mean([1], true);
        return channels.mul(GrayWeights(views)).sum(1, true);
    }
}
