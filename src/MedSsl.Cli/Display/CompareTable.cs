using System.Globalization;
using System.Text;
using MedSsl.Cli.Runs;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>A comparison as a table: a row for each start and share of the labels, the mean over seeds with its standard deviation.</summary>
internal static class CompareTable
{
    private static readonly string[] Head = ["Labels", "Start", "Macro AUROC, mean (sd) over seeds", "each seed (95% interval over patients)", "Macro AUPRC"];

    public static void Print(IReadOnlyList<Trial> trials)
    {
        Table table = ResultTables.New("test patients", Head);
        foreach (string[] row in Rows(trials))
            table.AddRow(row.Select(Markup.Escape).ToArray());
        AnsiConsole.Write(table);
    }

    public static string Markdown(IReadOnlyList<Trial> trials)
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", Head).Append(" |\n|---|---|---|---|---|\n");
        foreach (string[] row in Rows(trials))
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return text.ToString();
    }

    private static IEnumerable<string[]> Rows(IReadOnlyList<Trial> trials) =>
        from trial in trials
        group trial by (trial.LabelFraction, trial.Start) into row
        orderby row.Key.LabelFraction descending
        select new[]
        {
            row.Key.LabelFraction.ToString("P0", CultureInfo.InvariantCulture),
            row.Key.Start,
            MeanAndDeviation([.. row.Select(t => t.Test.MacroAuroc.Estimate)]),
            string.Join(", ", row.Select(t => ResultTables.Interval(t.Test.MacroAuroc))),
            MeanAndDeviation([.. row.Select(t => t.Test.MacroAuprc.Estimate)]),
        };

    /// <summary>Mean and sample standard deviation, for example <c>0.815 (0.004)</c>.</summary>
    internal static string MeanAndDeviation(double[] values) =>
        string.Create(CultureInfo.InvariantCulture, $"{values.Average():0.000} ({Deviation(values):0.000})");

    /// <summary>The sample standard deviation; 0 for one value.</summary>
    internal static double Deviation(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
