using System.Text;
using System.Text.RegularExpressions;

namespace MedSsl.MLNet;

/// <summary>A field of the row that is read just now.</summary>
internal delegate ReadOnlySpan<char> DatasetCell();

/// <summary>A text made from a row's columns: a template, then a match, then other words, then what stands instead of nothing.</summary>
internal sealed class DatasetField
{
    private readonly (string Text, DatasetCell? Cell, int Start, int Length)[] _parts, _otherwise;
    private readonly Regex? _match;
    private readonly Dictionary<string, string>? _map;
    private readonly StringBuilder _built = new();

    /// <param name="rule">The rule.</param>
    /// <param name="resolve">Finds a column.</param>
    internal DatasetField(FieldRule rule, Func<DatasetTemplate.Column, DatasetCell> resolve)
    {
        _parts = Compile(rule.Value, resolve);
        _otherwise = Compile(rule.Otherwise ?? "", resolve);
        _match = rule.Match is null ? null : new Regex(rule.Match, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        _map = rule.Map;
    }

    /// <summary>The row's text, until the next row is read or the field asked again.</summary>
    internal ReadOnlySpan<char> Get()
    {
        var text = Expand(_parts).Trim();
        if (_match is not null)
            text = Match(_match, text.ToString());
        if (_map is not null && _map.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out string? other))
            text = other;
        return text.IsEmpty && _otherwise.Length > 0 ? Expand(_otherwise).Trim() : text;
    }

    private static ReadOnlySpan<char> Match(Regex pattern, string text)
    {
        try
        {
            return pattern.Match(text) is { Success: true } match ? (match.Groups.Count > 1 ? match.Groups[1] : match).ValueSpan : "";
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidDataException($"The regular expression \"{pattern}\" of the description takes over a second for \"{text}\". Write it without nested repetition.");
        }
    }

    private ReadOnlySpan<char> Expand((string Text, DatasetCell? Cell, int Start, int Length)[] parts)
    {
        if (parts is [var only])
            return Part(only);
        _built.Clear();
        foreach (var part in parts)
            _built.Append(Part(part));
        return _built.ToString();
    }

    private static ReadOnlySpan<char> Part((string Text, DatasetCell? Cell, int Start, int Length) part)
    {
        if (part.Cell is null)
            return part.Text;
        var text = part.Cell();
        if (part.Length < 0)
            return text;
        int start = Math.Min(part.Start, text.Length);
        return text.Slice(start, Math.Min(part.Length, text.Length - start));
    }

    private static (string Text, DatasetCell? Cell, int Start, int Length)[] Compile(string template, Func<DatasetTemplate.Column, DatasetCell> resolve) =>
        [.. DatasetTemplate.Parts(template).Select(part => part.Column is { } column ? ("", resolve(column), column.Start, column.Length) : (part.Text, (DatasetCell?)null, 0, 0))];
}
