using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>One of TorchSharp's optimizers, with the learning rate set before every step.</summary>
internal sealed class LibraryStepper(OptimizerHelper optimizer, IReadOnlyList<ParameterGroup> groups) : IStepper
{
    public void Step(double learningRate)
    {
        int index = 0;
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = learningRate * groups[index++].LearningRateMultiplier;
        optimizer.step();
    }

    public void Save(StateWriter state)
    {
        var steps = new List<long>();
        foreach (var (name, part) in Parts())
        {
            switch (part)
            {
                case SGD.State sgd when sgd.momentum_buffer is not null:
                    state.Add(name + "momentum", sgd.momentum_buffer);
                    break;
                case Adam.State adam:
                    Save(state, name, adam.exp_avg, adam.exp_avg_sq);
                    steps.Add(adam.step);
                    break;
                case AdamW.State adam:
                    Save(state, name, adam.exp_avg, adam.exp_avg_sq);
                    steps.Add(adam.step);
                    break;
            }
        }
        state.Set("steps", steps);
    }

    private static void Save(StateWriter state, string name, Tensor mean, Tensor square)
    {
        state.Add(name + "mean", mean);
        state.Add(name + "square", square);
    }

    public void Load(StateReader state)
    {
        var parameters = new Queue<Parameter>(groups.SelectMany(group => group.Parameters));
        var steps = new Queue<long>(state.Get<List<long>>("steps"));
        foreach (var (name, part) in Parts())
        {
            var parameter = parameters.Dequeue();
            switch (part)
            {
                case SGD.State sgd:
                    LoadMomentum(state, name + "momentum", sgd, parameter);
                    break;
                case Adam.State adam:
                    adam.step = Next(steps);
                    Load(state, name, adam.exp_avg, adam.exp_avg_sq);
                    break;
                case AdamW.State adam:
                    adam.step = Next(steps);
                    Load(state, name, adam.exp_avg, adam.exp_avg_sq);
                    break;
            }
        }
    }

    private static void Load(StateReader state, string name, Tensor mean, Tensor square)
    {
        state.CopyTo(name + "mean", mean);
        state.CopyTo(name + "square", square);
    }

    /// <summary>SGD makes a parameter's momentum from its first gradient, so that there may be none.</summary>
    private static void LoadMomentum(StateReader state, string name, SGD.State sgd, Parameter parameter)
    {
        sgd.momentum_buffer?.Dispose();
        sgd.momentum_buffer = state.Has(name) ? Owned.Kept(() => zeros_like(parameter)) : null!;
        if (sgd.momentum_buffer is { } momentum)
            state.CopyTo(name, momentum);
    }

    private static long Next(Queue<long> steps) =>
        steps.TryDequeue(out long step) && step >= 0 ? step : throw new InvalidDataException("the checkpoint's step counts do not fit the optimizer");

    /// <summary>The state of each parameter, in the groups' order.</summary>
    private IEnumerable<(string Name, OptimizerState State)> Parts() =>
        optimizer.state_dict().State.Select((state, index) => ($"{index}/", state));

    public void Dispose() => optimizer.Dispose();
}
