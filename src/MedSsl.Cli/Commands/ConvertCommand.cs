using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl convert</c>: a data set as it is published gets a manifest; a MedMNIST file becomes image files with one.</summary>
internal sealed class ConvertCommand : Command
{
    private readonly Argument<string> _source = new("source") { Description = "the folder that holds the set, or an .npz of MedMNIST with labels 0 and 1" };
    private readonly Option<string?> _dataset = new("--dataset") { Description = "which set it is, one of `medssl datasets`, or a .json file that describes another" };
    private readonly Option<string> _out = new("--out") { Required = true, Description = "the manifest, a .csv file, or a folder for manifest.csv; for an .npz a new folder for images and manifest.csv" };
    private readonly Option<UncertainLabels?> _uncertain = new("--uncertain") { Description = "how uncertain labels count: ignore (as unknown), ones, zeros; as the description says without" };
    private readonly Option<BlankLabels?> _blank = new("--blank") { Description = "how empty labels count: unknown, absent; as the description says without" };
    private readonly Option<RowCombination?> _combine = new("--combine") { Description = "how several rows of an image become one: first, any, majority; as the description says without" };
    private readonly Option<string?> _labels = new("--labels") { Description = "labels to keep, in this order, with commas between them; all without" };
    private readonly Option<bool> _keepMissing = new("--keep-missing") { Description = "keep images whose file is not there" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace a manifest that is there" };

    public ConvertCommand() : base("convert", "Write the manifest of a data set as it is published, such as CheXpert; a MedMNIST set becomes PNG files too")
    {
        Arguments.Add(_source);
        foreach (Option option in new Option[] { _dataset, _out, _uncertain, _blank, _combine, _labels, _keepMissing, _overwrite })
            Options.Add(option);
        SetAction(CommandLine.Guarded(Run));
    }

    private void Run(ParseResult parsed, CancellationToken cancellation)
    {
        string source = parsed.GetValue(_source)!, target = parsed.GetValue(_out)!;
        DatasetDescription? description = parsed.GetValue(_dataset) is not { } name ? OfFile(source)
            : name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? DatasetDescription.Read(name) : DatasetDescription.Get(name);
        string manifest = target.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? target : Path.Combine(target, "manifest.csv");
        if (File.Exists(manifest) && !parsed.GetValue(_overwrite))
            throw new IOException(manifest == target ? $"{target} is there already; give another --out, or --overwrite." : $"{target} already holds a set; give another --out, or --overwrite.");
        DatasetReport report;
        if (description is { IsNpz: false })
            report = description.WriteManifest(source, manifest, new DatasetOptions
            {
                Uncertain = parsed.GetValue(_uncertain),
                Blank = parsed.GetValue(_blank),
                Combine = parsed.GetValue(_combine),
                Labels = parsed.GetValue(_labels)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                KeepMissing = parsed.GetValue(_keepMissing),
            }, cancellation);
        else if (manifest == target)
            throw new ArgumentException($"--out is {target}; for an .npz it is a new folder, for the images and manifest.csv.");
        else
            report = description is null ? DatasetDescription.WriteNpz(source, target, cancellation) : description.WriteImages(source, target, cancellation);
        DatasetTables.Report(description?.Title ?? Path.GetFileName(source), report);
        ResultTables.Written(("manifest", manifest));
    }

    private static DatasetDescription? OfFile(string source)
    {
        if (Directory.Exists(source))
            throw new ArgumentException($"{source} is a folder; say with --dataset which set it holds: {string.Join(", ", DatasetDescription.Names)}, or a .json file that describes it.");
        return File.Exists(source) ? DatasetDescription.OfNpz(source) : throw new FileNotFoundException($"{source}: there is no such file.");
    }
}
