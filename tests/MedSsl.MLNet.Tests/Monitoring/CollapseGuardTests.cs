namespace MedSsl.MLNet.Tests;

public class CollapseGuardTests
{
    /// <summary>Warm-up of 30 of 100 steps: what is before does not count, a report without collapse starts again, and it is told once.</summary>
    [Fact]
    public void ThreeReportsAfterTheWarmupAreTold()
    {
        var guard = new CollapseGuard("SimCLR", 0.3);
        string? At(long step, double rank, double deviation) => guard.Check(step, 100, rank, deviation);
        Assert.All([10, 20, 25, 29], step => Assert.Null(At(step, 1, 0)));
        Assert.Null(At(30, 1.2, 0.5));
        Assert.Null(At(40, 40, 0.05));
        Assert.Null(At(50, 40, 0.5));
        Assert.Null(At(60, 1.2, 0.5));
        Assert.Null(At(70, 1.2, 0.05));
        string warning = At(80, 1.03, 0.012)!;
        Assert.Contains("collapsed by step 80: effective rank 1.03, deviation 0.012", warning);
        Assert.Null(At(90, 1, 0));
    }

    /// <summary>A run all of whose steps are warm-up is looked at from its half on, one without from its tenth.</summary>
    [Theory]
    [InlineData(1, 50)]
    [InlineData(0, 10)]
    public void TheFirstStepThatCounts(double warmup, long first)
    {
        var guard = new CollapseGuard("SimCLR", warmup);
        guard.Check(first - 1, 100, 1, 0);
        Assert.Equal(0, guard.Count);
        guard.Check(first, 100, 1, 0);
        Assert.Equal(1, guard.Count);
    }
}
