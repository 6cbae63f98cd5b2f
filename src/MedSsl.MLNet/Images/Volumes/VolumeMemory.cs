namespace MedSsl.MLNet;

/// <summary>Keeps what is read at a time within a number of voxels; a volume larger than that is read alone.</summary>
internal sealed class VolumeMemory(long most)
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _left = new();
    private long _taken;

    /// <summary>Waits until there is room, takes it for as long as <paramref name="read"/> runs.</summary>
    internal void Run(long voxels, Action read)
    {
        while (!TryTake(voxels))
            _left.Wait();
        try
        {
            read();
        }
        finally
        {
            lock (_gate)
            {
                _taken -= voxels;
                _left.Set();
            }
        }
    }

    private bool TryTake(long voxels)
    {
        lock (_gate)
        {
            if (_taken > 0 && _taken + voxels > most)
            {
                _left.Reset();
                return false;
            }
            _taken += voxels;
            return true;
        }
    }
}
