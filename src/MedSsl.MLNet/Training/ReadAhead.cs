namespace MedSsl.MLNet;

/// <summary>
/// Fetches what the next batch reads from disk, on another thread while the step runs, so that the step after it finds it in memory. It changes no result:
/// the batch is drawn again when its turn comes.
/// </summary>
/// <param name="sampler">The batches.</param>
/// <param name="fetch">Fetches a batch's images; null where all are in memory.</param>
internal sealed class ReadAhead<TBatch>(IBatchSampler<TBatch> sampler, Action<TBatch>? fetch) : IDisposable
{
    private Task _fetching = Task.CompletedTask;
    private int _newest;

    /// <summary>Fetches a batch after the one before, unless a newer one is asked for by then.</summary>
    internal void Begin(int epoch, int step)
    {
        if (fetch is null)
            return;
        int number = Interlocked.Increment(ref _newest);
        var batch = sampler.Batch(epoch, step);
        _fetching = _fetching.ContinueWith(_ =>
        {
            if (number == Volatile.Read(ref _newest))
                Fetch(batch);
        }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing is read any more.</summary>
    public void Dispose() => _fetching.Wait();

    private void Fetch(TBatch batch)
    {
        try
        {
            fetch!(batch);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The step that reads the image meets the same error and reports it.
        }
    }
}
