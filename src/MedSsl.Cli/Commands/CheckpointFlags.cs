using System.CommandLine;
using System.Globalization;
using MedSsl.Cli.Runs;

namespace MedSsl.Cli.Commands;

/// <summary>The flags of a run that can be interrupted and gone on with.</summary>
internal sealed class CheckpointFlags
{
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace a run that --out already holds" };
    private readonly Option<bool> _resume = new("--resume") { Description = "go on with the run in --out that was interrupted; start it where there is none" };
    private readonly Option<string> _every = new("--checkpoint-every")
    {
        Description = "steps between checkpoints, e.g. 500, or seconds, e.g. 300s; 0 for one on Ctrl-C only",
        DefaultValueFactory = _ => "300s",
    };

    private readonly Option<bool> _keep = new("--keep-checkpoints") { Description = "leave --out/checkpoints there when the run has succeeded" };

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _overwrite, _resume, _every, _keep })
            command.Options.Add(option);
    }

    /// <summary>What the flags say.</summary>
    public RunControl Read(ParseResult parsed)
    {
        (long steps, double seconds) = Every(parsed.GetValue(_every)!);
        var control = new RunControl
        {
            Overwrite = parsed.GetValue(_overwrite),
            Resume = parsed.GetValue(_resume),
            Checkpoints = true,
            EverySteps = steps,
            EverySeconds = seconds,
            KeepCheckpoints = parsed.GetValue(_keep),
        };
        return control is { Overwrite: true, Resume: true } ? throw new ArgumentException("--overwrite and --resume exclude each other.") : control;
    }

    private static (long Steps, double Seconds) Every(string text)
    {
        if (text.EndsWith('s') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds <= 1e9)
            return (0, seconds);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long steps))
            return (steps, 0);
        throw new ArgumentException($"--checkpoint-every is {text}; it must be a number of steps, e.g. 500, or of seconds, e.g. 300s.");
    }
}
