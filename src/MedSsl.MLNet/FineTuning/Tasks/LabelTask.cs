using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>What fine-tuning must know of its labels: how many outputs they need, and what their loss is.</summary>
internal abstract class LabelTask
{
    /// <summary>The bias, one for each output, of a model that knows how frequent the labels are and nothing else.</summary>
    internal abstract float[] InitialBias { get; }

    /// <summary>The mean loss of a batch, with gradient.</summary>
    /// <param name="logits">[N, outputs].</param>
    /// <param name="targets">[N, outputs]; NaN = unknown.</param>
    internal abstract Tensor Loss(Tensor logits, Tensor targets);

    /// <summary>The linear layer that fits fixed features best.</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="targets">[N, outputs]; NaN = unknown.</param>
    /// <param name="penalty">As <see cref="FineTuneOptions.ProbePenalty"/>.</param>
    internal abstract LinearScorer Probe(Tensor features, Tensor targets, double penalty);

    /// <summary>Numbers that rank images for each output by how likely it is, [N, outputs]: for independent labels the logits themselves.</summary>
    internal virtual Tensor Scores(Tensor logits) => logits;
}
