using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// LARS, layer-wise adaptive rate scaling: You, Gitman and Ginsburg (2017), "Large Batch Training of Convolutional Networks", arXiv 1708.03888, in
/// the form that SimCLR uses.
/// </summary>
/// <remarks>
/// For a weight w with gradient g: g ← g + λ·w; the trust ratio is η·‖w‖ / ‖g‖, or 1 where either norm is 0; v ← μ·v + rate·ratio·g; w ← w − v, or
/// with Nesterov's momentum w ← w − μ·v − rate·ratio·g. Biases and normalisation weights get ratio 1 and no decay unless the options say so.
/// Departure from You et al.: they add λ·‖w‖ to the norm in the denominator instead of decaying the gradient first; SimCLR's code does as here.
/// </remarks>
internal sealed class Lars : IStepper
{
    private readonly IReadOnlyList<ParameterGroup> _groups;
    private readonly TrainingOptions _options;
    private readonly Dictionary<Parameter, Tensor> _velocity = new(ReferenceEqualityComparer.Instance);

    /// <param name="groups">What it changes.</param>
    /// <param name="options">μ, λ, η, Nesterov, and what is left out of decay and ratio.</param>
    internal Lars(IReadOnlyList<ParameterGroup> groups, TrainingOptions options)
    {
        (_groups, _options) = (groups, options);
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

    private void Step(Parameter parameter, Tensor gradient, double rate, bool matrix)
    {
        if (_options.WeightDecay != 0 && (matrix || _options.DecayBiasAndNorm))
            gradient = gradient.add(parameter, _options.WeightDecay);
        if (matrix || _options.LarsAdaptsBiasAndNorm)
        {
            double weightNorm = parameter.norm().ToSingle(), gradientNorm = gradient.norm().ToSingle();
            if (weightNorm > 0 && gradientNorm > 0)
                rate *= _options.LarsTrustCoefficient * weightNorm / gradientNorm;
        }
        var velocity = _velocity[parameter];
        velocity.mul_(_options.Momentum).add_(gradient, rate);
        if (_options.Nesterov)
            parameter.add_(velocity, -_options.Momentum).add_(gradient, -rate);
        else
            parameter.sub_(velocity);
    }

    public void Save(StateWriter state) => ForEach((name, velocity) => state.Add(name, velocity));

    public void Load(StateReader state) => ForEach(state.CopyTo);

    private void ForEach(Action<string, Tensor> act)
    {
        int index = 0;
        foreach (var parameter in _groups.SelectMany(group => group.Parameters))
            act($"{index++}/velocity", _velocity[parameter]);
    }

    public void Dispose()
    {
        foreach (var velocity in _velocity.Values)
            velocity.Dispose();
        _velocity.Clear();
    }
}
