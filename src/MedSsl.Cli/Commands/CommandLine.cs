using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using Spectre.Console;

namespace MedSsl.Cli.Commands;

/// <summary>The <c>medssl</c> command line: its subcommands, and how an error becomes one line and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Exit code of a run that failed: bad input, a full disk, a broken image with <c>--on-bad-image stop</c>.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of a run that the user cancelled.</summary>
    public const int Cancelled = 130;

    /// <summary>Parses and runs.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Self-supervised learning on medical images: SimCLR, MICLe, multi-label fine-tuning (Azizi et al. 2021) as ML.NET pipelines.")
        {
            new DemoCommand(),
            new TrainCommand(),
            new CompareCommand(),
            new EvaluateCommand(),
            new PredictCommand(),
            new InspectCommand(),
            new RecipesCommand(),
            new ConvertCommand(),
            new ManifestCommand(),
            new DatasetsCommand(),
            new SplitCommand(),
            new CacheCommand(),
            new ImportCommand(),
            new ExportCommand(),
        };
        if (Console.IsOutputRedirected)
        {
            // A file or another program reads this: no colours, and no lines broken to a terminal's width.
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Width = 160;
        }
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            Messages.Error(ParseErrors.First(parsed, root));
            Messages.Hint(parsed.CommandResult.Command == root ? "medssl --help lists the commands" : $"medssl {parsed.CommandResult.Command.Name} --help lists the options");
            return Failed;
        }
        // Training ends within a step once cancelled, which for a large batch takes minutes, and then writes a checkpoint: the time limit must not cut it off.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(30), EnableDefaultExceptionHandler = false });
    }

    /// <summary>Runs a command's work off the main thread and turns exceptions into one line and an exit code.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> Guarded(Action<ParseResult, CancellationToken> work) => async (parsed, cancellation) =>
    {
        try
        {
            await Task.Run(() => work(parsed, cancellation), CancellationToken.None);
            return 0;
        }
        catch (OperationCanceledException e)
        {
            Messages.Error("cancelled");
            if (e is InterruptedException interrupted)
                Messages.Hint(interrupted.Hint);
            return Cancelled;
        }
        catch (Exception e) when (Messages.IsExpected(e))
        {
            Messages.Error(Messages.OneLine(e));
            return Failed;
        }
    };
}
