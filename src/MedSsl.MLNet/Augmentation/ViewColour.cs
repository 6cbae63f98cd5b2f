using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Saturation, then hue, then grayscale, each image with its own numbers: torchvision's adjust_saturation, adjust_hue and rgb_to_grayscale. Gray images have no colour to change.</summary>
internal static class ViewColour
{
    /// <summary>[N, C, H, W] to the same shape. An image whose numbers ask for nothing keeps its values exactly.</summary>
    internal static Tensor Apply(Tensor views, ReadOnlySpan<ViewParameters> parameters)
    {
        if (views.shape[1] != 3)
            return views;
        var saturation = new float[parameters.Length];
        var gray = new float[parameters.Length];
        var hued = new List<long>();
        var shifts = new List<float>();
        for (int i = 0; i < parameters.Length; i++)
        {
            saturation[i] = parameters[i].Saturation;
            gray[i] = parameters[i].Grayscale ? 1 : 0;
            if (parameters[i].HueShift != 0)
            {
                hued.Add(i);
                shifts.Add(parameters[i].HueShift);
            }
        }

        if (saturation.AsSpan().ContainsAnyExcept(1f))
        {
            var factor = PerImage(saturation, views);
            views = views.mul(factor).add_(ViewJitter.Gray(views).mul(1 - factor)).clamp_(0, 1);
        }
        if (hued.Count > 0)
        {
            var index = tensor(hued.ToArray(), ScalarType.Int64, views.device);
            views = views.index_copy(0, index, Hue(views.index_select(0, index), PerImage([.. shifts], views)));
        }
        if (gray.AsSpan().ContainsAnyExcept(0f))
        {
            var share = PerImage(gray, views);
            views = views.mul(1 - share).add_(ViewJitter.Gray(views).mul(share));
        }
        return views;
    }

    private static Tensor PerImage(float[] values, Tensor views) => tensor(values, ScalarType.Float32, views.device).view(values.Length, 1, 1, 1);

    /// <summary>The hue turned by a share of the circle: value and chroma stay, so each channel is value − chroma × a trapezoid of its distance on the circle.</summary>
    private static Tensor Hue(Tensor rgb, Tensor shift)
    {
        var (r, g, b) = (rgb.narrow(1, 0, 1), rgb.narrow(1, 1, 1), rgb.narrow(1, 2, 1));
        var value = rgb.amax([1], true);
        var chroma = value - rgb.amin([1], true);
        var divisor = chroma.clamp_min(1e-20);
        var sixth = where(value.eq(r), (g - b) / divisor, where(value.eq(g), (b - r) / divisor + 2, (r - g) / divisor + 4)) + shift * 6;
        return cat([Channel(5), Channel(3), Channel(1)], 1);

        Tensor Channel(int offset)
        {
            var at = (sixth + offset).remainder(6);
            return (value - chroma * minimum(at, 4 - at).clamp(0, 1)).clamp_(0, 1);
        }
    }
}
