namespace MedSsl.MLNet.Tests;

public sealed class ReadAheadTests
{
    private sealed class Numbers : IBatchSampler<int>
    {
        public int StepsPerEpoch(int epoch) => 10;

        public int Batch(int epoch, int step) => 10 * epoch + step;

        public int Images(int batch) => 1;
    }

    [Fact]
    public void BatchesAreFetchedInTurnAndTheirErrorsAreLeftToTheStep()
    {
        var fetched = new List<int>();
        using var go = new SemaphoreSlim(0);
        using (var ahead = new ReadAhead<int>(new Numbers(), batch =>
        {
            fetched.Add(batch);
            go.Wait();
            throw new IOException("a damaged image");
        }))
        {
            ahead.Begin(0, 1);
            Assert.True(SpinWait.SpinUntil(() => fetched.Count == 1, 10_000));
            ahead.Begin(0, 2);      // no longer wanted when its turn comes
            ahead.Begin(1, 3);
            go.Release(2);
        }
        Assert.Equal([1, 13], fetched);
    }

    [Fact]
    public void WhereNothingIsOnDiskNothingIsDrawn() => new ReadAhead<int>(null!, null).Begin(0, 0);
}
