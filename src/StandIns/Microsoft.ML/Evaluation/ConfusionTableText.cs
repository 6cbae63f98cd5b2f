using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>A confusion matrix as a table of text: truth down, prediction across, recall at the right, precision at the foot.</summary>
internal static class ConfusionTableText
{
    internal static string Format(ConfusionMatrix matrix, string[] names, bool isBinary)
    {
        int column = matrix.Counts.SelectMany(row => row).Select(Number).Concat(names).Max(cell => cell.Length);
        column = Math.Max(column, 5);
        int head = Math.Max("PREDICTED".Length, names.Max(name => name.Length) + 1);
        string rule = new string(' ', head) + " ||" + new string('=', names.Length * (column + 3));

        var text = new StringBuilder();
        if (isBinary)
            text.AppendLine(PositiveRatio(matrix));
        text.AppendLine().AppendLine("Confusion table").AppendLine(rule);
        text.Append("PREDICTED".PadRight(head)).Append(" ||");
        foreach (string name in names)
            text.Append(Cell(name, column));
        text.AppendLine(" Recall").Append("TRUTH".PadRight(head)).AppendLine(rule[head..]);
        for (int truth = 0; truth < names.Length; truth++)
        {
            text.Append((" " + names[truth]).PadLeft(head)).Append(" ||");
            foreach (double count in matrix.Counts[truth])
                text.Append(Cell(Number(count), column));
            text.Append(' ').AppendLine(Share(matrix.PerClassRecall[truth]));
        }
        text.AppendLine(rule).Append("Precision".PadRight(head)).Append(" ||");
        foreach (double precision in matrix.PerClassPrecision)
            text.Append(Cell(Share(precision), column));
        return text.AppendLine().ToString();
    }

    private static string Cell(string text, int column) => text.PadLeft(column + 1) + " |";

    private static string PositiveRatio(ConfusionMatrix matrix)
    {
        double positives = matrix.Counts[0].Sum(), negatives = matrix.Counts[1].Sum();
        return string.Create(CultureInfo.InvariantCulture,
            $"TEST POSITIVE RATIO:\t{positives / (positives + negatives):N4} ({positives:F1}/({positives:F1}+{negatives:F1}))");
    }

    private static string Number(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("F4", CultureInfo.InvariantCulture);
}
