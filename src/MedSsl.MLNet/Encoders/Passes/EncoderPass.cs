using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Forward and backward through an encoder under a loss of the whole batch's features, with the memory of a part of the batch: exact, by caching the
/// features. Gao et al. (2021), "Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup" (GradCache), arXiv 2101.06983.
/// </summary>
/// <remarks>
/// <para>
/// A batch in several parts is computed twice. First, without gradients, part by part, to the pooled features; the loss is taken over all of them at
/// once, and gives their gradient. Then part by part again, with gradients, each going back from its rows of that gradient. The images are made again from
/// their seeds, which needs no memory at all. What is behind the pooled features (the kept layers of a head, the projection head) sees the whole batch
/// at once. Departure: Gao et al. cache the loss's own inputs, after the head.
/// </para>
/// <para>
/// Batch normalisation in the encoder normalises each part by itself, the same in both passes, as it would on several devices without synchronisation;
/// the running statistics are paused in the first pass and count each part once in the second.
/// </para>
/// </remarks>
/// <param name="encoder">In the mode that the caller wants; its parameters collect the gradients.</param>
/// <param name="checkpointing">Whether a part's activations are computed again segment by segment instead of kept: <see cref="CheckpointedPass"/>.</param>
internal sealed class EncoderPass(nn.Module<Tensor, Tensor> encoder, bool checkpointing)
{
    /// <summary>Adds the gradient of the loss, divided by <paramref name="share"/>, to the parameters' gradients.</summary>
    /// <param name="parts">Rows of each part; all together every row of the batch once. See <see cref="MicroBatches"/>.</param>
    /// <param name="images">[n, C, H, W] of the rows of a part: the same whenever it is asked.</param>
    /// <param name="loss">Of the features [N, FeatureSize] of the whole batch, in the order of its rows: a scalar.</param>
    /// <param name="share">1, or the number of batches whose gradients are averaged.</param>
    /// <returns>The undivided loss.</returns>
    internal double Backward(IReadOnlyList<int[]> parts, Func<int[], Tensor> images, Func<Tensor, Tensor> loss, int share)
    {
        using var scope = NewDisposeScope();
        if (parts.Count > 1)
            return InParts(parts, images, loss, share);
        if (!checkpointing)
            return Loss(Pooled(images(parts[0])), loss, share);

        using var pass = new CheckpointedPass(encoder, images(parts[0]));
        double number = Loss(pass.Output, loss, share);
        pass.Backward(pass.Output.grad!);
        return number;
    }

    private double InParts(IReadOnlyList<int[]> parts, Func<int[], Tensor> images, Func<Tensor, Tensor> loss, int share)
    {
        var features = Features(parts, images).requires_grad_();
        double number = Loss(features, loss, share);
        var gradient = features.grad!;
        foreach (var part in parts)
        {
            using var inner = NewDisposeScope();
            var here = gradient.index_select(0, Index(part, gradient.device));
            if (checkpointing)
            {
                using var pass = new CheckpointedPass(encoder, images(part));
                pass.Backward(here);
            }
            else
            {
                autograd.backward(Pooled(images(part)), here);
            }
        }
        return number;
    }

    /// <summary>[N, pooled], in the order of the batch's rows, without gradients.</summary>
    private Tensor Features(IReadOnlyList<int[]> parts, Func<int[], Tensor> images)
    {
        using var pause = new StatisticsPause(encoder);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var pieces = new Tensor[parts.Count];
        for (int i = 0; i < pieces.Length; i++)
            pieces[i] = WrappedTensorDisposeScope(() => Pooled(images(parts[i])));
        int[] rows = [.. parts.SelectMany(part => part)];
        int[] places = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            places[rows[i]] = i;
        return cat(pieces, 0).index_select(0, Index(places, pieces[0].device)).MoveToOuterDisposeScope();
    }

    private Tensor Pooled(Tensor images) => SegmentedPass.Run(SegmentedPass.Of(encoder), images);

    private double Loss(Tensor pooled, Func<Tensor, Tensor> loss, int share)
    {
        using var scope = NewDisposeScope();
        var value = loss(SegmentedPass.Finish(encoder, pooled));
        double number = value.ToSingle();
        (share == 1 ? value : value / share).backward();
        return number;
    }

    private static Tensor Index(int[] rows, Device device) => tensor(Array.ConvertAll(rows, row => (long)row), ScalarType.Int64).to(device);
}
