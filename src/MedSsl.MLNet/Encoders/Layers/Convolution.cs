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

    public override Tensor forward(Tensor input) => nn.functional.conv2d(input, _weight, null, _stride, _padding);
}
