using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Parameters that an optimizer treats alike.</summary>
/// <param name="Parameters">Those that are trained; frozen ones are left out.</param>
/// <param name="LearningRateMultiplier">Multiplies the options' learning rate for this group.</param>
/// <param name="Decay">True: weight decay applies, and LARS's layer-wise rate. False for biases and normalisation weights.</param>
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double LearningRateMultiplier, bool Decay)
{
    /// <summary>
    /// A module's trainable parameters in two groups: matrices and kernels, which decay, and vectors (biases, normalisation weights), which do not.
    /// Empty groups are left out.
    /// </summary>
    internal static IReadOnlyList<ParameterGroup> Split(nn.Module module, double learningRateMultiplier = 1)
    {
        var trained = module.parameters().Where(parameter => parameter.requires_grad).ToArray();
        return [.. new[] { true, false }
            .Select(decay => new ParameterGroup([.. trained.Where(parameter => parameter.shape.Length > 1 == decay)], learningRateMultiplier, decay))
            .Where(group => group.Parameters.Count > 0)];
    }
}
