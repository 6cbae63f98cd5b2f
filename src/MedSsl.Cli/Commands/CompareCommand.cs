using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Microsoft.ML;

namespace MedSsl.Cli.Commands;

/// <summary>
/// <c>medssl compare</c>: is pretraining worth it on these images? Fine-tunes from random weights, from SimCLR and from SimCLR and MICLe, for
/// several seeds and shares of the labels, and makes a table and a plot.
/// </summary>
internal sealed class CompareCommand : Command
{
    private readonly RunFlags _run = new();
    private readonly Option<DirectoryInfo> _out = new("--out") { Required = true, Description = "folder for compare.json, compare.md, compare.svg, the models and train.log" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace a run that --out already holds" };
    private readonly Option<int[]> _seeds = new("--seeds") { Description = "seeds, each a whole run", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3] };
    private readonly Option<int> _jobs = new("--jobs") { Description = "seeds that run side by side, 1 to 64; give --threads too", DefaultValueFactory = _ => 1 };
    private readonly Option<double[]> _fractions = new("--label-fractions") { Description = "shares of the labelled training patients, above 0 up to 1", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 0.2] };
    private readonly CacheFlag _cache = new();

    public CompareCommand() : base("compare", "Fine-tune from random and from pretrained weights, over seeds and shares of the labels")
    {
        _run.AddTo(this);
        foreach (Option option in new Option[] { _out, _overwrite, _seeds, _jobs, _fractions })
            Options.Add(option);
        _cache.AddTo(this);
        SetAction(CommandLine.Guarded((parsed, cancellation) => Run(
            _run.Read(parsed), _run.Read(parsed, fromScratch: true).FineTune, parsed.GetValue(_seeds)!, parsed.GetValue(_jobs), parsed.GetValue(_fractions)!,
            parsed.GetValue(_out)!.ToString(), parsed.GetValue(_overwrite), _cache.Read(parsed), cancellation)));
    }

    private static void Run(
        RunOptions options, FineTuneOptions scratch, int[] seeds, int jobs, double[] fractions, string path, bool overwrite, string? cacheFolder, CancellationToken cancellation)
    {
        foreach (double fraction in fractions)
            LabelledSet.CheckFraction(fraction);
        if (jobs is < 1 or > 64)
            throw new ArgumentException($"--jobs is {jobs}; it can be 1 to 64.");
        if (options.SimClr.LabelColumnName is not null || options.Micle.LabelColumnName is not null)
            throw new ArgumentException("--supervised-weight is not for compare: all shares of the labels go on from one pretraining, which would have seen the labels that the smaller shares leave out.");
        // Checked now, not after the first seed's pretraining.
        _ = new MLContext().MultiLabelClassification.Trainers.FineTune("Labels", "Features", scratch);
        using ImageCache? cache = CacheFlag.Open(cacheFolder);
        RunFolder folder = RunFolder.Create(path, overwrite);
        using var log = new RunLog(folder.Log);
        RunFolder.WriteText(folder.Options, OptionsFile.ToJson(options));
        IReadOnlyList<Trial> trials = TrainingDisplay.Run(log, progress =>
            new Comparison(options, scratch, fractions, folder, cache, log, cancellation).Run(seeds, jobs, progress));
        RunFolder.WriteJson(folder.File("compare.json"), trials);
        CompareTable.Print(trials);
        RunFolder.WriteText(folder.File("compare.md"), CompareTable.Markdown(trials));
        RunFolder.WriteText(folder.File("compare.svg"), ComparePlot.Svg(trials));
        ResultTables.Written(
            ("trials", folder.File("compare.json")), ("table", folder.File("compare.md")), ("plot", folder.File("compare.svg")),
            ("options", folder.Options), ("log", folder.Log));
    }
}
