using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Linear layers whose outputs, in scoring, do not depend on the rows that come together or on the number of threads: a matrix product is cut up by
/// both, and adds up in another order at every cut.
/// </summary>
internal static class RowProduct
{
    private const long Products = 1 << 22;

    /// <summary>
    /// The product of a linear layer: a matrix product where gradients or batch statistics are wanted; in scoring, products and then sums, each row's by
    /// itself. That takes some milliseconds an image for layers of 2,048 units, little beside the convolutions before them.
    /// </summary>
    /// <param name="input">[N, in].</param>
    /// <param name="weight">[out, in].</param>
    /// <param name="training">The layer's mode.</param>
    internal static Tensor Linear(Tensor input, Tensor weight, bool training)
    {
        if (training || is_grad_enabled())
            return nn.functional.linear(input, weight);

        using var scope = NewDisposeScope();
        int count = (int)input.shape[0], block = (int)Math.Clamp(Products / weight.numel(), 1, count);
        var outputs = new Tensor[(count + block - 1) / block];
        for (int i = 0; i < outputs.Length; i++)
        {
            int from = i * block;
            outputs[i] = WrappedTensorDisposeScope(() => input.narrow(0, from, Math.Min(block, count - from)).unsqueeze(1).mul(weight).sum(2));
        }
        return cat(outputs, 0).MoveToOuterDisposeScope();
    }
}
