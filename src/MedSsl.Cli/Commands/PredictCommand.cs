using System.CommandLine;
using System.Globalization;
using CsvHelper;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using Microsoft.ML;
using Spectre.Console;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl predict</c>: probabilities for images, as a table or a CSV file.</summary>
internal sealed class PredictCommand : Command
{
    private const int ShownRows = 20;

    private readonly ScoringFlags _scoring = new();
    private readonly Option<FileInfo?> _out = new("--out") { Description = "CSV file for the probabilities [default: a table on the screen]" };

    public PredictCommand() : base("predict", "Score images with a saved model")
    {
        _scoring.AddTo(this, manifestRequired: false);
        Options.Add(_out);
        SetAction(CommandLine.Guarded(Run));
    }

    private void Run(ParseResult parsed, CancellationToken cancellation)
    {
        using ScoringRun run = _scoring.Open(parsed);
        string[] labels = run.LabelNames;
        IEnumerable<Prediction> predictions = run.Context.Data.CreateEnumerable<Prediction>(run.Scored, reuseRowObject: false, ignoreMissingColumns: true);
        if (parsed.GetValue(_out) is { } file)
            WriteCsv(file.FullName, labels, predictions, cancellation);
        else
            Show(labels, predictions);
        ResultTables.BadImages(run.BadImages);
    }

    private static void WriteCsv(string path, string[] labels, IEnumerable<Prediction> predictions, CancellationToken cancellation)
    {
        string temporary = path + ".tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        int rows = 0;
        try
        {
            using (var csv = new CsvWriter(new StreamWriter(temporary), CultureInfo.InvariantCulture))
            {
                csv.WriteField("image_path");
                foreach (string label in labels)
                    csv.WriteField(label);
                csv.NextRecord();
                foreach (Prediction prediction in predictions)
                {
                    cancellation.ThrowIfCancellationRequested();
                    csv.WriteField(prediction.ImagePath);
                    foreach (float probability in prediction.Probability)
                        csv.WriteField(float.IsNaN(probability) ? "" : probability.ToString("R", CultureInfo.InvariantCulture));
                    csv.NextRecord();
                    rows++;
                }
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        Console.WriteLine($"scored {rows} images");
        ResultTables.Written(("scores", path));
    }

    private static void Show(string[] labels, IEnumerable<Prediction> predictions)
    {
        Table table = ResultTables.New("probabilities", ["Image", .. labels]);
        int rows = 0;
        foreach (Prediction prediction in predictions)
            if (rows++ < ShownRows)
                table.AddRow([Markup.Escape(prediction.ImagePath), .. prediction.Probability.Select(p => float.IsNaN(p) ? "unreadable" : p.ToString("0.000", CultureInfo.InvariantCulture))]);
        AnsiConsole.Write(table);
        if (rows > ShownRows)
            Console.WriteLine($"… and {rows - ShownRows} more; --out FILE writes them all");
    }

    private sealed class Prediction
    {
        public string ImagePath { get; set; } = "";
        public float[] Probability { get; set; } = [];
    }
}
