using System.Text;

namespace MedSsl.MLNet;

/// <summary>Which columns of manifests are labels, which are text, and what they are called in the data.</summary>
internal sealed class ManifestColumns
{
    internal const string Labels = "Labels";

    /// <summary>Columns that are never labels unless they are named as such.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ManifestFile.ImagePath, ManifestFile.PatientId, "study_id", "view", ManifestFile.Split, "fold", "modality", "sex", "age", "laterality", "license", "mask_path",
        ManifestFile.DuplicateOf, "offset_days", "finding_text", "source_patient_id", "series",
    };

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
                    + $"{nameof(ManifestOptions)}.{nameof(ManifestOptions.LabelColumns)} names it.");
        string[] labels = labelColumns is not null ? [.. labelColumns] : [.. all.Where(c => !Known.Contains(c))];
        string[] required = [ManifestFile.ImagePath, ManifestFile.PatientId];
        string[] text = [.. required, .. all.Except([.. required, .. labels], StringComparer.OrdinalIgnoreCase)];
        CheckNames(files[0].Path, text);
        return new ManifestColumns(text, labels);
    }

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

    private static void CheckNames(string path, string[] text)
    {
        var names = new Dictionary<string, string> { [Labels] = "the labels" };
        foreach (string header in text)
            if (!names.TryAdd(PascalCase(header), header))
                throw ManifestFault.At(path, $"its column name becomes '{PascalCase(header)}', as that of {names[PascalCase(header)]} does. Rename it.", column: header);
    }
}
