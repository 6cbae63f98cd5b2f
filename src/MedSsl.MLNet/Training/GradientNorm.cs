using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The Euclidean norm of all gradients together, and clipping by it: Pascanu, Mikolov and Bengio (2012), arXiv 1211.5063.</summary>
internal static class GradientNorm
{
    /// <summary>Scales the gradients by maximum / norm where their norm is larger than <paramref name="maximum"/>.</summary>
    /// <param name="groups">Whose gradients.</param>
    /// <param name="maximum">The largest norm; 0 changes nothing.</param>
    /// <returns>The norm before.</returns>
    internal static double Clip(IReadOnlyList<ParameterGroup> groups, double maximum) =>
        nn.utils.clip_grad_norm_(groups.SelectMany(group => group.Parameters), maximum > 0 ? maximum : double.PositiveInfinity);
}
