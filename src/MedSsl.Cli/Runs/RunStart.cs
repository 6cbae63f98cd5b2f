using MedSsl.MLNet;

namespace MedSsl.Cli.Runs;

/// <summary>
/// Begins to write a run's files at the first progress of its training: what is refused before, a wrong manifest, option or image, leaves nothing
/// behind, and an overwritten run stays until then.
/// </summary>
internal sealed class RunStart(IProgress<TrainingProgress> progress, RunFolder folder, RunOptions options, RunControl control, RunLog log)
    : IProgress<TrainingProgress>
{
    private bool _begun;

    /// <summary>Passes the progress on.</summary>
    public void Report(TrainingProgress value)
    {
        Begin();
        progress.Report(value);
    }

    /// <summary>Writes options and log, once.</summary>
    public void Begin()
    {
        if (_begun)
            return;
        folder.Begin(control.Overwrite);
        RunFolder.WriteJson(folder.Options, options);
        log.Open(folder.Log, append: control.Resume);
        _begun = true;
    }
}
