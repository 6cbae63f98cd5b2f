namespace MedSsl.MLNet.Tests;

/// <summary>Checkpoints that cannot be written: the training is not lost, the user is told, and nothing half written stays.</summary>
public sealed class CheckpointFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private TinyRun.Options Options(string folder, CheckpointFailure failure = CheckpointFailure.Warn) =>
        TinyRun.Default with { Checkpoints = new() { Folder = folder, EveryEpochs = 1, OnFailure = failure } };

    /// <summary>A file where the folder should be: nobody can write there, not even the administrator, who may write to folders that are read-only.</summary>
    [Fact]
    public void AFolderThatCannotBeWrittenToIsToldAtOnceAndTheTrainingGoesOn()
    {
        string file = _folder.Write("checkpoints", "in the way");
        var (expected, _) = new TinyRun().Train(TinyRun.Default);
        List<string>? early = null;
        TinyRun run = null!;
        run = new TinyRun { Stepped = step => early ??= [.. run.Warnings] };
        Assert.Equal(expected, run.Train(Options(file)).Bits);
        Assert.Contains($"no checkpoint can be written to {file}", Assert.Single(early!));
        Assert.Contains("The training goes on", early![0]);
        Assert.Equal(7, run.Warnings.Count); // at the start, after 5 epochs, and at the end
        Assert.Equal(run.Warnings, run.Told);
        Assert.Equal("in the way", File.ReadAllText(file));
    }

    [Fact]
    public void OnRequestTheTrainingStops()
    {
        string file = _folder.Write("checkpoints", "in the way");
        var run = new TinyRun();
        Assert.Contains(file, Assert.Throws<IOException>(() => run.Train(Options(file, CheckpointFailure.Stop))).Message);
        Assert.Equal(0, run.Steps);
    }

    /// <summary>
    /// A full disk for one checkpoint: Linux's /dev/full takes no byte. The one before it stays, the one after it is written.
    /// </summary>
    [Fact]
    public void AFullDiskCostsOneCheckpoint()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (expected, _) = new TinyRun().Train(TinyRun.Default);
        string folder = _folder["checkpoints"];
        string[]? after = null;
        var run = new TinyRun
        {
            Stepped = step =>
            {
                if (step.Step == 7)
                    File.CreateSymbolicLink(Path.Combine(folder, "tiny-run-000000008.checkpoint.tmp"), "/dev/full");
                if (step.Step == 9)
                    after = [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path))];
            },
        };
        Assert.Equal(expected, run.Train(Options(folder)).Bits);
        Assert.Contains("tiny-run-000000008.checkpoint could not be written", Assert.Single(run.Warnings));
        Assert.Equal(["tiny-run-000000004.checkpoint"], after!);
        Assert.Equal(["tiny-run-finished.checkpoint"], Directory.GetFiles(folder).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void AFullDiskStopsOnRequestAndTheCheckpointBeforeItServes()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (expected, _) = new TinyRun().Train(TinyRun.Default);
        string folder = _folder["checkpoints"];
        var run = new TinyRun
        {
            Stepped = step =>
            {
                if (step.Step == 7)
                    File.CreateSymbolicLink(Path.Combine(folder, "tiny-run-000000008.checkpoint.tmp"), "/dev/full");
            },
        };
        Assert.Throws<IOException>(() => run.Train(Options(folder, CheckpointFailure.Stop)));
        var resumed = new TinyRun();
        Assert.Equal(expected, resumed.Train(Options(folder)).Bits);
        Assert.Equal(16, resumed.Steps);
    }
}
