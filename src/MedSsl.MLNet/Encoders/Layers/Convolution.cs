using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>A square 2-D convolution without bias: [N, in, H, W] to [N, out, H / stride, W / stride].</summary>
/// <remarks>
/// TorchSharp's own layer draws its first weights from the process's generator; this one draws from the generator it is given. The weight is
/// stored channels-last, which oneDNN's kernels want and which costs nothing elsewhere: its shape stays [out, in, kernel, kernel].
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
        _weight = Owned.Parameter(() => ChannelsLast.Of(Draw(empty(outChannels, inChannels, kernel, kernel), deviation, initialisation)));
        _stride = [stride, stride];
        _padding = [kernel / 2, kernel / 2];
        register_parameter("weight", _weight);
    }

    private static Tensor Draw(Tensor weight, double deviation, Generator? initialisation) =>
        initialisation is null ? weight : weight.normal_(0, deviation, initialisation);

    public override Tensor forward(Tensor input)
    {
        var shape = input.shape;
        return training && _weight.shape[3] == 3 && _stride[0] == 1 && shape[2] <= 2 && shape[3] <= 2
            ? ByPosition(input, shape)
            : nn.functional.conv2d(input, _weight, null, _stride, _padding);
    }

    /// <summary>
    /// A 3×3 convolution of a map of at most 2×2 pixels, where each output pixel is a linear function of the whole map: a matrix product for each, of
    /// the taps that do not fall on the padding. oneDNN multiplies those too, 5 of 9, and runs its backward passes at a third of its usual rate on
    /// such maps; this takes half the time. In evaluation convolutions stay what they are, so that features do not depend on the batch.
    /// </summary>
    private Tensor ByPosition(Tensor input, long[] shape)
    {
        long rows = shape[0], height = shape[2], width = shape[3], outChannels = _weight.shape[0];
        var pixels = input.permute(0, 2, 3, 1).reshape(rows, -1);
        var taps = _weight.permute(0, 2, 3, 1);
        var outputs = new Tensor[height * width];
        for (int i = 0; i < outputs.Length; i++)
        {
            var inside = taps.narrow(1, 1 - i / width, height).narrow(2, 1 - i % width, width).reshape(outChannels, -1);
            outputs[i] = nn.functional.linear(pixels, inside);
        }
        return stack(outputs, 1).reshape(rows, height, width, outChannels).permute(0, 3, 1, 2);
    }
}
