using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The encoder with a projection head: [N, C, H, W] to [N, projection]; with a supervised head too, to [N, projection + labels], the logits behind the
/// projections, so that a caller that keeps outputs keeps all that the loss needs.
/// </summary>
internal sealed class ContrastiveNetwork : Layer
{
    internal ContrastiveNetwork(nn.Module<Tensor, Tensor> encoder, ProjectionHead head, MultiLabelHead? supervised = null) : base(nameof(ContrastiveNetwork))
    {
        (Encoder, Head, Supervised) = (encoder, head, supervised);
        register_module("encoder", encoder);
        register_module("head", head);
        if (supervised is not null)
            register_module("supervised", supervised);
    }

    internal nn.Module<Tensor, Tensor> Encoder { get; }

    internal ProjectionHead Head { get; }

    /// <summary>The linear layer of the supervised term, or null.</summary>
    internal MultiLabelHead? Supervised { get; }

    public override Tensor forward(Tensor input)
    {
        if (Supervised is null)
            return Head.call(Encoder.call(input));
        using var scope = NewDisposeScope();
        var features = Encoder.call(input);
        return cat([Head.call(features), Supervised.call(features)], 1).MoveToOuterDisposeScope();
    }
}
