using System.Globalization;
using System.Text.RegularExpressions;

namespace MedSsl.MLNet;

/// <summary>A text with columns in braces: {a}, {a|b}, {a?}, {a:0:2}.</summary>
internal static partial class DatasetTemplate
{
    /// <summary>A column of a template.</summary>
    /// <param name="Names">The names that it may have.</param>
    /// <param name="Optional">It may be missing.</param>
    /// <param name="Start">Where the part begins.</param>
    /// <param name="Length">The part's length, or -1 for all.</param>
    internal sealed record Column(string[] Names, bool Optional, int Start, int Length);

    /// <summary>A template's texts and columns, in turn.</summary>
    internal static IEnumerable<(string Text, Column? Column)> Parts(string template)
    {
        int at = 0;
        foreach (Match brace in Braces().Matches(template))
        {
            if (brace.Index > at)
                yield return (template[at..brace.Index], null);
            at = brace.Index + brace.Length;
            yield return ("", ColumnOf(brace.Groups[1].Value));
        }
        if (at < template.Length)
            yield return (template[at..], null);
    }

    /// <summary>What is inside braces.</summary>
    internal static Column ColumnOf(string inside)
    {
        int start = 0, length = -1;
        if (Part().Match(inside) is { Success: true } part)
        {
            inside = part.Groups[1].Value;
            start = int.Parse(part.Groups[2].Value, CultureInfo.InvariantCulture);
            length = int.Parse(part.Groups[3].Value, CultureInfo.InvariantCulture);
        }
        bool optional = inside.EndsWith('?');
        return new Column((optional ? inside[..^1] : inside).Split('|'), optional, start, length);
    }

    /// <summary>What is wrong with a template, or null.</summary>
    internal static string? Fault(string template) => Braces().Replace(template, "").AsSpan().IndexOfAny('{', '}') >= 0
        ? "its braces do not match. Write a column as {Name}." : Parts(template).Any(p => p.Column is { } column && column.Names.Any(string.IsNullOrWhiteSpace)) ? "braces have no name in them." : null;

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"^(.*):([0-9]{1,4}):([0-9]{1,4})$")]
    private static partial Regex Part();
}
