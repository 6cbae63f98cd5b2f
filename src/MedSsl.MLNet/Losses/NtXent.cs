using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// NT-Xent, the normalised temperature-scaled cross entropy of SimCLR: Chen et al. (2020), "A Simple Framework for Contrastive Learning of Visual
/// Representations", arXiv 2002.05709, equation 1.
/// </summary>
/// <remarks>
/// With unit vectors z₁ … z₂ₙ and s(i, j) = zᵢ·zⱼ / τ, the loss of anchor i with partner p(i) is −log(exp s(i, p(i)) / Σ exp s(i, k)), the sum
/// over all k ≠ i, and the result is the mean over the 2N anchors. The paper's own code adds the mean over the first views to the mean over the second: twice this
/// number, so that a learning rate for plain SGD taken from there has to be doubled here. All similarities come from one [2N, 2N] product.
/// </remarks>
internal static class NtXent
{
    private const double SmallestNorm = 1e-12;

    /// <summary>The loss of N pairs given apart.</summary>
    /// <param name="first">[N, d]: projections of the first views.</param>
    /// <param name="second">[N, d]: projections of the second views; row i is the partner of row i.</param>
    /// <param name="temperature">τ, greater than 0; 0.1 in the paper's ImageNet runs, 0.5 on CIFAR-10.</param>
    /// <returns>A scalar with gradients to both.</returns>
    internal static Tensor Loss(Tensor first, Tensor second, double temperature)
    {
        using var scope = NewDisposeScope();
        return Loss(cat([first, second]), temperature).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of N pairs in one tensor.</summary>
    /// <param name="projections">[2N, d]: row i and row i + N are partners.</param>
    /// <param name="temperature">τ, greater than 0.</param>
    /// <returns>A scalar with gradients to <paramref name="projections"/>.</returns>
    /// <exception cref="ArgumentException">The rows are odd in number, fewer than 4, or not vectors.</exception>
    internal static Tensor Loss(Tensor projections, double temperature)
    {
        var shape = projections.shape;
        if (shape.Length != 2 || shape[0] < 4 || shape[0] % 2 != 0)
            throw new ArgumentException($"Projections have shape [{string.Join(", ", shape)}]; it must be [2N, d] with N of 2 or more.", nameof(projections));
        long rows = shape[0], pairs = rows / 2;

        using var scope = NewDisposeScope();
        var unit = projections / projections.norm(1, true).clamp_min(SmallestNorm);
        var itself = eye(rows, rows, ScalarType.Bool, projections.device);
        var logits = unit.mm(unit.t()).div(temperature).masked_fill(itself, double.NegativeInfinity);
        var partner = arange(rows, ScalarType.Int64, projections.device).roll(pairs, 0);
        return nn.functional.cross_entropy(logits, partner).MoveToOuterDisposeScope();
    }
}
