using System.CommandLine;
using MedSsl.Cli.Runs;
using MedSsl.Cli.Synthetic;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl demo</c>: makes a synthetic set of chest X-rays and runs the whole job on it.</summary>
internal sealed class DemoCommand : Command
{
    private const int ImageSize = 96;

    private readonly Option<DirectoryInfo> _out = new("--out") { Description = "folder for the images and the run", DefaultValueFactory = _ => new DirectoryInfo("medssl-demo") };
    private readonly Option<int> _patients = new("--patients") { Description = "how many patients, 40 or more", DefaultValueFactory = _ => 240 };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of everything random", DefaultValueFactory = _ => 1 };

    public DemoCommand() : base("demo", "Make synthetic chest X-rays and run SimCLR, MICLe, fine-tuning and evaluation on them")
    {
        foreach (Option option in new Option[] { _out, _patients, _seed })
            Options.Add(option);
        SetAction(CommandLine.Guarded((parsed, cancellation) => Run(parsed.GetValue(_out)!.ToString(), parsed.GetValue(_patients), parsed.GetValue(_seed), cancellation)));
    }

    private static void Run(string path, int patients, int seed, CancellationToken cancellation)
    {
        if (patients < 40)
            throw new ArgumentException($"--patients is {patients}; it must be 40 or more, so that every part of the split has both classes.");
        string manifest = SyntheticChestXrays.Write(Path.Combine(path, "images"), patients, ImageSize, seed, cancellation);
        Console.WriteLine($"synthetic chest X-rays of {patients} patients: {manifest}");
        TrainCommand.Run(Recipe(manifest, seed), Path.Combine(path, "run"), new RunControl { Overwrite = true }, cancellation);
        Console.WriteLine($"next: medssl predict --model {Path.Combine(path, "run", "model.zip")} --manifest {manifest}");
    }

    /// <summary>The defaults of <c>train</c> with fewer epochs, and smaller batches of patients, as there are few.</summary>
    private static RunOptions Recipe(string manifest, int seed)
    {
        var defaults = new RunOptions { Manifest = manifest };
        return defaults with
        {
            Seed = seed,
            SimClr = defaults.SimClr with { Epochs = 40 },
            Micle = defaults.Micle with { Epochs = 20, BatchSize = 32 },
        };
    }
}
