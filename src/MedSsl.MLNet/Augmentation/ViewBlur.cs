using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Gaussian blur of the views that drew one, each with its own standard deviation, in two one-dimensional passes.</summary>
/// <remarks>Kernel of about a tenth of the view's height as in SimCLR (made odd, at least 3), borders mirrored, as torchvision's gaussian_blur.</remarks>
internal static class ViewBlur
{
    /// <summary>[N, C, H, W] to the same shape; images without a sigma keep their values exactly.</summary>
    internal static Tensor Apply(Tensor views, ReadOnlySpan<ViewParameters> parameters)
    {
        var rows = new List<long>();
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].BlurSigma is not null)
                rows.Add(i);
        }

        var shape = views.shape;
        int radius = Radius((int)shape[2]);
        if (rows.Count == 0 || shape[2] <= radius || shape[3] <= radius)
            return views;

        // Every channel of every image is a group of a depthwise convolution with the image's kernel.
        int size = 2 * radius + 1;
        long channels = shape[1], groups = rows.Count * channels;
        var weights = new float[groups * size];
        for (int i = 0; i < groups; i++)
            WriteKernel(parameters[(int)rows[(int)(i / channels)]].BlurSigma!.Value, weights.AsSpan(i * size, size));
        var kernels = tensor(weights, ScalarType.Float32, views.device);
        var index = tensor(rows.ToArray(), ScalarType.Int64, views.device);

        var chosen = views.index_select(0, index).view(1, groups, shape[2], shape[3]);
        chosen = nn.functional.pad(chosen, [radius, radius, radius, radius], PaddingModes.Reflect);
        chosen = nn.functional.conv2d(chosen, kernels.view(groups, 1, size, 1), null, [1, 1], [0, 0], [1, 1], groups);
        chosen = nn.functional.conv2d(chosen, kernels.view(groups, 1, 1, size), null, [1, 1], [0, 0], [1, 1], groups);
        return views.index_copy(0, index, chosen.view(rows.Count, channels, shape[2], shape[3]).clamp_(0, 1));
    }

    /// <summary>Pixels on each side of the kernel's centre: its width is the odd number nearest to height / 10, at least 3.</summary>
    internal static int Radius(int height) => Math.Max(1, height / 20);

    /// <summary>A normalised Gaussian at whole pixels about the kernel's centre.</summary>
    internal static void WriteKernel(float sigma, Span<float> kernel)
    {
        int radius = kernel.Length / 2;
        double sum = 0;
        for (int i = 0; i < kernel.Length; i++)
            sum += Math.Exp(-0.5 * Math.Pow((i - radius) / (double)sigma, 2));
        for (int i = 0; i < kernel.Length; i++)
            kernel[i] = (float)(Math.Exp(-0.5 * Math.Pow((i - radius) / (double)sigma, 2)) / sum);
    }
}
