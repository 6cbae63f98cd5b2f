using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The loss of one batch from what <see cref="ContrastiveNetwork"/> makes of its views: NT-Xent, with several positives where the batch has bags, and, where
/// the options name labels, the supervised term (<see cref="ContrastiveOptions.LabelColumnName"/>).
/// </summary>
/// <param name="Options">Already validated.</param>
/// <param name="Images">Where the labels are.</param>
internal sealed record ContrastiveLoss(ContrastiveOptions Options, TrainingImages Images)
{
    /// <summary>Shown the projections of every batch, e.g. to measure them; it must not change them.</summary>
    internal Action<Tensor, PairBatch>? Watch { get; init; }

    /// <summary>A new linear layer for the labels, its biases at their log-odds; null without labels.</summary>
    internal MultiLabelHead? NewSupervisedHead(int featureSize)
    {
        if (Options.LabelColumnName is null)
            return null;
        var counts = LabelStatistics.Of(Images.LabelNames, Images.Labels);
        return new MultiLabelHead(featureSize, PositiveWeights.InitialBias(counts, [.. counts.Names.Select(_ => 1f)]));
    }

    /// <summary>The loss, a scalar with gradients to the outputs.</summary>
    /// <param name="outputs">[R, projection], or with labels [R, projection + K]: a row for each position of the batch, in its order.</param>
    /// <param name="batch">Which rows are partners.</param>
    internal Tensor Of(Tensor outputs, PairBatch batch)
    {
        using var scope = NewDisposeScope();
        int size = Options.ProjectionSize;
        if (Options.LabelColumnName is null)
            return Contrast(outputs, batch).MoveToOuterDisposeScope();
        var labels = Images.LabelBatch(batch.Rows).to(outputs.device);
        var supervised = MaskedBinaryCrossEntropy.Loss(outputs.narrow(1, size, labels.shape[1]), labels);
        return (Contrast(outputs.narrow(1, 0, size), batch) + supervised * Options.SupervisedWeight).MoveToOuterDisposeScope();
    }

    private Tensor Contrast(Tensor projections, PairBatch batch)
    {
        Watch?.Invoke(projections, batch);
        return batch.Bags is { } bags
            ? MultiPositiveNtXent.Loss(projections, bags, Options.Temperature)
            : NtXent.Loss(projections, Options.Temperature);
    }
}
