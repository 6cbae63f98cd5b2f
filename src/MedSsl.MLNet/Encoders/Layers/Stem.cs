using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// ResNet-D's first convolutions, [N, in, H, W] to [N, out, H / 2, W / 2]: three of 3×3, the first with stride 2, in place of one of 7×7. He et al.
/// (2018), "Bag of Tricks for Image Classification", arXiv 1812.01187. The normalisation behind the last is the network's.
/// </summary>
/// <remarks>Parts are named "0", "1", "3", "4" and "6", as other PyTorch implementations of ResNet-D count them, which count the ReLUs.</remarks>
internal sealed class DeepStem : Layer
{
    private readonly Convolution[] _convolutions;
    private readonly BatchNormalisation[] _normalisations;

    internal DeepStem(int inChannels, int outChannels, Generator? initialisation) : base(nameof(DeepStem))
    {
        int half = Math.Max(1, outChannels / 2);
        _convolutions =
        [
            new Convolution(inChannels, half, 3, 2, initialisation),
            new Convolution(half, half, 3, 1, initialisation),
            new Convolution(half, outChannels, 3, 1, initialisation),
        ];
        _normalisations = [new BatchNormalisation(half), new BatchNormalisation(half)];
        for (int i = 0; i < 3; i++)
        {
            register_module($"{3 * i}", _convolutions[i]);
            if (i < 2)
                register_module($"{3 * i + 1}", _normalisations[i]);
        }
    }

    public override Tensor forward(Tensor input)
    {
        for (int i = 0; i < 2; i++)
            input = _normalisations[i].call(_convolutions[i].call(input)).relu_();
        return _convolutions[2].call(input);
    }
}
