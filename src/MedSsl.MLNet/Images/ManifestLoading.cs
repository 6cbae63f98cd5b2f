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
        var files = new List<ManifestFile>();
        try
        {
            foreach (string path in paths)
                files.Add(new ManifestFile(path));
            return Load(files, options);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    private static IDataView Load(List<ManifestFile> files, ManifestOptions options)
    {
        var columns = ManifestColumns.Of(files, options.LabelColumns);
        var rows = new ManifestRows(columns, FolderOf(files[0]));
        foreach (var file in files)
            AddRows(rows, file, columns);
        rows.Seal();
        if (rows.Count == 0)
            throw ManifestFault.At(files[0].Path, "there are no rows after the header. Add one row for each image.");
        CheckPatients(rows);

        int split = IndexOf(columns, ManifestFile.Split), duplicate = IndexOf(columns, ManifestFile.DuplicateOf);
        if (options.Splits is { } wanted)
        {
            string[] all = split < 0 ? [] : rows.Values(split);
            rows.Keep(row => split >= 0 && wanted.Contains(rows.Text(split, row), StringComparer.OrdinalIgnoreCase));
            if (rows.Count == 0)
                throw ManifestFault.At(files[0].Path, split < 0
                    ? $"there is no column '{ManifestFile.Split}', so no row belongs to {Quoted(wanted)}. Add the column, or leave {nameof(ManifestOptions.Splits)} out."
                    : $"no row belongs to {Quoted(wanted)}; the splits are {Quoted(all)}.", column: split < 0 ? null : ManifestFile.Split);
        }
        if (duplicate >= 0 && !options.KeepDuplicates)
        {
            rows.Keep(row => rows.Text(duplicate, row).Length == 0);
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
        string folder = FolderOf(file);
        int[] text = [.. columns.Text.Select(file.Find)], labels = [.. columns.LabelNames.Select(file.Find)];
        rows.Begin(file.Path);
        while (file.Read())
        {
            for (int required = 0; required < 2; required++)
                if (file[text[required]].IsEmpty)
                    throw ManifestFault.At(file.Path, "it is empty. Every row needs it.", file.Line, columns.Text[required]);
            if (file[text[0]].Contains('\0'))
                throw ManifestFault.At(file.Path, "it holds a null character, which no path can have. Save the manifest as UTF-8 text anew.", file.Line, ManifestFile.ImagePath);
            if (rows.AddImage(folder, file[text[0]]) is >= 0 and int same)
            {
                var earlier = rows.OriginOf(same);
                throw ManifestFault.At(
                    file.Path, $"row {earlier.Line}{(earlier.Path == file.Path ? "" : $" of {earlier.Path}")} has the same image. Remove one of them.",
                    file.Line, ManifestFile.ImagePath, file[text[0]].ToString());
            }
            for (int i = 1; i < text.Length; i++)
                rows.AddText(i, text[i] < 0 ? "" : file[text[i]]);
            for (int i = 0; i < labels.Length; i++)
                rows.AddLabel(labels[i] < 0 ? ManifestRows.Unknown : Label(file, columns.LabelNames[i], file[labels[i]]));
            rows.AddLine(file.Line);
        }
    }

    private static byte Label(ManifestFile file, string name, ReadOnlySpan<char> text) => text switch
    {
        "" or "-1" => ManifestRows.Unknown,
        "0" => ManifestRows.Absent,
        "1" => ManifestRows.Present,
        _ => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && value is 1 or 0 or -1
            ? value < 0 ? ManifestRows.Unknown : (byte)value
            : throw ManifestFault.At(file.Path,
                $"a label is 1 (present), 0 (absent), or empty or -1 (unknown). Correct the value; "
                    + $"if the column is no label, name those that are with {nameof(ManifestOptions)}.{nameof(ManifestOptions.LabelColumns)}.",
                file.Line, name, text.ToString()),
    };

    private static void CheckPatients(ManifestRows rows)
    {
        int split = IndexOf(rows.Columns, ManifestFile.Split);
        if (split < 0)
            return;
        int[] first = new int[rows.Different(1)];
        for (int row = 0; row < rows.Count; row++)
        {
            string own = rows.Text(split, row);
            ref int earlier = ref first[rows.Number(1, row)];
            if (own.Length == 0)
                continue;
            if (earlier == 0)
                earlier = row + 1;
            string other = rows.Text(split, earlier - 1);
            if (other.Equals(own, StringComparison.OrdinalIgnoreCase))
                continue;
            var (path, line) = rows.Origin(row);
            var (otherPath, otherLine) = rows.Origin(earlier - 1);
            throw ManifestFault.At(path,
                $"the patient is in split '{own}' here and in '{other}' in row {otherLine}{(otherPath == path ? "" : $" of {otherPath}")}. Put all images of a patient in one split.",
                line, ManifestFile.PatientId, rows.Text(1, row));
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

    private static string FolderOf(ManifestFile file) => Path.GetDirectoryName(Path.GetFullPath(file.Path))!;

    private static int IndexOf(ManifestColumns columns, string name) => columns.Text.ToList().FindIndex(c => c.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
