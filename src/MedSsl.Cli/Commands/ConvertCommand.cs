using System.CommandLine;
using System.Globalization;
using MedSsl.Cli.Datasets;
using MedSsl.Cli.Display;
using Spectre.Console;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl convert</c>: a data set as it is published becomes image files with a manifest.</summary>
internal sealed class ConvertCommand : Command
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "the set: an .npz of MedMNIST with labels 0 and 1, e.g. pneumoniamnist.npz" };
    private readonly Option<DirectoryInfo> _out = new("--out") { Required = true, Description = "a new folder for images and manifest.csv" };

    public ConvertCommand() : base("convert", "Write a MedMNIST set as PNG files with a manifest")
    {
        Arguments.Add(_file);
        Options.Add(_out);
        SetAction(CommandLine.Guarded((parsed, cancellation) => Run(parsed.GetValue(_file)!.ToString(), parsed.GetValue(_out)!.ToString(), cancellation)));
    }

    private static void Run(string file, string folder, CancellationToken cancellation)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"{file}: there is no such file.");
        string manifest = Path.Combine(folder, "manifest.csv");
        if (File.Exists(manifest))
            throw new IOException($"{folder} already holds a set; give another --out.");
        (string[] labels, List<MedMnist.Count> counts) = MedMnist.Convert(file, folder, cancellation);
        Table table = ResultTables.New(Path.GetFileName(file), ["Split", "Images", .. labels.Select(Markup.Escape)]);
        foreach (MedMnist.Count count in counts)
            table.AddRow([count.Split, count.Images.ToString(CultureInfo.InvariantCulture), .. count.Positives.Select(p => p.ToString(CultureInfo.InvariantCulture))]);
        AnsiConsole.Write(table);
        ResultTables.Written(("manifest", manifest));
    }
}
