using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Binary cross-entropy of several labels an image, of which some are unknown.</summary>
/// <remarks>
/// The mean over the known entries of -(w · y · log σ(x) + (1 - y) · log(1 - σ(x))), from logits x, labels y and positive weights w. Unknown labels
/// (NaN) have no part in it and no gradient, so an uncertain finding is neither punished nor learnt (the "U-Ignore" of CheXpert, Irvin et al. 2019,
/// arXiv 1901.07031).
/// </remarks>
internal static class MaskedBinaryCrossEntropy
{
    /// <summary>The loss, a scalar with gradient; 0 if no label is known.</summary>
    /// <param name="logits">[N, K].</param>
    /// <param name="labels">[N, K]: 1, 0 or NaN = unknown.</param>
    /// <param name="positiveWeights">[K], how much a positive counts beside a negative; null = 1. Typical: negatives / positives.</param>
    internal static Tensor Loss(Tensor logits, Tensor labels, Tensor? positiveWeights = null)
    {
        using var scope = NewDisposeScope();
        var known = labels.isnan().logical_not().to(logits.dtype);
        var sum = nn.functional.binary_cross_entropy_with_logits(logits, labels.nan_to_num(0), known, nn.Reduction.Sum, positiveWeights);
        return (sum / known.sum().clamp(1)).MoveToOuterDisposeScope();
    }
}
