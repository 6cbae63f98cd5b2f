namespace MedSsl.MLNet.Tests;

public class TrainingScheduleTests
{
    private sealed record Options : TrainingOptions;

    private static readonly Options Ten = new() { Epochs = 5, WarmupEpochs = 2, LearningRate = 1 };

    private static TrainingSchedule Of(TrainingOptions options, int batches = 2)
    {
        options.Validate();
        return new(options, _ => batches);
    }

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
    public void WarmUpThenCosine(int step, double rate) => Assert.Equal(rate, Of(Ten).Rate(step), 1e-9);

    [Fact]
    public void WithoutWarmUpItStartsAtTheTop() => Assert.Equal(1, Of(Ten with { WarmupEpochs = 0 }).Rate(0));

    [Fact]
    public void AllWarmUpEndsAtTheTop() => Assert.Equal(1, Of(Ten with { WarmupEpochs = 5 }).Rate(9));

    /// <summary>1.25 epochs of 2 batches are 2 steps and half a step, which is rounded to even: 0.</summary>
    [Fact]
    public void AFractionOfAnEpochWarmsUp() => Assert.Equal([0.5, 1, 1], new long[] { 0, 1, 2 }.Select(Of(Ten with { WarmupEpochs = 1.25, Schedule = ScheduleKind.Constant }).Rate));

    [Theory]
    [InlineData(ScheduleKind.Cosine, 7, 0.55)] // half way between 1 and 0.1
    [InlineData(ScheduleKind.Linear, 7, 0.55)]
    [InlineData(ScheduleKind.Linear, 9, 0.25)] // 5 of 6 parts: 0.1 + 0.9 / 6
    [InlineData(ScheduleKind.Constant, 9, 1)]
    [InlineData(ScheduleKind.Step, 4, 0.5)] // epoch 2 is the first behind 2 epochs
    [InlineData(ScheduleKind.Step, 7, 0.5)]
    [InlineData(ScheduleKind.Step, 8, 0.25)]
    public void SchedulesDownToTheMinimum(ScheduleKind schedule, int step, double rate) =>
        Assert.Equal(rate, Of(Ten with { Schedule = schedule, MinimumLearningRate = 0.1, ScheduleStepEpochs = 2, ScheduleStepFactor = 0.5 }).Rate(step), 1e-9);

    [Fact]
    public void TheStepScheduleStopsAtTheMinimum() =>
        Assert.Equal(0.3, Of(Ten with { Schedule = ScheduleKind.Step, MinimumLearningRate = 0.3, ScheduleStepEpochs = 2, ScheduleStepFactor = 0.5 }).Rate(9));

    /// <summary>SimCLR: 0.3 · 512 / 256, and 0.075 · √4096, with the batch over all accumulated parts.</summary>
    [Theory]
    [InlineData(LearningRateScaling.None, 0.3, 256, 2, 0.3)]
    [InlineData(LearningRateScaling.Linear, 0.3, 256, 2, 0.6)]
    [InlineData(LearningRateScaling.SquareRoot, 0.075, 1024, 4, 4.8)]
    public void TheBatchScalesTheRate(LearningRateScaling scaling, double rate, int batch, int accumulated, double expected) =>
        Assert.Equal(expected, (Ten with { LearningRateScaling = scaling, LearningRate = rate, BatchSize = batch, GradientAccumulationSteps = accumulated })
            .ScaledLearningRate, 1e-12);

    [Fact]
    public void AccumulatedBatchesAreOneStep()
    {
        var schedule = Of(Ten with { GradientAccumulationSteps = 2 }, batches: 5);
        Assert.Equal(15, schedule.Steps);
    }
}
