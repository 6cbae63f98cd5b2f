namespace MedSsl.MLNet;

/// <summary>
/// Every labelled row once an epoch in seeded random order, in batches whose sizes differ by at most one: no row is dropped, and no small last
/// batch disturbs the normalisation statistics.
/// </summary>
internal sealed class LabelledSampler : IBatchSampler<int[]>
{
    private readonly int[] _rows;
    private readonly int _steps;
    private readonly ulong _seed;
    private (int Epoch, int[] Order) _current = (-1, []);

    internal LabelledSampler(int[] rows, int batchSize, ulong seed)
    {
        _rows = rows;
        _steps = (rows.Length + batchSize - 1) / batchSize;
        _seed = seed;
    }

    public int StepsPerEpoch(int epoch) => _steps;

    public int Images(int[] batch) => batch.Length;

    public int[] Batch(int epoch, int step)
    {
        if (_current.Epoch != epoch)
            _current = (epoch, SampleSeed.Shuffle(_rows, SampleSeed.Of(_seed, "FineTune.Order", epoch, 0, 0)));
        int from = (int)((long)_rows.Length * step / _steps), to = (int)((long)_rows.Length * (step + 1) / _steps);
        return _current.Order[from..to];
    }
}
