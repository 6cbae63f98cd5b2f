using MedSsl.MLNet;

namespace MedSsl.Cli.Runs;

/// <summary>How a run deals with what its folder holds and with interruptions; nothing here changes its result.</summary>
internal sealed record RunControl
{
    /// <summary>Replace a run that is there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Go on with a run that was interrupted.</summary>
    public bool Resume { get; init; }

    /// <summary>Write checkpoints at all.</summary>
    public bool Checkpoints { get; init; }

    /// <summary>A checkpoint every so many steps; 0 for none.</summary>
    public long EverySteps { get; init; }

    /// <summary>A checkpoint every so many seconds; 0 for none.</summary>
    public double EverySeconds { get; init; }

    /// <summary>Leave the checkpoints there when all is done.</summary>
    public bool KeepCheckpoints { get; init; }

    /// <summary>What is measured while it trains, but for the folder and the labelled images; null for nothing.</summary>
    public MonitorOptions? Monitors { get; init; }

    /// <summary>The folder of prepared images; null for none.</summary>
    public string? Cache { get; init; }

    /// <summary>The library's options for a folder, or null for no checkpoints.</summary>
    public CheckpointOptions? Options(string folder) => Checkpoints
        ? new()
        {
            Folder = folder,
            EverySteps = EverySteps,
            EverySeconds = EverySeconds,
            Resume = Resume ? ResumeMode.Auto : ResumeMode.Never,
        }
        : null;
}
