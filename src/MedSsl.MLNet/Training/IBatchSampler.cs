namespace MedSsl.MLNet;

/// <summary>Draws the batches of a training run. A batch depends on its epoch and step only, so that any one can be drawn at any time.</summary>
internal interface IBatchSampler<TBatch>
{
    /// <summary>Batches in an epoch (from 0).</summary>
    int StepsPerEpoch(int epoch);

    /// <summary>The rows of one batch.</summary>
    TBatch Batch(int epoch, int step);

    /// <summary>Images in a batch, for the images per second.</summary>
    int Images(TBatch batch);
}
