using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// LARS, layer-wise adaptive rate scaling: You, Gitman and Ginsburg (2017), "Large Batch Training of Convolutional Networks", arXiv 1708.03888, in
/// the form that SimCLR uses.
/// </summary>
/// <remarks>
/// For a weight w with gradient g: g ← g + λ·w; the trust ratio is η·‖w‖ / ‖g‖, or 1 where either norm is 0; v ← μ·v + rate·ratio·g; w ← w − v.
/// Biases and normalisation weights get ratio 1 and no decay. Departure from You et al.: they add λ·‖w‖ to the norm in the denominator instead of
/// decaying the gradient first; SimCLR's code does as here.
/// </remarks>
internal sealed class Lars : IStepper
{
    private readonly IReadOnlyList<ParameterGroup> _groups;
    private readonly double _momentum;
    private readonly double _weightDecay;
    private readonly double _trust;
    private readonly Dictionary<Parameter, Tensor> _velocity = new(ReferenceEqualityComparer.Instance);

    /// <param name="groups">What it changes.</param>
    /// <param name="momentum">μ, 0 to below 1; 0.9 in SimCLR.</param>
    /// <param name="weightDecay">λ, 0 or more; 1e-6 to 1e-4 in SimCLR.</param>
    /// <param name="trust">η, the trust coefficient; 0.001 in both papers.</param>
    internal Lars(IReadOnlyList<ParameterGroup> groups, double momentum, double weightDecay, double trust = 0.001)
    {
        (_groups, _momentum, _weightDecay, _trust) = (groups, momentum, weightDecay, trust);
        foreach (var parameter in groups.SelectMany(group => group.Parameters))
            _velocity.Add(parameter, Owned.Kept(() => zeros_like(parameter)));
    }

    public void Step(double learningRate)
    {
        using var noGrad = no_grad();
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var scope = NewDisposeScope();
                if (parameter.grad is { } gradient)
                    Step(parameter, gradient, learningRate * group.LearningRateMultiplier, group.Decay);
            }
        }
    }

    private void Step(Parameter parameter, Tensor gradient, double rate, bool adapt)
    {
        if (adapt)
        {
            if (_weightDecay != 0)
                gradient = gradient.add(parameter, _weightDecay);
            double weightNorm = parameter.norm().ToSingle(), gradientNorm = gradient.norm().ToSingle();
            if (weightNorm > 0 && gradientNorm > 0)
                rate *= _trust * weightNorm / gradientNorm;
        }
        var velocity = _velocity[parameter];
        velocity.mul_(_momentum).add_(gradient, rate);
        parameter.sub_(velocity);
    }

    public void Dispose()
    {
        foreach (var velocity in _velocity.Values)
            velocity.Dispose();
        _velocity.Clear();
    }
}
