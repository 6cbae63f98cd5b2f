namespace MedSsl.MLNet;

/// <summary>
/// Where a stage writes checkpoints, how often, and what a later <c>Fit</c> makes of them. A run that goes on from a checkpoint ends with the weights
/// of one that was never interrupted, to the bit, on the same machine with the same number of threads.
/// </summary>
/// <remarks>
/// All stages of a pipeline can share a folder: each names its files after itself, and a stage that is found finished is not trained again. Two stages
/// of one kind need two folders. A checkpoint is written under another name, flushed to the disk and renamed, so that there is never half of one; a
/// SHA-256 tells a damaged one, and the one before it is used. A checkpoint of a run with other options or other images is refused. It holds weights,
/// normalisation statistics, the optimizer's state, averaged weights, the place in the run and the state of the monitors, about three times the
/// weights' size with Adam; writing it takes no second copy of them in memory.
/// </remarks>
public sealed record CheckpointOptions
{
    /// <summary>The folder; made where it does not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>A checkpoint after every so many optimizer steps; 0, the default, for none by steps.</summary>
    public long EverySteps { get; init; }

    /// <summary>A checkpoint when so many seconds have passed since the last; 300 by default, 0 for none by time.</summary>
    public double EverySeconds { get; init; } = 300;

    /// <summary>A checkpoint at the end of every so many epochs; 0, the default, for none by epochs.</summary>
    public int EveryEpochs { get; init; }

    /// <summary>How many of the newest are kept, 1 to 1,000; 2 by default, so that one is left should the newest be damaged.</summary>
    public int KeepLast { get; init; } = 2;

    /// <summary>Also keeps the first checkpoint in every so many steps for good; 0, the default, for none.</summary>
    public long KeepEverySteps { get; init; }

    /// <summary>What is done with checkpoints that are already there; they are gone on from by default.</summary>
    public ResumeMode Resume { get; init; }

    /// <summary>What happens when a checkpoint cannot be written; by default the training goes on.</summary>
    public CheckpointFailure OnFailure { get; init; }

    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(Folder))
            throw new ArgumentException($"{nameof(CheckpointOptions)}.{nameof(Folder)} is empty; give the folder for the checkpoints.");
        OptionChecks.InRange(nameof(EverySteps), EverySteps, 0, long.MaxValue);
        OptionChecks.InRange(nameof(EverySeconds), EverySeconds, 0, 1e9);
        OptionChecks.InRange(nameof(EveryEpochs), EveryEpochs, 0, 1_000_000);
        OptionChecks.InRange(nameof(KeepLast), KeepLast, 1, 1000);
        OptionChecks.InRange(nameof(KeepEverySteps), KeepEverySteps, 0, long.MaxValue);
        OptionChecks.Defined(nameof(Resume), Resume);
        OptionChecks.Defined(nameof(OnFailure), OnFailure);
    }
}
