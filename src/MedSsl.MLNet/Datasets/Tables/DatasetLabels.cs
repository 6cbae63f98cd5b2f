using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>Reads the labels of rows as a description says.</summary>
internal sealed class DatasetLabels
{
    private readonly LabelRule _rule;
    private readonly UncertainLabels _uncertain;
    private readonly byte _blank;
    private readonly Dictionary<string, int> _numbers;

    /// <param name="rule">The rule.</param>
    /// <param name="options">What differs from it.</param>
    /// <param name="names">The labels.</param>
    internal DatasetLabels(LabelRule rule, DatasetOptions options, string[] names)
    {
        (_rule, Names) = (rule, names);
        _uncertain = options.Uncertain ?? rule.Uncertain;
        _blank = (options.Blank ?? rule.Blank) == BlankLabels.Absent ? ManifestRows.Absent : ManifestRows.Unknown;
        _numbers = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        foreach (var (alias, name) in rule.Aliases)
            if (_numbers.TryGetValue(name, out int number))
                _numbers.TryAdd(alias, number);
    }

    internal string[] Names { get; }

    /// <summary>Labels that rows have and that are not among the names, with how many rows.</summary>
    internal Dictionary<string, int> Others { get; } = [];

    /// <summary>What a field of a label column says.</summary>
    internal byte State(DatasetTable table, string column, ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (_rule.Values.Count > 0 && _rule.Values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var state))
            return Byte(state);
        switch (text)
        {
            case "":
                return _blank;
            case "1" or "1.0":
                return ManifestRows.Present;
            case "0" or "0.0":
                return ManifestRows.Absent;
            case "-1" or "-1.0":
                return Byte(LabelState.Uncertain);
        }
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value is 1 or 0 or -1)
            return Byte(value == 1 ? LabelState.Present : value == 0 ? LabelState.Absent : LabelState.Uncertain);
        throw ManifestFault.At(table.Path, "a label is 1 (present), 0 (absent), -1 (uncertain) or empty. Correct the value, or say in the description's 'labels.values' what it means.",
            table.Line, column, text.ToString());
    }

    /// <summary>What the names that a row lists say of each label.</summary>
    internal void Set(ReadOnlySpan<char> text, bool list, Span<byte> labels)
    {
        labels.Fill(text.IsEmpty ? _blank : ManifestRows.Absent);
        if (text.IsEmpty)
            return;
        foreach (string name in list ? Split(text, _rule.Separator) : [text.ToString()])
            if (_numbers.TryGetValue(name, out int number))
                labels[number] = ManifestRows.Present;
            else
                Others[name] = Others.GetValueOrDefault(name) + 1;
    }

    /// <summary>The names in a list, each once, with aliases replaced.</summary>
    internal static IEnumerable<string> NamesIn(ReadOnlySpan<char> text, bool list, LabelRule rule) => text.IsEmpty ? []
        : (list ? Split(text, rule.Separator) : [text.ToString()]).Select(name => rule.Aliases.GetValueOrDefault(name, name)).Distinct();

    private static List<string> Split(ReadOnlySpan<char> text, string separator)
    {
        var names = new List<string>();
        if (separator != "python")
        {
            foreach (Range range in text.Split(separator))
                Add(text[range]);
            return names;
        }
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\'' or '"'))
                continue;
            char quote = text[i];
            var name = new System.Text.StringBuilder();
            for (i++; i < text.Length && text[i] != quote; i++)
                name.Append(text[i] == '\\' && i + 1 < text.Length ? text[++i] : text[i]);
            Add(name.ToString());
        }
        return names;

        void Add(ReadOnlySpan<char> name)
        {
            if (name.Trim() is { IsEmpty: false } trimmed)
                names.Add(trimmed.ToString());
        }
    }

    private byte Byte(LabelState state) => state switch
    {
        LabelState.Present => ManifestRows.Present,
        LabelState.Absent => ManifestRows.Absent,
        LabelState.Uncertain => _uncertain switch { UncertainLabels.Ones => ManifestRows.Present, UncertainLabels.Zeros => ManifestRows.Absent, _ => ManifestRows.Unknown },
        _ => ManifestRows.Unknown,
    };
}
