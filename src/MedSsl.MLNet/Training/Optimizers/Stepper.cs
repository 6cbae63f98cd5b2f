using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Makes the optimizer that the options name.</summary>
internal static class Stepper
{
    /// <param name="options">Which, with momentum and weight decay; already validated.</param>
    /// <param name="groups">What it changes; a group that does not decay gets no weight decay unless the options say so.</param>
    internal static IStepper Create(TrainingOptions options, IReadOnlyList<ParameterGroup> groups)
    {
        double Decay(ParameterGroup group) => group.Decay || options.DecayBiasAndNorm ? options.WeightDecay : 0;
        double rate = options.LearningRate, momentum = options.Momentum;
        return options.Optimizer switch
        {
            OptimizerKind.Lars => new Lars(groups, options),
            OptimizerKind.Sgd => new LibraryStepper(
                optim.SGD([.. groups.Select(g => new SGD.ParamGroup(g.Parameters, rate, momentum, 0, Decay(g), options.Nesterov))], rate, momentum), groups),
            OptimizerKind.Adam => new LibraryStepper(
                optim.Adam([.. groups.Select(g => new Adam.ParamGroup(g.Parameters, rate, weight_decay: Decay(g)))], rate), groups),
            _ => new LibraryStepper(
                optim.AdamW([.. groups.Select(g => new AdamW.ParamGroup(g.Parameters, rate, weight_decay: Decay(g)))], rate), groups),
        };
    }
}
