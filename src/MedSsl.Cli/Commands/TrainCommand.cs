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
    private readonly CheckpointFlags _checkpoints = new();
    private readonly SearchFlags _search = new();
    private readonly MonitorFlags _monitors = new();
    private readonly Option<bool> _fromScratch = new("--from-scratch") { Description = "no pretraining: fine-tune from random weights" };
    private readonly Option<FileInfo?> _init = new("--init") { Description = "weights to start from, as 'medssl import' reads them; their network replaces --encoder, --width and --small-stem" };
    private readonly CacheFlag _cache = new();
    private readonly Option<double> _labelFraction = new("--label-fraction") { Description = "share of the labelled training patients to use, above 0 up to 1", DefaultValueFactory = _ => 1 };

    public TrainCommand() : base("train", "SimCLR, MICLe, fine-tuning and evaluation on your images")
    {
        _run.AddTo(this);
        foreach (Option option in new Option[] { _out, _fromScratch, _init, _labelFraction })
            Options.Add(option);
        _cache.AddTo(this);
        _checkpoints.AddTo(this);
        _search.AddTo(this);
        _monitors.AddTo(this);
        SetAction(CommandLine.Guarded((parsed, cancellation) => Run(
            Read(parsed), parsed.GetValue(_out)!.ToString(), _checkpoints.Read(parsed) with { Monitors = _monitors.Read(parsed), Cache = _cache.Read(parsed) }, cancellation)));
    }

    /// <summary>The run's options.</summary>
    public RunOptions Read(ParseResult parsed)
    {
        RunOptions options = _run.Read(parsed, parsed.GetValue(_fromScratch));
        return options with
        {
            LabelFraction = parsed.Given(_labelFraction, options.LabelFraction),
            Init = parsed.GetValue(_init)?.ToString() ?? options.Init,
            Search = _search.Read(parsed, options) ?? options.Search,
        };
    }

    /// <summary>Trains, evaluates, saves, and prints the table and the paths.</summary>
    public static void Run(RunOptions options, string path, RunControl control, CancellationToken cancellation)
    {
        if (options.Init is { } init)
        {
            if (options.FromScratch)
                throw new ArgumentException("--from-scratch means random weights; leave it out, or leave out --init. To fine-tune from --init alone, add --simclr-epochs 0 --micle-epochs 0.");
            options = options with { Encoder = Encoders.ReadMapping(init, new EncoderLoadOptions { Channels = options.Channels }).Spec };
        }
        RunFolder folder = RunFolder.Find(path, control, options);
        if (control.Resume && folder.IsFinished)
        {
            Console.WriteLine($"{path} holds this run already, finished: nothing to do");
            return;
        }
        using var log = new RunLog();
        try
        {
            TrainingReport report = TrainingDisplay.Run(log, progress => Train(options, folder, log, new RunStart(progress, folder, options, control, log), control, cancellation));
            ResultTables.Metrics("test patients", report.Test);
            if (options.Search is not null)
                ResultTables.Trials(folder.Search);
            ResultTables.Times(report.Seconds);
            ResultTables.BadImages(report.BadImages);
            (string, string)[] monitors = control.Monitors is null ? [] : [("monitors", folder.Monitors)];
            ResultTables.Written([("model", folder.Model), ("metrics", folder.Metrics), ("options", folder.Options), ("log", folder.Log), .. monitors]);
        }
        catch (OperationCanceledException e)
        {
            log.Write("cancelled");
            if (control.Checkpoints && folder.IsInterrupted)
                throw new InterruptedException("the same command with --resume goes on where it ended", e);
            throw;
        }
        catch (Exception e)
        {
            log.Write(e.ToString());
            throw;
        }
    }

    private static TrainingReport Train(RunOptions options, RunFolder folder, RunLog log, RunStart start, RunControl control, CancellationToken cancellation)
    {
        using ImageCache? cache = CacheFlag.Open(control.Cache);
        var run = new TrainingRun(options, start, log, cancellation)
        {
            Checkpoints = control.Options(folder.Checkpoints),
            Cache = cache,
            Monitors = control.Monitors is { } monitors ? monitors with { Folder = folder.Monitors } : null,
        };
        ITransformer pretrained = options.FromScratch ? run.Pretrain(simClr: false, micle: false) : run.Pretrain();
        FineTuneOptions fineTune = options.FineTune;
        IReadOnlyList<FineTuneTrial>? trials = null;
        if (options.Search is { } search)
        {
            FineTuneSearchResult found = run.Search(pretrained, search, options.LabelFraction);
            fineTune = fineTune with { LearningRate = found.Best.LearningRate, WeightDecay = found.Best.WeightDecay };
            trials = found.Trials;
        }
        TransformerChain<ITransformer> model = run.FineTune(pretrained, fineTune, options.LabelFraction);
        var report = new TrainingReport(
            MetricsReport.Of(run.Evaluate(model, run.Set.Test)),
            run.Set.Validation is { } validation ? MetricsReport.Of(run.Evaluate(model, validation)) : null,
            run.Times.GroupBy(t => t.Step).ToDictionary(g => g.Key, g => Math.Round(g.Sum(t => t.Time.TotalSeconds), 1)),
            run.BadImages);
        start.Begin();
        run.Context.MedicalModels.Save(model, run.Set.Train.Schema, folder.Model, trim: true);
        if (trials is not null)
            RunFolder.WriteJson(folder.Search, trials);
        RunFolder.WriteJson(folder.Metrics, report);
        if (!control.KeepCheckpoints)
            folder.RemoveCheckpoints();
        return report;
    }
}
