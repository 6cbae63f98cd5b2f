using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// While it lives, passes of a module in training mode normalise by their batch as ever and leave the running statistics alone: for passes that only
/// compute again what another one counts.
/// </summary>
internal sealed class StatisticsPause : IDisposable
{
    private readonly BatchNormalisation[] _layers;

    internal StatisticsPause(nn.Module module)
    {
        _layers = [.. module.modules().OfType<BatchNormalisation>().Where(layer => layer.Tracking)];
        foreach (var layer in _layers)
            layer.Tracking = false;
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
            layer.Tracking = true;
    }
}
