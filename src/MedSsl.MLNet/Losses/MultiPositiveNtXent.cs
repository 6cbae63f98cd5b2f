using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// NT-Xent with several partners an anchor: the loss L_out of Khosla et al. (2020), "Supervised Contrastive Learning", arXiv 2004.11362, equation 2,
/// with bags (patients) for classes.
/// </summary>
/// <remarks>
/// With unit vectors z and s(i, j) = zᵢ·zⱼ / τ, the loss of anchor i with the partners P(i), the other rows of its bag, is the mean over p in P(i) of
/// −log(exp s(i, p) / Σ exp s(i, k)), the sum over all k ≠ i, and the result is the mean over all anchors. (The paper writes the sum over the anchors.) An anchor
/// without partner is left out of the mean. With one partner each, this is <see cref="NtXent"/>.
/// </remarks>
internal static class MultiPositiveNtXent
{
    private const double SmallestNorm = 1e-12;

    /// <param name="projections">[R, d].</param>
    /// <param name="bags">Each row's bag.</param>
    /// <param name="temperature">τ, greater than 0.</param>
    /// <returns>A scalar with gradients to <paramref name="projections"/>.</returns>
    /// <exception cref="ArgumentException">The projections are no vectors, or not as many as bags; there are no two bags, or no row has a partner.</exception>
    internal static Tensor Loss(Tensor projections, int[] bags, double temperature)
    {
        var shape = projections.shape;
        int rows = bags.Length;
        if (shape.Length != 2 || shape[0] != rows)
            throw new ArgumentException($"Projections have shape [{string.Join(", ", shape)}]; with {rows} bags it must be [{rows}, d].", nameof(projections));
        var sizes = bags.GroupBy(bag => bag).ToDictionary(bag => bag.Key, bag => bag.Count());
        int anchors = bags.Count(bag => sizes[bag] > 1);
        if (sizes.Count < 2 || anchors == 0)
            throw new ArgumentException($"{rows} projections of {sizes.Count} bags, {anchors} with a partner; there must be two bags, and a partner.", nameof(bags));

        var weights = new double[rows * rows];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < rows; j++)
                if (i != j && bags[i] == bags[j])
                    weights[i * rows + j] = 1.0 / (sizes[bags[i]] - 1) / anchors;

        using var scope = NewDisposeScope();
        var unit = projections / projections.norm(1, true).clamp_min(SmallestNorm);
        var itself = eye(rows, rows, ScalarType.Bool, projections.device);
        var logits = unit.mm(unit.t()).div(temperature).masked_fill(itself, double.NegativeInfinity);
        // log-softmax is -infinity on the diagonal, where the weight is 0: masked, so that no NaN arises.
        var logProbability = logits.log_softmax(1).masked_fill(itself, 0);
        var share = tensor(weights, projections.dtype, projections.device).view(rows, rows);
        return logProbability.mul(share).sum().neg().MoveToOuterDisposeScope();
    }
}
