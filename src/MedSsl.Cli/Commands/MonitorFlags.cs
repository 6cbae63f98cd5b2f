using System.CommandLine;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>The flags of what is measured while a run trains.</summary>
internal sealed class MonitorFlags
{
    private static readonly MonitorOptions Defaults = new();

    private readonly Option<int> _every = new("--monitor-every")
    {
        Description = "steps between two reports in --out/monitors; 0 for no monitors",
        DefaultValueFactory = _ => Defaults.EverySteps,
    };

    private readonly Option<int> _probe = new("--probe-every")
    {
        Description = "epochs of pretraining between two tests of the encoder by kNN and linear probe on labelled training patients; 0 for none",
        DefaultValueFactory = _ => Defaults.ProbeEveryEpochs,
    };

    private readonly Option<bool> _tensorBoard = new("--tensorboard") { Description = "also write TensorBoard event files, to --out/monitors/tensorboard" };

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _every, _probe, _tensorBoard })
            command.Options.Add(option);
    }

    /// <summary>What the flags say; null for no monitors.</summary>
    public MonitorOptions? Read(ParseResult parsed) => parsed.GetValue(_every) switch
    {
        0 => null,
        < 0 and int every => throw new ArgumentException($"--monitor-every is {every}; it must be 0 (no monitors) or more."),
        int every when parsed.GetValue(_probe) is >= 0 and int probe => Defaults with { EverySteps = every, ProbeEveryEpochs = probe, TensorBoard = parsed.GetValue(_tensorBoard) },
        _ => throw new ArgumentException($"--probe-every is {parsed.GetValue(_probe)}; it must be 0 (no kNN and no linear probe) or more."),
    };
}
