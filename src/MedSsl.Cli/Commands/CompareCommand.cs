using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Commands;

/// <summary>
/// <c>medssl compare</c>: is pretraining worth it on these images? Fine-tunes from random and from pretrained weights with the same options,
/// for several seeds and shares of the labels, and prints both.
/// </summary>
internal sealed class CompareCommand : Command
{
    private readonly RunFlags _run = new();
    private readonly Option<DirectoryInfo> _out = new("--out") { Required = true, Description = "folder for compare.json, compare.md and train.log" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace a run that --out already holds" };
    private readonly Option<int[]> _seeds = new("--seeds") { Description = "seeds, each a whole run", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 2, 3] };
    private readonly Option<double[]> _fractions = new("--label-fractions") { Description = "shares of the labelled training patients, above 0 up to 1", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 0.2] };

    public CompareCommand() : base("compare", "Fine-tune from random and from pretrained weights, over seeds and shares of the labels")
    {
        _run.AddTo(this);
        foreach (Option option in new Option[] { _out, _overwrite, _seeds, _fractions })
            Options.Add(option);
        SetAction(CommandLine.Guarded((parsed, cancellation) =>
            Run(_run.Read(parsed), _run.Read(parsed, fromScratch: true).FineTune, parsed.GetValue(_seeds)!, parsed.GetValue(_fractions)!, parsed.GetValue(_out)!.ToString(), parsed.GetValue(_overwrite), cancellation)));
    }

    private static void Run(RunOptions options, FineTuneOptions scratch, int[] seeds, double[] fractions, string path, bool overwrite, CancellationToken cancellation)
    {
        foreach (double fraction in fractions)
            LabelledSet.CheckFraction(fraction);
        RunFolder folder = RunFolder.Create(path, overwrite);
        using var log = new RunLog(folder.Log);
        RunFolder.WriteJson(folder.Options, options);
        var trials = new List<Trial>();
        TrainingDisplay.Run(log, progress =>
        {
            foreach (int seed in seeds)
                trials.AddRange(Trials(options with { Seed = seed }, scratch, fractions, folder, new Prefixed(progress, seed), log, cancellation));
            return 0;
        });
        RunFolder.WriteJson(folder.File("compare.json"), trials);
        CompareTable.Print(trials);
        RunFolder.WriteText(folder.File("compare.md"), CompareTable.Markdown(trials));
        ResultTables.Written(("trials", folder.File("compare.json")), ("table", folder.File("compare.md")), ("options", folder.Options), ("log", folder.Log));
    }

    private static IEnumerable<Trial> Trials(RunOptions options, FineTuneOptions scratch, double[] fractions, RunFolder folder, IProgress<TrainingProgress> progress, RunLog log, CancellationToken cancellation)
    {
        var run = new TrainingRun(options, progress, log, cancellation);
        ITransformer random = run.Pretrain(fromScratch: true), pretrained = run.Pretrain(fromScratch: false);
        (string Name, ITransformer Stages, FineTuneOptions FineTune)[] starts =
        [
            ("random weights, the same fine-tuning", random, options.FineTune),
            ("random weights, fine-tuning for them", random, scratch),
            ("pretrained", pretrained, options.FineTune),
        ];
        foreach (double fraction in fractions)
            foreach ((string name, ITransformer stages, FineTuneOptions fineTune) in starts)
            {
                TransformerChain<ITransformer> model = run.FineTune(stages, fineTune, fraction);
                MetricsReport report = MetricsReport.Of(run.Evaluate(model, run.Set.Test));
                var trial = new Trial(options.Seed, name, fraction, report, Math.Round(run.Times.Sum(t => t.Time.TotalSeconds), 1));
                log.Write($"seed {trial.Seed}, {name}, {fraction:P0} of the labels: macro AUROC {ResultTables.Interval(report.MacroAuroc)}");
                if (stages == pretrained)
                    run.Context.MedicalModels.Save(model, run.Set.Train.Schema, folder.File(FormattableString.Invariant($"model-seed{options.Seed}-labels{fraction * 100:0}.zip")), trim: true);
                yield return trial;
            }
    }

    /// <summary>Tells the seeds' progress apart.</summary>
    private sealed class Prefixed(IProgress<TrainingProgress> inner, int seed) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress p) => inner.Report(p with { Stage = $"seed {seed} {p.Stage}" });
    }
}
