using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Rows at length 1, so that a product of two is their cosine.</summary>
internal static class UnitRows
{
    /// <summary>In double precision, on the processor; a row of zeros stays.</summary>
    /// <param name="rows">[N, D].</param>
    internal static Tensor Of(Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var exact = rows.detach().to(ScalarType.Float64, CPU);
        return (exact / ((exact * exact).sum(1, true).sqrt() + 1e-300)).MoveToOuterDisposeScope();
    }
}
