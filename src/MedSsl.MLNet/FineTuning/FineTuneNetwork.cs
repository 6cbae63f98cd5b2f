using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Encoder and linear layer as one module, so that the training loop sees all weights.</summary>
internal sealed class FineTuneNetwork : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> encoder;
    private readonly MultiLabelHead head;

    internal FineTuneNetwork(nn.Module<Tensor, Tensor> encoder, MultiLabelHead head)
        : base(nameof(FineTuneNetwork))
    {
        this.encoder = encoder;
        this.head = head;
        RegisterComponents();
    }

    /// <summary>[N, C, H, W] to [N, labels].</summary>
    public override Tensor forward(Tensor input) => head.call(encoder.call(input));
}
