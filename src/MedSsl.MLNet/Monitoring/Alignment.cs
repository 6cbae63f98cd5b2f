using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// How near partners are: the mean of ‖x - y‖² over all pairs of rows of one group, for rows of length 1; 0 to 4, lower is nearer. Wang and Isola
/// (2020), arXiv 2005.10242, with their α = 2.
/// </summary>
internal static class Alignment
{
    /// <summary>NaN where no group has two rows.</summary>
    /// <param name="unit">[N, D], rows of length 1.</param>
    /// <param name="groups">Each row's group.</param>
    /// <remarks>‖x - y‖² = 2 - 2 x·y for such rows, so that it is known from the mean cosine.</remarks>
    internal static double Of(Tensor unit, ReadOnlySpan<int> groups) => 2 - 2 * PairSimilarity.Of(unit, groups).Positive;
}
