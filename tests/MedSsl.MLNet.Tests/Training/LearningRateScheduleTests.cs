namespace MedSsl.MLNet.Tests;

public class LearningRateScheduleTests
{
    /// <summary>
    /// By hand: 4 warm-up steps rise by quarters; then cos runs from 0 to π over 6 steps, e.g. step 7 is half way, and step 9 has cos(5π/6) = −√3/2.
    /// </summary>
    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(6, 0.75)]
    [InlineData(7, 0.5)]
    [InlineData(9, 0.0669872981)]
    public void WarmUpThenCosine(int step, double factor) => Assert.Equal(factor, LearningRateSchedule.Factor(step, 10, 4), 1e-9);

    [Fact]
    public void WithoutWarmUpItStartsAtTheTop() => Assert.Equal(1, LearningRateSchedule.Factor(0, 5, 0));

    [Fact]
    public void AllWarmUpEndsAtTheTop() => Assert.Equal(1, LearningRateSchedule.Factor(4, 5, 5));
}
