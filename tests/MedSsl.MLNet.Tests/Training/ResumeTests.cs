using TorchSharp;

namespace MedSsl.MLNet.Tests;

/// <summary>A run that is interrupted and gone on with ends as the one that was not, to the bit.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Checkpoints => _folder["checkpoints"];

    private TinyRun.Options Options => TinyRun.Default with { Checkpoints = new() { Folder = Checkpoints } };

    private string[] Files => [.. Directory.GetFiles(Checkpoints).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData(OptimizerKind.Sgd, 1)]
    [InlineData(OptimizerKind.Sgd, 8)] // the end of an epoch
    [InlineData(OptimizerKind.Adam, 7)]
    [InlineData(OptimizerKind.AdamW, 19)]
    [InlineData(OptimizerKind.Lars, 10)]
    public void EveryOptimizerGoesOn(OptimizerKind optimizer, long after)
    {
        var options = Options with { Optimizer = optimizer, WeightAveraging = 0.9, ClipGradientNorm = 0.5, LearningRate = optimizer == OptimizerKind.Lars ? 20 : 0.05 };
        var (expected, whole) = new TinyRun().Train(options with { Checkpoints = null });
        TinyRun.Interrupted(options, after);
        Assert.Equal([$"tiny-run-{after:D9}.checkpoint"], Files);
        var second = new TinyRun();
        var (bits, summary) = second.Train(options);
        Assert.Equal(expected, bits);
        Assert.Equal(20 - after, second.Steps);
        Assert.Equal(whole.EpochLosses, summary.EpochLosses);
        Assert.Equal((whole.Steps, whole.Images), (summary.Steps, summary.Images));
        Assert.Contains("goes on from", Assert.Single(second.Told, message => message.Contains("goes on")));
    }

    [Fact]
    public void AccumulatedStepsGoOn()
    {
        var options = Options with { GradientAccumulationSteps = 3, Optimizer = OptimizerKind.Sgd, Nesterov = true };
        var (expected, _) = new TinyRun().Train(options with { Checkpoints = null });
        TinyRun.Interrupted(options, 3);
        Assert.Equal(expected, new TinyRun().Train(options).Bits);
    }

    [Fact]
    public void WhatIsFinishedIsNotTrainedAgain()
    {
        var options = Options with { WeightAveraging = 0.9 };
        var (expected, _) = new TinyRun().Train(options);
        Assert.Equal(["tiny-run-finished.checkpoint"], Files);
        var again = new TinyRun();
        var (bits, summary) = again.Train(options);
        Assert.Equal(expected, bits);
        Assert.Equal((0, 20, 5), (again.Steps, summary.Steps, summary.EpochLosses.Count));
    }

    /// <summary>Killed between the epoch that ends the training early and the last checkpoint: the resumed run must not train on.</summary>
    [Fact]
    public void AnEarlyStopIsRemembered()
    {
        var options = Options with { Checkpoints = Options.Checkpoints! with { EveryEpochs = 1, KeepEverySteps = 12 } };
        Assert.Equal(12, new TinyRun { Stop = epoch => epoch.Epoch == 2 }.Train(options).Summary.Steps);
        Assert.Equal(["tiny-run-000000012.checkpoint", "tiny-run-finished.checkpoint"], Files);
        File.Delete(Path.Combine(Checkpoints, Files[1]));
        var again = new TinyRun();
        Assert.Equal(12, again.Train(options).Summary.Steps);
        Assert.Equal(0, again.Steps);
    }

    [Fact]
    public void OtherOptionsAndOtherImagesAreRefused()
    {
        TinyRun.Interrupted(Options, 3);
        string Refusal(TinyRun.Options options, string data = "the data") =>
            Assert.Throws<InvalidOperationException>(() => new TinyRun { Data = data }.Train(options)).Message;
        Assert.Contains("LearningRate was 0.05 and is 0.02", Refusal(Options with { LearningRate = 0.02 }));
        Assert.Contains("Optimizer was AdamW and is Adam", Refusal(Options with { Optimizer = OptimizerKind.Adam }));
        string other = Refusal(Options, "other data");
        Assert.Contains("content was the data and is other data", other);
        Assert.Contains("tiny-run-000000003.checkpoint", other);
        Assert.Contains("Resume = Never", other);
        Assert.Equal(["tiny-run-000000003.checkpoint"], Files);
    }

    [Fact]
    public void NeverStartsAgainAndReplaces()
    {
        TinyRun.Interrupted(Options, 13);
        var again = Options with { LearningRate = 0.02, Checkpoints = Options.Checkpoints! with { Resume = ResumeMode.Never } };
        TinyRun.Interrupted(again, 2);
        Assert.Equal(["tiny-run-000000002.checkpoint"], Files);
    }

    [Fact]
    public void RequiredNeedsACheckpoint()
    {
        var required = Options with { Checkpoints = Options.Checkpoints! with { Resume = ResumeMode.Required } };
        Assert.Contains("no checkpoint", Assert.Throws<InvalidDataException>(() => new TinyRun().Train(required)).Message);
        TinyRun.Interrupted(Options, 2);
        new TinyRun().Train(required);
    }

    /// <summary>Every third step is written: 9 and 18 are the first from 8 and from 16 on, 15 is the last but one.</summary>
    [Fact]
    public void TheNewestAndTheFirstOfEveryEightAreKept()
    {
        TinyRun.Interrupted(Options with { Checkpoints = Options.Checkpoints! with { EverySteps = 3, KeepLast = 2, KeepEverySteps = 8 } }, 18);
        Assert.Equal([9, 15, 18], Files.Select(name => int.Parse(name[9..18])));
    }

    [Fact]
    public void TheNewestOfOneEpochEachAreKept()
    {
        TinyRun.Interrupted(Options with { Checkpoints = Options.Checkpoints! with { EveryEpochs = 1, KeepLast = 3 } }, 17);
        Assert.Equal(["tiny-run-000000012.checkpoint", "tiny-run-000000016.checkpoint", "tiny-run-000000017.checkpoint"], Files);
    }

    [Fact]
    public void TimeMakesThemDue()
    {
        TinyRun.Interrupted(Options with { Checkpoints = Options.Checkpoints! with { EverySeconds = 1e-9, KeepLast = 1000 } }, 6);
        Assert.Equal(6, Files.Length);
    }

    /// <summary>The newest with one bit turned, or cut off: the one before it is used, the user is told, and the result is the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ADamagedNewestIsPutAside(bool cut)
    {
        var options = Options with { Checkpoints = Options.Checkpoints! with { EverySteps = 3 } };
        var (expected, _) = new TinyRun().Train(options with { Checkpoints = null });
        TinyRun.Interrupted(options, 10);
        string newest = Path.Combine(Checkpoints, "tiny-run-000000010.checkpoint");
        byte[] bytes = File.ReadAllBytes(newest);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(newest, cut ? bytes[..^100] : bytes);
        var run = new TinyRun();
        Assert.Equal(expected, run.Train(options).Bits);
        Assert.Equal(11, run.Steps);
        Assert.Contains("tiny-run-000000010.checkpoint cannot be used", Assert.Single(run.Warnings));
        Assert.Contains(run.Warnings[0], run.Told);
        Assert.Equal(["tiny-run-000000010.checkpoint.damaged", "tiny-run-finished.checkpoint"], Files);
    }

    /// <summary>A killed process can leave a file half written: it is never taken for a checkpoint, and is removed.</summary>
    [Fact]
    public void AHalfWrittenFileIsRemoved()
    {
        TinyRun.Interrupted(Options, 3);
        File.WriteAllText(Path.Combine(Checkpoints, "tiny-run-000000004.checkpoint.tmp"), "MEDSSLC1");
        TinyRun.Interrupted(Options, 5);
        Assert.Equal(["tiny-run-000000003.checkpoint", "tiny-run-000000005.checkpoint"], Files);
    }

    /// <summary>Neither writing nor reading leaves tensors behind.</summary>
    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Lars)]
    public void CheckpointsLeaveNoTensors(OptimizerKind optimizer)
    {
        var live = new List<long>();
        var options = Options with { Optimizer = optimizer, WeightAveraging = 0.9, Checkpoints = Options.Checkpoints! with { EverySteps = 1 } };
        var run = new TinyRun { Stepped = _ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount) };
        TinyRun.Interrupted(options, 4);
        run.Train(options);
        Assert.Equal(16, live.Count);
        Assert.Single(live.Skip(1).Distinct());
    }
}
