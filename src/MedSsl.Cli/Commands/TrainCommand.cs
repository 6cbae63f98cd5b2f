using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl train</c>: the whole job on the user's images.</summary>
internal sealed class TrainCommand : Command
{
    private readonly RunFlags _run = new();
    private readonly Option<DirectoryInfo> _out = new("--out") { Required = true, Description = "folder for model.zip, metrics.json, options.json and train.log" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace a run that --out already holds" };
    private readonly Option<bool> _fromScratch = new("--from-scratch") { Description = "no pretraining: fine-tune from random weights" };
    private readonly Option<FileInfo?> _init = new("--init") { Description = "weights to start from, as 'medssl import' reads them; their network replaces --encoder, --width and --small-stem" };
    private readonly Option<double> _labelFraction = new("--label-fraction") { Description = "share of the labelled training patients to use, above 0 up to 1", DefaultValueFactory = _ => 1 };

    public TrainCommand() : base("train", "SimCLR, MICLe, fine-tuning and evaluation on your images")
    {
        _run.AddTo(this);
        foreach (Option option in new Option[] { _out, _overwrite, _fromScratch, _init, _labelFraction })
            Options.Add(option);
        SetAction(CommandLine.Guarded((parsed, cancellation) => Run(
            _run.Read(parsed, parsed.GetValue(_fromScratch)) with { LabelFraction = parsed.GetValue(_labelFraction), Init = parsed.GetValue(_init)?.ToString() },
            parsed.GetValue(_out)!.ToString(), parsed.GetValue(_overwrite), cancellation)));
    }

    /// <summary>Trains, evaluates, saves, and prints the table and the paths.</summary>
    public static void Run(RunOptions options, string path, bool overwrite, CancellationToken cancellation)
    {
        if (options.Init is { } init)
        {
            if (options.FromScratch)
                throw new ArgumentException("--from-scratch means random weights; leave it out, or leave out --init. To fine-tune from --init alone, add --simclr-epochs 0 --micle-epochs 0.");
            options = options with { Encoder = Encoders.ReadMapping(init, new EncoderLoadOptions { Channels = options.Channels }).Spec };
        }
        RunFolder folder = RunFolder.Create(path, overwrite);
        using var log = new RunLog(folder.Log);
        try
        {
            RunFolder.WriteJson(folder.Options, options);
            TrainingReport report = TrainingDisplay.Run(log, progress => Train(options, folder, log, progress, cancellation));
            ResultTables.Metrics("test patients", report.Test);
            ResultTables.Times(report.Seconds);
            ResultTables.BadImages(report.BadImages);
            ResultTables.Written(("model", folder.Model), ("metrics", folder.Metrics), ("options", folder.Options), ("log", folder.Log));
        }
        catch (Exception e)
        {
            log.Write(e is OperationCanceledException ? "cancelled" : e.ToString());
            throw;
        }
    }

    private static TrainingReport Train(RunOptions options, RunFolder folder, RunLog log, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var run = new TrainingRun(options, progress, log, cancellation);
        TransformerChain<ITransformer> model = run.FineTune(options.FromScratch ? run.Pretrain(simClr: false, micle: false) : run.Pretrain(), options.FineTune, options.LabelFraction);
        var report = new TrainingReport(
            MetricsReport.Of(run.Evaluate(model, run.Set.Test)),
            run.Set.Validation is { } validation ? MetricsReport.Of(run.Evaluate(model, validation)) : null,
            run.Times.GroupBy(t => t.Step).ToDictionary(g => g.Key, g => Math.Round(g.Sum(t => t.Time.TotalSeconds), 1)),
            run.BadImages);
        run.Context.MedicalModels.Save(model, run.Set.Train.Schema, folder.Model, trim: true);
        RunFolder.WriteJson(folder.Metrics, report);
        return report;
    }
}
