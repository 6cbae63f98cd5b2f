using System.Globalization;
using MedSsl.MLNet;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>How a weight file's tensors were matched, for a person.</summary>
internal static class MappingTable
{
    /// <summary>What the encoder is, every tensor that did not simply match, and the counts.</summary>
    /// <param name="report">The mapping.</param>
    /// <param name="all">List the matched tensors and the counters too.</param>
    public static void Write(WeightMappingReport report, bool all)
    {
        Console.WriteLine($"{report.Path}: {report.Format}");
        Console.WriteLine($"naming: {report.Layout}{(report.Prefix.Length > 0 ? $", prefix '{report.Prefix}'" : "")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"encoder: {report.Spec.Architecture}, width {report.Spec.WidthMultiplier}{(report.Spec.SmallImageStem ? ", small-image stem" : "")}, images of {report.Channels} channel{(report.Channels == 1 ? "" : "s")}, {report.Spec.FeatureSize} features"));
        Table table = ResultTables.New("tensors", "In the file", "Shape", "In the network", "Shape", "");
        foreach (TableColumn column in table.Columns)
            column.Alignment = Justify.Left;
        foreach (WeightMapping row in report.Rows.Where(row => all || !Quiet(row)))
            table.AddRow(Text(row.FileName), Shape(row.FileShape), Text(row.NetworkName), Shape(row.NetworkShape), Status(row.Status));
        if (table.Rows.Count > 0)
            AnsiConsole.Write(table);
        Console.WriteLine(string.Join(", ", Enum.GetValues<WeightStatus>().Select(status => $"{report.Of(status).Count()} {Status(status)}")));
        foreach (string note in report.Notes)
            Messages.Note(note);
    }

    private static bool Quiet(WeightMapping row) => row.Status == WeightStatus.Matched
        || (row.Status == WeightStatus.LeftOut && row.FileName!.EndsWith(".num_batches_tracked", StringComparison.Ordinal));

    private static string Status(WeightStatus status) => status switch
    {
        WeightStatus.LeftOut => "left out",
        _ => status.ToString().ToLowerInvariant(),
    };

    private static string Text(string? name) => Markup.Escape(name ?? "");

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "" : Markup.Escape($"[{string.Join(", ", shape)}]");
}
