using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>An encoder in pieces, each of which can be computed again from its input alone.</summary>
internal interface ISegmented
{
    /// <summary>From pixels to pooled features [N, pooled], one behind the other.</summary>
    IReadOnlyList<Func<Tensor, Tensor>> Segments { get; }

    /// <summary>From pooled features to features: small beside the segments.</summary>
    Tensor Finish(Tensor pooled);
}

/// <summary>Passes through the segments of an encoder.</summary>
internal static class SegmentedPass
{
    /// <summary>All segments; what only lies between them is given back at once, as far as no gradient needs it.</summary>
    internal static Tensor Run(IReadOnlyList<Func<Tensor, Tensor>> segments, Tensor input)
    {
        var value = input;
        foreach (var segment in segments)
        {
            using var scope = NewDisposeScope();
            var next = segment(value).MoveToOuterDisposeScope();
            if (!ReferenceEquals(value, input))
                value.Dispose();
            value = next;
        }
        return value;
    }

    /// <summary>The segments of an encoder; one that has none is one segment.</summary>
    internal static IReadOnlyList<Func<Tensor, Tensor>> Of(nn.Module<Tensor, Tensor> encoder) => encoder is ISegmented parts ? parts.Segments : [encoder.call];

    /// <summary>What is left to do behind the segments.</summary>
    internal static Tensor Finish(nn.Module<Tensor, Tensor> encoder, Tensor pooled) => encoder is ISegmented parts ? parts.Finish(pooled) : pooled;
}
