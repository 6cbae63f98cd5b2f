using System.Globalization;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>What each part of a split holds: images, patients, positives of each label. <see cref="ToString"/> gives a table.</summary>
/// <param name="Parts">The parts, in the order train, validation, test, or by fold.</param>
public sealed record SplitReport(IReadOnlyList<SplitPart> Parts)
{
    /// <summary>A table of fixed-width text: a row for each part, then the sum; positives with their share of the images whose label is known.</summary>
    public override string ToString()
    {
        string[][] rows = [["Part", "Images", "Patients", .. Parts[0].Labels.Select(l => l.Name)], .. Parts.Append(Sum()).Select(Row)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.AppendLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
        return text.ToString();
    }

    /// <summary>All parts together, under the name "all".</summary>
    public SplitPart Sum() => new("all", Parts.Sum(p => p.Images), Parts.Sum(p => p.Patients),
        [.. Parts[0].Labels.Select((label, i) => new SplitLabel(label.Name, Parts.Sum(p => p.Labels[i].Positives), Parts.Sum(p => p.Labels[i].Negatives)))]);

    private static string[] Row(SplitPart part) =>
        [part.Name, part.Images.ToString(CultureInfo.InvariantCulture), part.Patients.ToString(CultureInfo.InvariantCulture), .. part.Labels.Select(l => l.ToString())];
}

/// <summary>One part of a split.</summary>
/// <param name="Name">train, validation or test; for folds their number from 1.</param>
/// <param name="Images">Rows.</param>
/// <param name="Patients">Different values of the group column.</param>
/// <param name="Labels">Each label's counts.</param>
public sealed record SplitPart(string Name, int Images, int Patients, IReadOnlyList<SplitLabel> Labels);

/// <summary>One label in one part of a split.</summary>
/// <param name="Name">The label, or the class of a key column.</param>
/// <param name="Positives">Images that have it.</param>
/// <param name="Negatives">Images that do not; those whose label is unknown are in neither count.</param>
public sealed record SplitLabel(string Name, int Positives, int Negatives)
{
    /// <summary>For example "21 (14.0 %)".</summary>
    public override string ToString() => Positives + Negatives == 0 ? "0"
        : string.Create(CultureInfo.InvariantCulture, $"{Positives} ({100.0 * Positives / (Positives + Negatives):0.0} %)");
}
