using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// An exponential moving average of a module's weights and normalisation statistics (Polyak and Juditsky 1992). The decay rises from 0.1 as
/// (1 + step) / (10 + step), so that the first weights are soon forgotten.
/// </summary>
internal sealed class WeightAverage : IDisposable, IResumable
{
    private readonly double _decay;
    private readonly (string Name, Tensor Current, Tensor Average)[] _pairs;

    internal WeightAverage(nn.Module module, double decay)
    {
        _decay = decay;
        _pairs = [.. module.state_dict().Select(entry => (entry.Key, entry.Value, Owned.Kept(() => entry.Value.detach().clone())))];
    }

    public string Name => "average";

    /// <summary>Takes the current weights in, after the optimizer's step number <paramref name="steps"/> (from 1).</summary>
    internal void Update(long steps)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        double share = 1 - Math.Min(_decay, (1.0 + steps) / (10.0 + steps));
        foreach (var (_, current, average) in _pairs)
        {
            if (average.is_floating_point())
                average.mul_(1 - share).add_(current.detach(), share);
            else
                average.copy_(current);
        }
    }

    /// <summary>Gives the module the averages.</summary>
    internal void CopyToModule()
    {
        using var noGrad = no_grad();
        foreach (var (_, current, average) in _pairs)
            current.copy_(average);
    }

    /// <summary>Exchanges the module's weights and the averages.</summary>
    internal void Swap()
    {
        using var noGrad = no_grad();
        foreach (var (_, current, average) in _pairs)
        {
            using var kept = current.detach().clone();
            current.copy_(average);
            average.copy_(kept);
        }
    }

    public void Save(StateWriter state)
    {
        foreach (var (name, _, average) in _pairs)
            state.Add(name, average);
    }

    public void Load(StateReader state)
    {
        foreach (var (name, _, average) in _pairs)
            state.CopyTo(name, average);
    }

    public void Dispose()
    {
        foreach (var (_, _, average) in _pairs)
            average.Dispose();
    }
}
