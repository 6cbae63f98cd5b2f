using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>Counts what a data set holds while it is read.</summary>
internal sealed class DatasetCounts(string[] labels, int patientColumn, int splitColumn, int viewColumn)
{
    private readonly Dictionary<(string Split, string View), (int Images, int[] Present, int[] Absent)> _groups = [];
    private readonly TextPool _patients = new();
    private readonly HashSet<(int Patient, string Split)> _patientsOf = [];
    private readonly Dictionary<string, (int Count, string First)> _omissions = [];

    internal List<string> Notes { get; } = [];

    internal void Add(ReadOnlySpan<string> texts, ReadOnlySpan<byte> states)
    {
        string split = splitColumn < 0 ? "" : texts[splitColumn], view = viewColumn < 0 ? "" : texts[viewColumn];
        if (!_groups.TryGetValue((split, view), out var group))
            group = (0, new int[states.Length], new int[states.Length]);
        for (int i = 0; i < states.Length; i++)
            if (states[i] == ManifestRows.Present)
                group.Present[i]++;
            else if (states[i] == ManifestRows.Absent)
                group.Absent[i]++;
        _groups[(split, view)] = (group.Images + 1, group.Present, group.Absent);
        _patientsOf.Add((_patients.Intern(texts[patientColumn]), split));
    }

    internal void Omit(string reason, string first)
    {
        var (count, earlier) = _omissions.GetValueOrDefault(reason, (0, first));
        _omissions[reason] = (count + 1, earlier);
    }

    internal DatasetReport Report(ExpectRule expected, Dictionary<string, int> otherLabels)
    {
        var patients = _patientsOf.GroupBy(p => p.Split).Where(g => g.Key.Length > 0).ToDictionary(g => g.Key, g => g.Count());
        patients[""] = _patients.Count;
        List<DatasetGroup> groups = [.. _groups.OrderBy(g => Order(g.Key.Split)).ThenBy(g => g.Key.Split, StringComparer.Ordinal).ThenByDescending(g => g.Value.Images)
            .Select(g => new DatasetGroup(g.Key.Split, g.Key.View, g.Value.Images, g.Value.Present, g.Value.Absent))];
        int leaking = _patientsOf.Where(p => p.Split.Length > 0).GroupBy(p => p.Patient).Count(g => g.Count() > 1);
        if (leaking > 0)
            Notes.Add($"{Number(leaking)} patient{(leaking == 1 ? " is" : "s are")} in more than one split: the manifest cannot be loaded as it is; split it anew by patient.");
        if (otherLabels.Count > 0)
            Notes.Add($"labels that are not kept: {string.Join(", ", otherLabels.OrderByDescending(o => o.Value).ThenBy(o => o.Key, StringComparer.Ordinal).Take(10).Select(o => $"{o.Key} ({Number(o.Value)})"))}"
                + (otherLabels.Count > 10 ? $" and {otherLabels.Count - 10} others" : ""));
        Compare("images", groups.Sum(g => g.Images), expected.Images);
        Compare("patients", _patients.Count, expected.Patients);
        foreach (var (split, count) in expected.Splits)
            Compare($"images of {split}", groups.Where(g => g.Split == split).Sum(g => g.Images), count);
        foreach (var (label, count) in expected.Labels)
            if (Array.IndexOf(labels, label) is >= 0 and int at)
                Compare($"images with {label}", groups.Sum(g => g.Present[at]), count);
        return new DatasetReport(labels, groups, patients, [.. _omissions.Select(o => new DatasetOmission(o.Key, o.Value.Count, o.Value.First))], Notes)
        {
            PatientsInSeveralSplits = leaking,
        };
    }

    private void Compare(string what, int found, int? published)
    {
        if (published is { } wanted && wanted != found)
            Notes.Add($"{what}: {Number(found)}, published {Number(wanted)}");
    }

    private static int Order(string split) => split switch { "train" => 0, "validation" => 1, "test" => 2, _ => 3 };

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
