using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Makes the optimizer that the options name.</summary>
internal static class Stepper
{
    /// <param name="options">Which, with momentum and weight decay; already validated.</param>
    /// <param name="groups">What it changes; a group that does not decay gets no weight decay.</param>
    internal static IStepper Create(TrainingOptions options, IReadOnlyList<ParameterGroup> groups)
    {
        double Decay(ParameterGroup group) => group.Decay ? options.WeightDecay : 0;
        double rate = options.LearningRate;
        return options.Optimizer switch
        {
            OptimizerKind.Lars => new Lars(groups, options.Momentum, options.WeightDecay),
            OptimizerKind.Sgd => new LibraryStepper(
                optim.SGD([.. groups.Select(g => new SGD.ParamGroup(g.Parameters, rate, options.Momentum, 0, Decay(g)))], rate, options.Momentum), groups),
            OptimizerKind.Adam => new LibraryStepper(
                optim.Adam([.. groups.Select(g => new Adam.ParamGroup(g.Parameters, rate, weight_decay: Decay(g)))], rate), groups),
            _ => new LibraryStepper(
                optim.AdamW([.. groups.Select(g => new AdamW.ParamGroup(g.Parameters, rate, weight_decay: Decay(g)))], rate), groups),
        };
    }

    /// <summary>One of TorchSharp's optimizers, with the learning rate set before every step.</summary>
    private sealed class LibraryStepper(optim.Optimizer optimizer, IReadOnlyList<ParameterGroup> groups) : IStepper
    {
        public void Step(double learningRate)
        {
            int index = 0;
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = learningRate * groups[index++].LearningRateMultiplier;
            optimizer.step();
        }

        public void Dispose() => optimizer.Dispose();
    }
}
