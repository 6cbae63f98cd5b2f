using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// How evenly rows of length 1 spread over the sphere: log of the mean of exp(-2 ‖x - y‖²) over all pairs; -8 to 0, about -4 at best in many dimensions,
/// lower is more even, 0 where all rows are one. Wang and Isola (2020), arXiv 2005.10242, with their t = 2.
/// </summary>
internal static class Uniformity
{
    /// <summary>NaN for fewer than two rows.</summary>
    /// <param name="unit">[N, D], rows of length 1.</param>
    internal static double Of(Tensor unit)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = unit.to(ScalarType.Float64);
        double count = rows.shape[0];
        if (count < 2)
            return double.NaN;
        // ‖x - y‖² = 2 - 2 x·y; a row with itself gives exp(0) = 1, up to rounding, which is taken off again.
        var similar = ((rows.mm(rows.t()) - 1) * 4).exp();
        var themselves = (((rows * rows).sum(1) - 1) * 4).exp();
        double apart = (similar.sum() - themselves.sum()).item<double>();
        return Math.Log(apart / (count * (count - 1)));
    }
}
