using System.Globalization;
using MedSsl.MLNet;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>Data sets as tables.</summary>
internal static class DatasetTables
{
    private const int MostRows = 60, MostColumns = 6;

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
        if (dataset.Labels.Count > 0)
            Console.WriteLine($"labels: {string.Join(", ", dataset.Labels)}");
        if (dataset.PublishedCounts.Count > 0)
            Console.WriteLine($"published: {string.Join(", ", dataset.PublishedCounts.Select(c => $"{Count(c.Value)} {c.Key}"))}");
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
        Part[] splits = Parts(report, g => g.Split, "no split"), views = Parts(report, g => g.View, "no view");
        Table images = ResultTables.New(title, ["Split", "Images", "Patients", .. views.Select(v => v.Name)]);
        foreach (Part split in splits.Length > 0 ? splits : [new Part("all", "", report.Groups)])
            images.AddRow([split.Name, Count(split.Groups.Sum(g => g.Images)), report.Patients.TryGetValue(split.Key, out int patients) && (split.Key.Length > 0 || splits.Length == 0) ? Count(patients) : "",
                .. views.Select(v => Count(v.Groups.Intersect(split.Groups).Sum(g => g.Images)))]);
        AnsiConsole.Write(images);
        if (report.Labels.Count > 0)
            Labels(report, [.. splits, .. views.Length > 1 ? views : []]);
        foreach (DatasetOmission omission in report.Omissions)
            Messages.Note($"left out {Count(omission.Count)}: {omission.Reason}; the first: {omission.First}");
        foreach (string difference in report.Differences)
            Messages.Note(difference);
    }

    private static void Labels(DatasetReport report, Part[] parts)
    {
        Table table = ResultTables.New("images with each label", ["Label", "Present", "Absent", "Unknown", .. parts.Select(p => p.Name)]);
        int[] shown = [.. Enumerable.Range(0, report.Labels.Count).OrderByDescending(i => report.Labels.Count > MostRows ? Sum(report.Groups, i) : 0).Take(MostRows)];
        foreach (int i in shown)
            table.AddRow([Markup.Escape(report.Labels[i]), Count(Sum(report.Groups, i)), Count(report.Groups.Sum(g => g.Absent[i])), Count(report.Groups.Sum(g => g.Unknown[i])),
                .. parts.Select(p => Count(Sum(p.Groups, i)))]);
        AnsiConsole.Write(table);
        if (shown.Length < report.Labels.Count)
            Console.WriteLine($"and {report.Labels.Count - shown.Length} rarer labels");
    }

    /// <summary>Groups that have the same split or view; beyond the sixth they are others. None if all have none.</summary>
    private static Part[] Parts(DatasetReport report, Func<DatasetGroup, string> key, string none)
    {
        Part[] parts = [.. report.Groups.GroupBy(key).Select(g => new Part(Markup.Escape(g.Key.Length > 0 ? g.Key : none), g.Key, [.. g]))];
        if (parts is [{ Key: "" }])
            return [];
        return parts.Length <= MostColumns ? parts : [.. parts.OrderByDescending(p => p.Groups.Sum(g => g.Images)).Take(MostColumns),
            new Part("others", "", [.. parts.OrderByDescending(p => p.Groups.Sum(g => g.Images)).Skip(MostColumns).SelectMany(p => p.Groups)])];
    }

    private static int Sum(IEnumerable<DatasetGroup> groups, int label) => groups.Sum(g => g.Present[label]);

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record Part(string Name, string Key, IReadOnlyList<DatasetGroup> Groups);
}
