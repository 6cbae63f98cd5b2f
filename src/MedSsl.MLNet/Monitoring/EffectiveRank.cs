using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// RankMe: how many dimensions embeddings make use of, 1 to min(N, D): exp of the entropy of the singular values, divided by their sum (Garrido et al.
/// 2022, arXiv 2210.02885; the effective rank of Roy and Vetterli 2007).
/// </summary>
internal static class EffectiveRank
{
    /// <summary>The paper's, so that the logarithm of 0 does not occur.</summary>
    private const double Epsilon = 1e-7;

    /// <summary>0 where all embeddings are 0.</summary>
    /// <param name="embeddings">[N, D], not centred. The paper takes 25,600 rows: with few, N limits the rank.</param>
    internal static double Of(Tensor embeddings)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var values = linalg.svdvals(embeddings.to(ScalarType.Float64, CPU));
        double sum = values.sum().item<double>();
        if (sum == 0)
            return 0;
        var shares = values / sum + Epsilon;
        return Math.Exp(-(shares * shares.log()).sum().item<double>());
    }
}
