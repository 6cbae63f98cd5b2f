using System.Globalization;
using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Manifests to data: checks what one row alone cannot show, and puts several manifests together.</summary>
internal static class ManifestLoading
{
    internal static IDataView Load(IReadOnlyList<string> paths, ManifestOptions options)
    {
        if (paths.Count == 0)
            throw new ArgumentException("No manifest is given.", nameof(paths));
        ManifestFile[] files = [.. paths.Select(ManifestFile.Read)];
        var columns = ManifestColumns.Of(files, options.LabelColumns);
        var rows = new ManifestRows(columns);
        foreach (var file in files)
            AddRows(rows, file, columns);
        if (rows.Count == 0)
            throw ManifestFault.At(files[0].Path, "there are no rows after the header. Add one row for each image.");
        CheckPatients(rows);

        int split = IndexOf(columns, ManifestFile.Split), duplicate = IndexOf(columns, ManifestFile.DuplicateOf);
        if (options.Splits is { } wanted)
        {
            rows.Keep(row => split >= 0 && wanted.Contains(rows.Text(split, row), StringComparer.OrdinalIgnoreCase), out string[] all, split);
            if (rows.Count == 0)
                throw ManifestFault.At(files[0].Path, split < 0
                    ? $"there is no column '{ManifestFile.Split}', so no row belongs to {Quoted(wanted)}. Add the column, or leave {nameof(ManifestOptions.Splits)} out."
                    : $"no row belongs to {Quoted(wanted)}; the splits are {Quoted(all)}.", column: split < 0 ? null : ManifestFile.Split);
        }
        if (duplicate >= 0 && !options.KeepDuplicates)
        {
            rows.Keep(row => rows.Text(duplicate, row).Length == 0, out _, -1);
            if (rows.Count == 0)
                throw ManifestFault.At(
                    files[0].Path, $"every row is a duplicate of another. Correct the column, or set {nameof(ManifestOptions.KeepDuplicates)}.", column: ManifestFile.DuplicateOf);
        }
        if (options.CheckFiles)
            CheckFiles(rows);
        return rows.ToDataView();
    }

    private static void AddRows(ManifestRows rows, ManifestFile file, ManifestColumns columns)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file.Path))!;
        int[] text = [.. columns.Text.Select(file.Find)], labels = [.. columns.LabelNames.Select(file.Find)];
        foreach (var row in file.Rows)
        {
            string[] values = [.. text.Select(at => at < 0 ? "" : row.Fields[at])];
            for (int required = 0; required < 2; required++)
                if (values[required].Length == 0)
                    throw ManifestFault.At(file.Path, "it is empty. Every row needs it.", row.Line, columns.Text[required]);
            values[0] = Path.GetFullPath(Path.Combine(folder, values[0]));
            float[] numbers = [.. labels.Select((at, i) => at < 0 ? float.NaN : Label(file, row, columns.LabelNames[i], row.Fields[at]))];
            if (rows.Add(values, numbers, (file.Path, row.Line)) is { } earlier)
                throw ManifestFault.At(
                    file.Path, $"row {earlier.Line}{(earlier.Path == file.Path ? "" : $" of {earlier.Path}")} has the same image. Remove one of them.",
                    row.Line, ManifestFile.ImagePath, row.Fields[text[0]]);
        }
    }

    private static float Label(ManifestFile file, ManifestRow row, string name, string text)
    {
        if (text.Length == 0)
            return float.NaN;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value is 1 or 0 or -1)
            return value == -1 ? float.NaN : value;
        throw ManifestFault.At(file.Path,
            $"a label is 1 (present), 0 (absent), or empty or -1 (unknown). Correct the value; "
                + $"if the column is no label, name those that are with {nameof(ManifestOptions)}.{nameof(ManifestOptions.LabelColumns)}.",
            row.Line, name, text);
    }

    private static void CheckPatients(ManifestRows rows)
    {
        int split = IndexOf(rows.Columns, ManifestFile.Split);
        var first = new Dictionary<string, int>();
        for (int row = 0; split >= 0 && row < rows.Count; row++)
        {
            string own = rows.Text(split, row), patient = rows.Text(1, row);
            if (own.Length == 0 || first.TryAdd(patient, row) || rows.Text(split, first[patient]).Equals(own, StringComparison.OrdinalIgnoreCase))
                continue;
            var (path, line) = rows.Origin(row);
            var (otherPath, otherLine) = rows.Origin(first[patient]);
            throw ManifestFault.At(path,
                $"the patient is in split '{own}' here and in '{rows.Text(split, first[patient])}' in row {otherLine}{(otherPath == path ? "" : $" of {otherPath}")}. "
                    + "Put all images of a patient in one split.",
                line, ManifestFile.PatientId, patient);
        }
    }

    private static void CheckFiles(ManifestRows rows)
    {
        int[] missing = [.. Enumerable.Range(0, rows.Count).Where(row => !File.Exists(rows.Text(0, row)))];
        if (missing.Length == 0)
            return;
        var (path, line) = rows.Origin(missing[0]);
        throw ManifestFault.At(
            path, $"there is no such file{(missing.Length > 1 ? $", nor {missing.Length - 1} others" : "")}. Paths are relative to the manifest's folder.",
            line, ManifestFile.ImagePath, rows.Text(0, missing[0]));
    }

    private static int IndexOf(ManifestColumns columns, string name) => columns.Text.ToList().FindIndex(c => c.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
