using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The encoder with a projection head: [N, C, H, W] to [N, projection].</summary>
internal sealed class ContrastiveNetwork : Layer
{
    internal ContrastiveNetwork(nn.Module<Tensor, Tensor> encoder, ProjectionHead head) : base(nameof(ContrastiveNetwork))
    {
        (Encoder, Head) = (encoder, head);
        register_module("encoder", encoder);
        register_module("head", head);
    }

    internal nn.Module<Tensor, Tensor> Encoder { get; }

    internal ProjectionHead Head { get; }

    public override Tensor forward(Tensor input) => Head.call(Encoder.call(input));
}
