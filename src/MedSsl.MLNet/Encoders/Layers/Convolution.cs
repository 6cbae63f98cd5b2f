using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>A square 2-D convolution without bias: [N, in, H, W] to [N, out, H / stride, W / stride].</summary>
/// <remarks>
/// TorchSharp's own layer draws its first weights from the process's generator; this one draws from the generator it is given. The weight is
/// stored channels-last, which oneDNN's kernels want and which costs nothing elsewhere: its shape stays [out, in, kernel, kernel]. It computes in the
/// type of its input.
/// </remarks>
internal sealed class Convolution : Layer
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    private readonly long[] _stride;
    private readonly long[] _padding;

    /// <summary>He initialisation for a ReLU behind it, by fan-out, as torchvision's ResNets use: arXiv 1502.01852.</summary>
    internal Convolution(int inChannels, int outChannels, int kernel, int stride, Generator? initialisation) : base(nameof(Convolution))
    {
        double deviation = Math.Sqrt(2.0 / ((long)outChannels * kernel * kernel));
        _weight = Owned.Parameter(() => initialisation is null
            ? Unwritten(outChannels, inChannels, kernel)
            : ChannelsLast.Of(empty(outChannels, inChannels, kernel, kernel).normal_(0, deviation, initialisation)));
        _stride = [stride, stride];
        _padding = [kernel / 2, kernel / 2];
        register_parameter("weight", _weight);
    }

    /// <summary>A weight for the caller to fill, without touching its memory: the widest networks have gigabytes of it.</summary>
    private static Tensor Unwritten(int outChannels, int inChannels, int kernel) => kernel == 1 || inChannels == 1
        ? ChannelsLast.Of(empty(outChannels, inChannels, kernel, kernel))
        : empty(outChannels, kernel, kernel, inChannels).permute(0, 3, 1, 2);

    public override Tensor forward(Tensor input)
    {
        var shape = input.shape;
        var weight = ReducedPrecision.Like(_weight, input);
        return training && _padding[0] == 1 && _stride[0] == 1 && shape[2] <= 2 && shape[3] <= 2
            ? ByPosition(input, weight, shape)
            : nn.functional.conv2d(input, weight, null, _stride, _padding);
    }

    /// <summary>A 1×1 convolution of one pixel an image, [N, in, 1, 1] to [N, out, 1, 1]: a linear layer.</summary>
    internal Tensor OfOnePixel(Tensor input)
    {
        var weight = ReducedPrecision.Like(_weight, input);
        return RowProduct.Linear(input.flatten(1), weight.flatten(1), training).unsqueeze(2).unsqueeze(3);
    }

    /// <summary>
    /// A 3×3 convolution of a map of at most 2×2 pixels, where each output pixel is a linear function of the whole map: a matrix product for each, of
    /// the taps that do not fall on the padding. oneDNN multiplies those too, 5 of 9, and runs its backward passes at a third of its usual rate on
    /// such maps; this takes half the time. In evaluation convolutions stay what they are, so that features do not depend on the batch.
    /// </summary>
    private static Tensor ByPosition(Tensor input, Tensor weight, long[] shape)
    {
        long rows = shape[0], height = shape[2], width = shape[3], outChannels = weight.shape[0];
        var pixels = input.permute(0, 2, 3, 1).reshape(rows, -1);
        var taps = weight.permute(0, 2, 3, 1);
        var outputs = new Tensor[height * width];
        for (int i = 0; i < outputs.Length; i++)
        {
            var inside = taps.narrow(1, 1 - i / width, height).narrow(2, 1 - i % width, width).reshape(outChannels, -1);
            outputs[i] = nn.functional.linear(pixels, inside);
        }
        return stack(outputs, 1).reshape(rows, height, width, outChannels).permute(0, 3, 1, 2);
    }
}
