using System.Globalization;
using MedSsl.MLNet;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>A split as a table: a row a label, so that fourteen labels fit in 80 columns.</summary>
internal static class SplitTable
{
    private const int MostColumns = 3;

    /// <summary>The parts side by side; of more than three folds, the least and the most that one holds.</summary>
    public static void Print(string title, SplitReport report)
    {
        SplitPart all = report.Sum();
        bool wide = report.Parts.Count > MostColumns;
        Table table = ResultTables.New(title, ["", .. wide ? ["least", "most"] : report.Parts.Select(p => p.Name), "all"]);
        Add("images", p => p.Images, p => Count(p.Images));
        Add("patients", p => p.Patients, p => Count(p.Patients));
        if (all.Labels.Count > 0)
            table.AddEmptyRow();
        for (int label = 0; label < all.Labels.Count; label++)
        {
            int i = label;
            Add(all.Labels[i].Name, p => p.Labels[i].Positives, p => p.Labels[i].ToString());
        }
        AnsiConsole.Write(table);
        if (wide)
            Console.WriteLine($"least and most: of the {report.Parts.Count} folds");

        void Add(string name, Func<SplitPart, int> order, Func<SplitPart, string> text) => table.AddRow(
            [Markup.Escape(name), .. wide ? [text(report.Parts.MinBy(order)!), text(report.Parts.MaxBy(order)!)] : report.Parts.Select(text), text(all)]);
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
