using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Cross-entropy between a teacher's and a student's softened outputs, times τ² so that its gradient keeps its size: Hinton et al. (2015), arXiv 1503.02531, as
/// SimCLRv2 uses it (Chen et al. 2020, arXiv 2006.10029, equation 2; the factor is its code's).
/// </summary>
internal static class DistillationLoss
{
    /// <summary>τ² · mean over the images of -Σ_c p_c log softmax(x / τ)_c.</summary>
    /// <param name="logits">The student's x, [N, K].</param>
    /// <param name="teacher">p, [N, K]: the teacher's softmax(· / τ).</param>
    /// <param name="temperature">τ, above 0.</param>
    internal static Tensor OfClasses(Tensor logits, Tensor teacher, double temperature)
    {
        using var scope = NewDisposeScope();
        var sum = (teacher * nn.functional.log_softmax(logits / temperature, 1)).sum().neg();
        return (sum * (temperature * temperature / logits.shape[0])).MoveToOuterDisposeScope();
    }

    /// <summary>τ² · mean over images and labels of the binary cross-entropy between p and σ(x / τ).</summary>
    /// <param name="logits">The student's x, [N, K].</param>
    /// <param name="teacher">p, [N, K]: the teacher's σ(· / τ).</param>
    /// <param name="temperature">τ, above 0.</param>
    internal static Tensor OfLabels(Tensor logits, Tensor teacher, double temperature)
    {
        using var scope = NewDisposeScope();
        var mean = nn.functional.binary_cross_entropy_with_logits(logits / temperature, teacher);
        return (mean * (temperature * temperature)).MoveToOuterDisposeScope();
    }
}
