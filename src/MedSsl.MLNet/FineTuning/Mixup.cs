using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Mixes the images of a batch and their targets: x_i becomes λ x_i + (1 - λ) x_j, y_i likewise (Zhang et al. 2017, arXiv 1710.09412), with one λ from
/// Beta(α, α) for the batch and a random j for each i, as the authors' code does. A target that is unknown in either is unknown in the mixture.
/// </summary>
internal sealed record Mixup(double Share, int[] Partners)
{
    /// <summary>Draws λ and the partners from a seed alone.</summary>
    internal static Mixup Draw(ulong seed, int count, double alpha)
        => new(Beta(SampleSeed.Mix(seed, 1), alpha), SampleSeed.Shuffle<int>([.. Enumerable.Range(0, count)], SampleSeed.Mix(seed, 2)));

    /// <summary>The mixture of every row of [N, ...] with its partner.</summary>
    internal Tensor Mix(Tensor batch)
    {
        using var scope = NewDisposeScope();
        var partners = tensor(Partners.Select(row => (long)row).ToArray(), ScalarType.Int64, batch.device);
        return (batch * Share + batch.index_select(0, partners) * (1 - Share)).MoveToOuterDisposeScope();
    }

    /// <summary>Jöhnk (1964): U^(1/α) / (U^(1/α) + V^(1/α)), given that the sum is at most 1; in logarithms, for a small α.</summary>
    private static double Beta(ulong seed, double alpha)
    {
        for (int i = 0; ; i += 2)
        {
            double x = Math.Log(1 - SampleSeed.Uniform(seed, i)) / alpha, y = Math.Log(1 - SampleSeed.Uniform(seed, i + 1)) / alpha;
            double larger = Math.Max(x, y), sum = larger + Math.Log(Math.Exp(x - larger) + Math.Exp(y - larger));
            if (sum <= 0)
                return Math.Exp(x - sum);
        }
    }
}
