namespace MedSsl.MLNet;

/// <summary>Errors in manifests, all in one form: file, row (the line in a text editor), column, value, what is wrong, remedy.</summary>
internal static class ManifestFault
{
    internal static InvalidDataException At(string path, string problem, int? row = null, string? column = null, string? value = null) => new(
        path + (row is null ? "" : $", row {row}") + (column is null ? "" : $", column '{column}'") + (value is null ? "" : $", value '{value}'") + $": {problem}");

    /// <summary>": did you mean 'x'?" for the name most like <paramref name="wanted"/>, or nothing when none is.</summary>
    internal static string Suggest(string wanted, IEnumerable<string> names)
    {
        string plain = Plain(wanted);
        var best = names.Select(n => (Name: n, Distance: Distance(plain, Plain(n)))).OrderBy(n => n.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, plain.Length / 3) ? $" Did you mean '{best.Name}'?" : "";
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Letters to change, add or take away (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
