using System.Globalization;
using MedSsl.MLNet;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>Data sets as tables.</summary>
internal static class DatasetTables
{
    private const int MostRows = 60;

    /// <summary>All data sets, a row each.</summary>
    public static void All(IReadOnlyList<DatasetDescription> datasets)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Data set", "What it is");
        foreach (DatasetDescription dataset in datasets)
            table.AddRow(Markup.Escape(dataset.Name), Markup.Escape(dataset.Title), Markup.Escape(dataset.Summary));
        AnsiConsole.Write(table);
        Console.WriteLine("medssl datasets NAME shows licence, quirks and sources; medssl convert --dataset NAME FOLDER --out manifest.csv writes a manifest.");
    }

    /// <summary>One data set, with all that is known of it.</summary>
    public static void One(DatasetDescription dataset)
    {
        Console.WriteLine($"{dataset.Title}: {dataset.Summary}");
        foreach ((string what, string text) in new[] { ("homepage", dataset.Homepage), ("licence", dataset.Licence), ("citation", dataset.Citation) })
            if (text.Length > 0)
                Console.WriteLine($"{what}: {text}");
        foreach ((string what, IReadOnlyList<string> lines) in new[] { ("notes", dataset.Notes), ("sources", dataset.Sources) })
        {
            if (lines.Count > 0)
                Console.WriteLine($"{what}:");
            foreach (string line in lines)
                Console.WriteLine($"  - {line}");
        }
    }

    /// <summary>What was found in a set, and what is missing.</summary>
    public static void Report(string title, DatasetReport report)
    {
        string[] splits = [.. report.Groups.Select(g => g.Split).Distinct()], views = [.. report.Groups.GroupBy(g => g.View).OrderByDescending(g => g.Sum(v => v.Images)).Select(g => g.Key)];
        Table images = ResultTables.New(title, ["Split", "Images", "Patients", .. views.Length > 1 || views is [not ""] ? views.Select(v => Markup.Escape(v.Length > 0 ? v : "no view")) : []]);
        foreach (string split in splits)
            images.AddRow([Markup.Escape(split.Length > 0 ? split : splits.Length > 1 ? "no split" : "all"), Count(report.Groups.Where(g => g.Split == split).Sum(g => g.Images)),
                report.Patients.TryGetValue(split, out int patients) && (split.Length > 0 || splits.Length == 1) ? Count(patients) : "",
                .. images.Columns.Count > 3 ? views.Select(v => Count(report.Groups.Where(g => g.Split == split && g.View == v).Sum(g => g.Images))) : []]);
        AnsiConsole.Write(images);
        if (report.Labels.Count > 0)
            Labels(report, splits, views);
        foreach (DatasetOmission omission in report.Omissions)
            Messages.Note($"left out {Count(omission.Count)}: {omission.Reason}; the first: {omission.First}");
        foreach (string difference in report.Differences)
            Messages.Note(difference);
    }

    private static void Labels(DatasetReport report, string[] splits, string[] views)
    {
        string[] byView = views.Length > 1 ? views : [];
        Table table = ResultTables.New("images with each label", ["Label", "Present", "Absent", "Unknown", .. splits.Length > 1 ? splits.Select(s => Markup.Escape(s.Length > 0 ? s : "no split")) : [],
            .. byView.Select(v => Markup.Escape(v.Length > 0 ? v : "no view"))]);
        int[] shown = [.. Enumerable.Range(0, report.Labels.Count).OrderByDescending(i => report.Labels.Count > MostRows ? Sum(report.Groups, i) : 0).Take(MostRows)];
        foreach (int i in shown)
            table.AddRow([Markup.Escape(report.Labels[i]), Count(Sum(report.Groups, i)), Count(report.Groups.Sum(g => g.Absent[i])), Count(report.Groups.Sum(g => g.Unknown[i])),
                .. splits.Length > 1 ? splits.Select(s => Count(Sum(report.Groups.Where(g => g.Split == s), i))) : [], .. byView.Select(v => Count(Sum(report.Groups.Where(g => g.View == v), i)))]);
        AnsiConsole.Write(table);
        if (shown.Length < report.Labels.Count)
            Console.WriteLine($"and {report.Labels.Count - shown.Length} rarer labels");
    }

    private static int Sum(IEnumerable<DatasetGroup> groups, int label) => groups.Sum(g => g.Present[label]);

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
