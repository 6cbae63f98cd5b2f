using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.MLNet;
using Microsoft.ML;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl split</c>: a manifest with a split column, by patient and stratified by label.</summary>
internal sealed class SplitCommand : Command
{
    private static readonly SplitOptions Defaults = new();

    private readonly Argument<FileInfo> _manifest = new("manifest") { Description = "CSV with image_path, patient_id and label columns; its own split column is replaced" };
    private readonly Option<FileInfo> _out = new("--out") { Required = true, Description = "the new manifest" };
    private readonly Option<double> _train = new("--train") { Description = "share of the images to train on", DefaultValueFactory = _ => Defaults.Train };
    private readonly Option<double> _validation = new("--validation") { Description = "share to choose with, 0 for none", DefaultValueFactory = _ => Defaults.Validation };
    private readonly Option<double> _test = new("--test") { Description = "share to evaluate on", DefaultValueFactory = _ => Defaults.Test };
    private readonly Option<int?> _folds = new("--folds") { Description = "instead of the three parts: that many folds, 2 to 100, in a column fold" };
    private readonly Option<string[]> _labels = new("--labels") { Description = "label columns, separated by commas [default: every column that is no known metadata]" };
    private readonly Option<SameImagePolicy> _sameImages = new("--same-images")
    {
        Description = "image files of the same content under two patients: refuse, keep those patients together, or do not look",
        DefaultValueFactory = _ => Defaults.SameImages,
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace a manifest that is there" };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of the order in which patients are dealt out", DefaultValueFactory = _ => Defaults.Seed };

    public SplitCommand() : base("split", "Split a manifest into training, validation and test, or into folds, by patient")
    {
        Arguments.Add(_manifest);
        foreach (Option option in new Option[] { _out, _train, _validation, _test, _folds, _labels, _sameImages, _seed, _overwrite })
            Options.Add(option);
        SetAction(CommandLine.Guarded((parsed, _) => Run(parsed)));
    }

    private void Run(ParseResult parsed)
    {
        string manifest = parsed.GetValue(_manifest)!.ToString(), path = parsed.GetValue(_out)!.ToString();
        if (File.Exists(path) && !parsed.GetValue(_overwrite))
            throw new IOException($"{path} is there already; give another --out, or --overwrite.");
        if (parsed.GetValue(_folds) is not null && new[] { _train, _validation, _test }.FirstOrDefault(share => parsed.GetResult(share) is { Implicit: false }) is { } unused)
            throw new ArgumentException($"--folds makes folds of equal size; leave {unused.Name} out.");
        string[]? labels = parsed.GetValue(_labels) is { Length: > 0 } names ? [.. names.SelectMany(l => l.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] : null;
        var ml = new MLContext();
        ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                Messages.Note(FlagNames.Translate(e.RawMessage));
        };
        IDataView data = ml.MedicalImages.LoadManifest(manifest, new ManifestOptions { LabelColumns = labels, KeepDuplicates = true });
        SplitReport report;
        if (parsed.GetValue(_folds) is { } count)
        {
            DataFolds folds = ml.MedicalImages.CrossValidationFolds(data, new() { Folds = count, SameImages = parsed.GetValue(_sameImages), Seed = parsed.GetValue(_seed) });
            (data, report) = (folds.All, folds.Report);
        }
        else
        {
            DataSplit split = ml.MedicalImages.Split(data, new()
            {
                Train = parsed.GetValue(_train),
                Validation = parsed.GetValue(_validation),
                Test = parsed.GetValue(_test),
                SameImages = parsed.GetValue(_sameImages),
                Seed = parsed.GetValue(_seed),
            });
            (data, report) = (split.All, split.Report);
        }
        ml.MedicalImages.SaveManifest(data, path);
        SplitTable.Print(Path.GetFileName(manifest), report);
        ResultTables.Written(("manifest", path));
    }
}
