using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>
/// A stage's checkpoints in a folder: "simclr-000001200.checkpoint" after step 1,200 and "simclr-finished.checkpoint" when all is done.
/// </summary>
internal sealed class CheckpointFolder
{
    private const string Extension = ".checkpoint";
    private const string FinishedName = "finished";
    private readonly string _folder;
    private readonly string _prefix;

    internal CheckpointFolder(string folder, string stage)
    {
        _folder = Path.GetFullPath(folder);
        _prefix = string.Concat(stage.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')) + "-";
    }

    /// <summary>Makes the folder, checks that it can be written to, and removes what a killed process left half written.</summary>
    /// <exception cref="IOException">It cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written to.</exception>
    internal void Prepare()
    {
        Directory.CreateDirectory(_folder);
        foreach (string unfinished in Directory.GetFiles(_folder, _prefix + "*" + Extension + DurableFile.Unfinished))
            DurableFile.TryDelete(unfinished);
        string probe = Path.Combine(_folder, _prefix + "probe" + Extension + DurableFile.Unfinished);
        File.WriteAllText(probe, "");
        File.Delete(probe);
    }

    /// <summary>The checkpoints, newest first; the finished one before all.</summary>
    internal IReadOnlyList<string> NewestFirst() => [.. Steps().OrderByDescending(found => found.Step).Select(found => found.Path)];

    internal string PathOf(long step, bool finished) =>
        Path.Combine(_folder, _prefix + (finished ? FinishedName : step.ToString("D9", CultureInfo.InvariantCulture)) + Extension);

    /// <summary>Puts a damaged checkpoint aside, under a name that is not looked at.</summary>
    internal static void PutAside(string path)
    {
        try
        {
            File.Move(path, path + ".damaged", overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays, and is found damaged again next time.
        }
    }

    /// <summary>
    /// Deletes, after step <paramref name="step"/> was written, what the options do not keep, and whatever is newer: it belongs to a run that this
    /// one has left behind.
    /// </summary>
    internal void Retain(long step, bool finished, CheckpointOptions options)
    {
        long written = finished ? long.MaxValue : step;
        var steps = Steps().Where(found => found.Step != written).ToArray();
        var past = steps.Where(found => found.Step <= step).OrderByDescending(found => found.Step).ToArray();
        var kept = past.Take(finished ? 0 : options.KeepLast - 1);
        if (options.KeepEverySteps > 0)
        {
            kept = kept.Concat(past.Where(found => found.Step >= options.KeepEverySteps)
                .GroupBy(found => found.Step / options.KeepEverySteps).Select(bucket => bucket.MinBy(found => found.Step)));
        }
        foreach (var (_, path) in steps.Except(kept))
            DurableFile.TryDelete(path);
    }

    private IEnumerable<(long Step, string Path)> Steps()
    {
        if (!Directory.Exists(_folder))
            yield break;
        foreach (string path in Directory.GetFiles(_folder, _prefix + "*" + Extension))
        {
            string name = Path.GetFileNameWithoutExtension(path)[_prefix.Length..];
            if (name == FinishedName)
                yield return (long.MaxValue, path);
            else if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long step))
                yield return (step, path);
        }
    }
}
