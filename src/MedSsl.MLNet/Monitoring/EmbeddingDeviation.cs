using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The standard deviation of rows of length 1 in each dimension, averaged, times √D: 1 where they spread evenly, 0 where all are one. Chen and He (2020),
/// "Exploring Simple Siamese Representation Learning", arXiv 2011.10566, section 4.1.
/// </summary>
internal static class EmbeddingDeviation
{
    /// <summary>Over N - 1, as PyTorch's std.</summary>
    /// <param name="unit">[N, D], rows of length 1, N at least 2.</param>
    internal static double Of(Tensor unit)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = unit.to(ScalarType.Float64);
        var centred = rows - rows.mean([0], true);
        var deviations = (centred.mul(centred).mean([0], true) * (rows.shape[0] / (rows.shape[0] - 1.0))).sqrt();
        return deviations.mean().item<double>() * Math.Sqrt(rows.shape[1]);
    }
}
