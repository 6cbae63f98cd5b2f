namespace MedSsl.MLNet.Tests;

public class LabelledSamplerTests
{
    [Theory]
    [InlineData(100, 32, 4)]
    [InlineData(64, 64, 1)]
    [InlineData(65, 64, 2)]
    public void An_epoch_visits_every_row_once_in_batches_of_nearly_one_size(int count, int batchSize, int steps)
    {
        var rows = Enumerable.Range(0, count).Select(i => i * 3).ToArray();
        var sampler = new LabelledSampler(rows, batchSize, 1);
        Assert.Equal(steps, sampler.StepsPerEpoch(0));
        var batches = Enumerable.Range(0, steps).Select(step => sampler.Batch(2, step)).ToArray();
        Assert.Equal(rows, batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.InRange(batch.Length, count / steps, Math.Min(batchSize, count / steps + 1)));
        Assert.Equal(batches[0].Length, sampler.Images(batches[0]));
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_and_on_nothing_drawn_before()
    {
        var rows = Enumerable.Range(0, 50).ToArray();
        var a = new LabelledSampler(rows, 10, 1);
        var first = a.Batch(0, 3);
        Assert.NotEqual(first, a.Batch(1, 3));
        Assert.Equal(first, a.Batch(0, 3));
        Assert.Equal(first, new LabelledSampler(rows, 10, 1).Batch(0, 3));
        Assert.NotEqual(first, new LabelledSampler(rows, 10, 2).Batch(0, 3));
    }
}
