using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Cross-entropy of one class an image, from targets that may be mixtures of classes.</summary>
/// <remarks>
/// Σ_i Σ_c w_c s_ic · -log softmax(x_i)_c / Σ_i Σ_c w_c t_ic over the rows i whose class is known, from logits x, targets t (one-hot, or mixed), their
/// smoothed form s = (1 - ε) t + ε / K (Szegedy et al. 2015, arXiv 1512.00567) and class weights w: for one-hot targets what PyTorch's cross_entropy gives.
/// </remarks>
internal static class SoftmaxCrossEntropy
{
    /// <summary>The loss, a scalar with gradient; 0 if no class is known.</summary>
    /// <param name="logits">[N, K].</param>
    /// <param name="targets">[N, K]: rows that sum to 1, or rows of NaN = unknown.</param>
    /// <param name="classWeights">[K], or null = 1.</param>
    /// <param name="smoothing">ε, 0 to below 1.</param>
    internal static Tensor Loss(Tensor logits, Tensor targets, Tensor? classWeights = null, double smoothing = 0)
    {
        using var scope = NewDisposeScope();
        var known = targets.isnan().logical_not().to(logits.dtype);
        var hard = targets.nan_to_num(0);
        var soft = (hard * (1 - smoothing) + smoothing / targets.shape[1]) * known;
        if (classWeights is not null)
            (hard, soft) = (hard * classWeights, soft * classWeights);
        var sum = (soft * nn.functional.log_softmax(logits, 1)).sum().neg();
        return (sum / hard.sum().clamp(1e-12)).MoveToOuterDisposeScope();
    }
}
