using System.Text;
using System.Text.Json;

namespace MedSsl.MLNet;

/// <summary>Which columns of manifests are labels, which are text, and what they are called in the data.</summary>
internal sealed class ManifestColumns
{
    internal const string Labels = "Labels";

    /// <summary>Columns that are never labels unless they are named as such: those of data-schemas/manifest.csv-metadata.json.</summary>
    private static readonly HashSet<string> Known = ReadKnown();

    private ManifestColumns(IReadOnlyList<string> text, IReadOnlyList<string> labels) => (Text, LabelNames) = (text, labels);

    /// <summary>The text columns of all manifests, as their headers name them; image_path and patient_id come first.</summary>
    internal IReadOnlyList<string> Text { get; }

    /// <summary>The labels of all manifests.</summary>
    internal IReadOnlyList<string> LabelNames { get; }

    internal static ManifestColumns Of(IReadOnlyList<ManifestFile> files, IReadOnlyList<string>? labelColumns)
    {
        string[] all = [.. files.SelectMany(f => f.Header).Distinct(StringComparer.OrdinalIgnoreCase)];
        foreach (string label in labelColumns ?? [])
            if (!all.Contains(label, StringComparer.OrdinalIgnoreCase))
                throw ManifestFault.At(
                    files[0].Path, $"there is no label column '{label}'.{ManifestFault.Suggest(label, all)} "
                    + $"The columns are {string.Join(", ", all)}.");
        string[] labels = labelColumns is not null ? [.. labelColumns] : [.. all.Where(c => !Known.Contains(c))];
        string[] required = [ManifestFile.ImagePath, ManifestFile.PatientId];
        string[] text = [.. required, .. all.Except([.. required, .. labels], StringComparer.OrdinalIgnoreCase)];
        CheckNames(files[0].Path, text);
        return new ManifestColumns(text, labels);
    }

    /// <summary>Columns of which one knows which are labels.</summary>
    internal static ManifestColumns Of(IReadOnlyList<string> text, IReadOnlyList<string> labels) =>
        new([ManifestFile.ImagePath, ManifestFile.PatientId, .. text.Except([ManifestFile.ImagePath, ManifestFile.PatientId])], labels);

    /// <summary>A header in Pascal case: duplicate_of is DuplicateOf.</summary>
    internal static string PascalCase(string header)
    {
        var name = new StringBuilder();
        bool start = true;
        foreach (char c in header)
        {
            if (char.IsLetterOrDigit(c))
                name.Append(start ? char.ToUpperInvariant(c) : c);
            start = !char.IsLetterOrDigit(c);
        }
        return name.Length > 0 ? name.ToString() : header;
    }

    private static HashSet<string> ReadKnown()
    {
        using var schema = JsonDocument.Parse(DataSchemas.Resource("manifest.csv-metadata.json"));
        return new(schema.RootElement.GetProperty("tableSchema").GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!), StringComparer.OrdinalIgnoreCase);
    }

    private static void CheckNames(string path, string[] text)
    {
        var names = new Dictionary<string, string> { [Labels] = "the labels" };
        foreach (string header in text)
            if (!names.TryAdd(PascalCase(header), header))
                throw ManifestFault.At(path, $"its column name becomes '{PascalCase(header)}', as that of {names[PascalCase(header)]} does. Rename it.", column: header);
    }
}
