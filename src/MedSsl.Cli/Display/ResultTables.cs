using System.Globalization;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>Results as tables.</summary>
internal static class ResultTables
{
    /// <summary>A set's metrics, a row a label, the means last.</summary>
    public static void Metrics(string title, MetricsReport report)
    {
        Table table = New(title, "Label", "Positive", "Negative", "AUROC (95% interval)", "AUPRC (95% interval)");
        foreach (MetricsReport.Label label in report.Labels)
            table.AddRow(Markup.Escape(label.Name), label.Positives.ToString(CultureInfo.InvariantCulture), label.Negatives.ToString(CultureInfo.InvariantCulture),
                Interval(label.Auroc), Interval(label.Auprc));
        table.AddEmptyRow();
        table.AddRow("[bold]macro mean[/]", "", "", $"[bold]{Interval(report.MacroAuroc)}[/]", $"[bold]{Interval(report.MacroAuprc)}[/]");
        AnsiConsole.Write(table);
        if (report.Undefined.Count > 0)
            AnsiConsole.MarkupLineInterpolated($"[grey]one class only, not in the means: {string.Join(", ", report.Undefined)}[/]");
    }

    /// <summary>The best trials of a search, with the file that holds them all.</summary>
    public static void Trials(string path)
    {
        FineTuneTrial[] trials = RunFolder.ReadJson<FineTuneTrial[]>(path);
        Table table = New($"search: the best of {trials.Length} trials", "Learning rate", "Weight decay", "macro AUROC");
        foreach (FineTuneTrial trial in trials.Take(10))
            table.AddRow(trial.LearningRate.ToString("g3", CultureInfo.InvariantCulture), trial.WeightDecay.ToString("g3", CultureInfo.InvariantCulture),
                double.IsNaN(trial.MacroAuroc) ? "diverged" : trial.MacroAuroc.ToString("0.000", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
        Written(("trials", path));
    }

    /// <summary>How long each step took, on one line.</summary>
    public static void Times(IReadOnlyDictionary<string, double> seconds) =>
        Console.WriteLine("time: " + string.Join(", ", seconds.Select(s => $"{s.Key} {TrainingDisplay.Duration(TimeSpan.FromSeconds(s.Value))}")));

    /// <summary>What was written, one path a line.</summary>
    public static void Written(params (string What, string Path)[] files)
    {
        AnsiConsole.WriteLine("written:");
        foreach ((string what, string path) in files)
            Console.WriteLine($"  {what,-10} {path}");
    }

    /// <summary>Broken images that were left out: how many, then each with its reason.</summary>
    public static void BadImages(IReadOnlyDictionary<string, string> images)
    {
        if (images.Count == 0)
            return;
        Console.WriteLine($"left out {images.Count} image{(images.Count == 1 ? "" : "s")}:");
        foreach ((string path, string reason) in images.OrderBy(i => i.Key, StringComparer.Ordinal))
            Console.WriteLine($"  {path}: {reason}");
    }

    /// <summary>An empty table; the first column is text, the others are numbers.</summary>
    public static Table New(string title, params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape(title)) };
        for (int i = 0; i < columns.Length; i++)
            table.AddColumn(new TableColumn(columns[i]) { Alignment = i == 0 ? Justify.Left : Justify.Right });
        return table;
    }

    /// <summary>For example <c>0.815 (0.771 to 0.858)</c>.</summary>
    public static string Interval(MetricsReport.Value value) => double.IsNaN(value.Estimate) ? "undefined"
        : double.IsNaN(value.Low) ? value.Estimate.ToString("0.000", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value.Estimate:0.000} ({value.Low:0.000} to {value.High:0.000})");
}
