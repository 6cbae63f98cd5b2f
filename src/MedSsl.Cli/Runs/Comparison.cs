using MedSsl.Cli.Display;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Runs;

/// <summary>
/// Fine-tunings from random weights, from SimCLR and from SimCLR with MICLe behind it, each with the options that suit it, over seeds and shares of
/// the labels. For one seed and share all starts see the same labelled patients, and smaller shares are part of larger ones.
/// </summary>
/// <param name="options">The run; its seed is replaced.</param>
/// <param name="scratch">Fine-tuning of random weights.</param>
/// <param name="fractions">Shares of the labelled training patients.</param>
/// <param name="folder">Where the trials and the models go.</param>
/// <param name="cache">Where prepared images are kept; null for memory.</param>
internal sealed class Comparison(RunOptions options, FineTuneOptions scratch, double[] fractions, RunFolder folder, ImageCache? cache, RunLog log, CancellationToken cancellation)
{
    private readonly List<Trial> _trials = [];

    /// <summary>Runs every seed, <paramref name="jobs"/> of them at a time.</summary>
    /// <returns>The trials by seed, in the order of the seeds.</returns>
    public IReadOnlyList<Trial> Run(int[] seeds, int jobs, IProgress<TrainingProgress> progress)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation };
        try
        {
            Parallel.ForEach(seeds.Distinct(), parallel, seed => RunSeed(seed, new Prefixed(progress, seed)));
        }
        catch (AggregateException several)
        {
            throw several.InnerExceptions[0];
        }
        return [.. seeds.Distinct().SelectMany(seed => _trials.Where(trial => trial.Seed == seed))];
    }

    private void RunSeed(int seed, IProgress<TrainingProgress> progress)
    {
        var run = new TrainingRun(options with { Seed = seed }, progress, log, cancellation) { Cache = cache };
        foreach ((string name, ITransformer stages, FineTuneOptions fineTune) in Starts(run))
        {
            foreach (double fraction in fractions)
            {
                TransformerChain<ITransformer> model = run.FineTune(stages, fineTune, fraction);
                MetricsReport report = MetricsReport.Of(run.Evaluate(model, run.Set.Test));
                Keep(new Trial(seed, name, fraction, report, Math.Round(run.Times.Sum(t => t.Time.TotalSeconds), 1)));
                run.Context.MedicalModels.Save(model, run.Set.Train.Schema, folder.File(ModelName(seed, name, fraction)), trim: true);
            }
        }
    }

    private IEnumerable<(string Name, ITransformer Stages, FineTuneOptions FineTune)> Starts(TrainingRun run)
    {
        yield return ("random weights", run.Pretrain(simClr: false, micle: false), scratch);
        ITransformer? stages = null;
        if (options.SimClr.Epochs > 0)
            yield return ("SimCLR", stages = run.Pretrain(simClr: true, micle: false), options.FineTune);
        if (options.Micle.Epochs > 0 && stages is not null)
            yield return ("SimCLR + MICLe", run.ContinueWithMicle(stages), options.FineTune);
        else if (options.Micle.Epochs > 0)
            yield return ("MICLe", run.Pretrain(simClr: false, micle: true), options.FineTune);
    }

    /// <summary>Writes what is known so far: a run that is stopped keeps its finished trials.</summary>
    private void Keep(Trial trial)
    {
        lock (_trials)
        {
            _trials.Add(trial);
            RunFolder.WriteJson(folder.File("compare.json"), _trials);
        }
        log.Write($"seed {trial.Seed}, {trial.Start}, {trial.LabelFraction:P0} of the labels: macro AUROC {ResultTables.Interval(trial.Test.MacroAuroc)}");
    }

    private static string ModelName(int seed, string start, double fraction) =>
        FormattableString.Invariant($"{start.Replace(" + ", "-").Replace(' ', '-').ToLowerInvariant()}-seed{seed}-labels{fraction * 100:0.##}.zip");

    /// <summary>Tells the seeds' progress apart.</summary>
    private sealed class Prefixed(IProgress<TrainingProgress> inner, int seed) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress p)
        {
            lock (inner)
                inner.Report(p with { Stage = $"seed {seed} {p.Stage}" });
        }
    }
}
