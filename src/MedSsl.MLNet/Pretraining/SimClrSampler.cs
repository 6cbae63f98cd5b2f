namespace MedSsl.MLNet;

/// <summary>
/// SimCLR's batches: every epoch has its own seeded permutation of the images, and both views of a pair are of one image. The images that do not fill
/// the last batch are left out of that epoch, as in the paper's code: a contrastive loss over a smaller batch is another loss.
/// </summary>
/// <param name="images">Images in the set, at least <paramref name="batchSize"/>.</param>
/// <param name="batchSize">Images in a batch.</param>
/// <param name="seed">The stage's seed.</param>
internal sealed class SimClrSampler(int images, int batchSize, ulong seed) : IBatchSampler<PairBatch>
{
    private (int Epoch, int[] Rows) _order = (-1, []);

    public int StepsPerEpoch(int epoch) => images / batchSize;

    public PairBatch Batch(int epoch, int step)
    {
        if (_order.Epoch != epoch)
            _order = (epoch, SeededOrder.Permutation(images, SampleSeed.Of(seed, "SimCLR order", epoch, 0, 0)));
        var rows = _order.Rows.AsSpan(step * batchSize, batchSize);
        return new PairBatch([.. rows, .. rows]);
    }

    public int Images(PairBatch batch) => batch.Pairs;
}
