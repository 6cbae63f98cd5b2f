using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A pass through an encoder's segments that keeps their inputs only: going back, each segment is computed once more from its input, with gradients.
/// Chen et al. (2016), "Training Deep Nets with Sublinear Memory Cost", arXiv 1604.06174. One more forward pass buys the memory of all but one
/// residual block's activations.
/// </summary>
/// <remarks>The gradients are those of a plain pass: the same operations on the same numbers. Running statistics count the first computation only.</remarks>
internal sealed class CheckpointedPass : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _encoder;
    private readonly IReadOnlyList<Func<Tensor, Tensor>> _segments;
    private readonly Tensor?[] _inputs;

    /// <param name="encoder">An <see cref="ISegmented"/> encoder, or another, which is then one segment.</param>
    /// <param name="input">[N, C, H, W]; disposed of with this.</param>
    internal CheckpointedPass(nn.Module<Tensor, Tensor> encoder, Tensor input)
    {
        _encoder = encoder;
        _segments = SegmentedPass.Of(encoder);
        _inputs = new Tensor?[_segments.Count];
        using var noGrad = no_grad();
        var value = input.DetachFromDisposeScope();
        for (int i = 0; i < _inputs.Length; i++)
        {
            _inputs[i] = value;
            using var scope = NewDisposeScope();
            value = _segments[i](value).DetachFromDisposeScope();
        }
        Output = value.requires_grad_();
    }

    /// <summary>[N, pooled]: a leaf, for a loss to compute its gradient.</summary>
    internal Tensor Output { get; }

    /// <summary>Adds to the parameters' gradients; to be called once.</summary>
    /// <param name="gradient">Of the loss, with respect to <see cref="Output"/>.</param>
    internal void Backward(Tensor gradient)
    {
        using var pause = new StatisticsPause(_encoder);
        Tensor? own = null;
        for (int i = _inputs.Length - 1; i >= 0; i--)
        {
            using var scope = NewDisposeScope();
            var input = _inputs[i]!.detach().requires_grad_(i > 0);
            var output = _segments[i](input);
            if (output.requires_grad)
                autograd.backward(output, own ?? gradient);
            own?.Dispose();
            own = i > 0 ? input.grad!.DetachFromDisposeScope() : null;
            _inputs[i]!.Dispose();
            _inputs[i] = null;
        }
    }

    public void Dispose()
    {
        Output.Dispose();
        foreach (var input in _inputs)
            input?.Dispose();
    }
}
