namespace MedSsl.MLNet;

/// <summary>What happens when a checkpoint cannot be written: a full disk, a folder that must not be written to.</summary>
public enum CheckpointFailure
{
    /// <summary>A warning in the log and a message in the progress; the training goes on, and the next checkpoint is tried when it is due.</summary>
    Warn,

    /// <summary>The training ends with an <see cref="IOException"/>.</summary>
    Stop,
}
