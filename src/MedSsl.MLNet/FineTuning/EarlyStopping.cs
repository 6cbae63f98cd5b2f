using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Measures the macro AUROC on the validation set after every epoch, keeps the weights of the best one, and ends the training when no epoch was better for as
/// many epochs as the patience allows. Where averaged weights are kept, they are measured and kept.
/// </summary>
internal sealed class EarlyStopping : ITrainingObserver, IResumable, IDisposable
{
    private readonly Func<double> _measure;
    private readonly int _patience;
    private readonly (string Name, Tensor Current, Tensor Best)[] _weights;
    private double _best = double.NegativeInfinity;
    private int _since;

    /// <param name="network">What is trained.</param>
    /// <param name="patience">Epochs without a better one, 1 or more.</param>
    /// <param name="measure">The network's macro AUROC.</param>
    internal EarlyStopping(FineTuneNetwork network, int patience, Func<double> measure)
    {
        (_patience, _measure) = (patience, measure);
        _weights = [.. network.state_dict().Select(entry => (entry.Key, entry.Value, Owned.Kept(() => entry.Value.detach().clone())))];
    }

    public string Name => nameof(EarlyStopping);

    public bool WantsToStop => _since >= _patience;

    /// <summary>The best epoch's macro AUROC.</summary>
    internal double Best => _best;

    public void Stepped(StepReport step)
    {
    }

    public void EpochEnded(EpochReport epoch)
    {
        using var averaged = epoch.WithAverage();
        double now = _measure();
        if (now <= _best)
        {
            _since++;
            return;
        }
        (_best, _since) = (now, 0);
        foreach (var (_, current, best) in _weights)
            best.copy_(current);
    }

    /// <summary>Gives the network the best epoch's weights.</summary>
    internal void Restore()
    {
        using var noGrad = no_grad();
        foreach (var (_, current, best) in _weights)
            current.copy_(best);
    }

    public void Save(StateWriter state)
    {
        foreach (var (name, _, best) in _weights)
            state.Add(name, best);
        state.Set("best", _best);
        state.Set("since", _since);
    }

    public void Load(StateReader state)
    {
        foreach (var (name, _, best) in _weights)
            state.CopyTo(name, best);
        _best = state.Get<double>("best");
        _since = state.Get<int>("since");
    }

    public void Dispose()
    {
        foreach (var (_, _, best) in _weights)
            best.Dispose();
    }
}
