using System.Text.RegularExpressions;

namespace MedSsl.MLNet;

/// <summary>Looks for what a schema cannot say of a description.</summary>
internal static class DatasetRuleCheck
{
    /// <exception cref="InvalidDataException">The message names file, field and remedy.</exception>
    internal static void Check(string path, DatasetRules rules)
    {
        InvalidDataException Fault(string field, string problem) => new($"{path}: '{field}' {problem}");
        if (rules.Npz is not null)
        {
            if (rules.Tables.Length > 0)
                throw Fault("npz", "stands beside 'tables'. Remove one of them.");
            return;
        }
        if (rules.Tables.Length == 0)
            throw Fault("tables", "is missing. Name the tables that list the images, or 'npz' for a MedMNIST file.");
        if (rules.Image is null)
            throw Fault("image", "is missing. Say where the image of a row lies, such as { \"path\": \"images/{id}.png\" }.");
        if (!rules.Columns.ContainsKey(ManifestFile.PatientId))
            throw Fault("columns.patient_id", "is missing. Name the column that identifies the patient, or the image's own where there is none.");
        int kinds = (rules.Labels.Columns is null ? 0 : 1) + (rules.Labels.List is null ? 0 : 1) + (rules.Labels.Class is null ? 0 : 1);
        if (kinds > 1)
            throw Fault("labels", "has more than one of columns, list and class. Keep one of them.");
        if (rules.Labels.Columns is { } labels && labels.GroupBy(l => l.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Fault("labels.columns", $"names '{twice.Key}' twice. Remove one of them.");
        string[] reserved = [ManifestFile.ImagePath, .. rules.Columns.Keys];
        if ((rules.Labels.Columns?.Select(l => l.Name) ?? rules.Labels.Names ?? []).FirstOrDefault(name => reserved.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } taken)
            throw Fault("labels", $"has a label called '{taken}', as a column of the manifest is. Rename it.");
        foreach (var (field, rule) in Fields(rules))
        {
            if (rule.Match is { } pattern)
            {
                try
                {
                    _ = new Regex(pattern);
                }
                catch (ArgumentException error)
                {
                    throw Fault(field + ".match", $"is no regular expression: {error.Message}");
                }
            }
            foreach (string template in new[] { rule.Value, rule.Otherwise ?? "" })
                if (DatasetTemplate.Fault(template) is { } fault)
                    throw Fault(field, $"is \"{template}\": {fault}");
        }
    }

    private static IEnumerable<(string Field, FieldRule Rule)> Fields(DatasetRules rules)
    {
        foreach (var path in rules.Image!.Path)
            yield return ("image.path", path);
        foreach (var (name, column) in rules.Columns)
            yield return ($"columns.{name}", column);
        if (rules.Labels.List is { } list)
            yield return ("labels.list", list);
        if (rules.Labels.Class is { } one)
            yield return ("labels.class", one);
        foreach (var join in rules.Joins)
        {
            yield return ("joins.key", new FieldRule(join.Key));
            yield return ("joins.with", new FieldRule(join.With ?? join.Key));
        }
        foreach (var entry in rules.Lists)
            yield return ("lists.of", new FieldRule(entry.Of));
    }
}
