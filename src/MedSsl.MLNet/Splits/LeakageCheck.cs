using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Looks for patients and image contents that two parts of a split have in common.</summary>
internal static class LeakageCheck
{
    internal static LeakageReport Run(MLContext ml, IReadOnlyList<(string Name, IDataView Data)> parts, LeakageOptions options)
    {
        if (options.GroupColumnName is null && options.ImageColumnName is null)
            throw new ArgumentException($"{nameof(LeakageOptions.GroupColumnName)} and {nameof(LeakageOptions.ImageColumnName)} are both null, so there is nothing to check.");
        var rows = new List<(int Part, long Row, string? Group, string? Path)>();
        for (int part = 0; part < parts.Count; part++)
            Read(parts[part].Data, part, options, rows);

        LeakedRow At(int i) => new(parts[rows[i].Part].Name, rows[i].Row, rows[i].Path);
        var patients = Patients(rows).Select(pair => new Leak(At(pair.First), At(pair.Second))).ToArray();
        if (patients.Length > 0 && !options.AllowPatients)
        {
            throw new InvalidDataException($"One patient (column '{options.GroupColumnName}') is in two parts: {patients[0]}{More(patients.Length, "patient")}. "
                + $"Split with ml.MedicalImages.Split, which keeps a patient's images together, or set {nameof(LeakageOptions.AllowPatients)}.");
        }
        if (options.GroupColumnName is { } group)
            WarnOfRanges(ml, parts, rows, group);
        if (options.ImageColumnName is null)
            return new(patients, []);

        int[] files = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Path is not null)];
        var same = ImageContent.Same([.. files.Select(i => rows[i].Path!)], [.. files.Select(i => rows[i].Part)]);
        var images = same.Select(pair => new Leak(At(files[pair.First]), At(files[pair.Second]))).ToArray();
        if (images.Length > 0 && !options.AllowImages)
        {
            throw new InvalidDataException($"One image is in two parts: {images[0]} have the same content{More(images.Length, "image")}. "
                + $"Remove one of them, or set {nameof(LeakageOptions.AllowImages)}.");
        }
        return new(patients, images);
    }

    private static string More(int count, string what) => count switch { 1 => "", 2 => $", and 1 other {what}", _ => $", and {count - 1} other {what}s" };

    private static void Read(IDataView data, int part, LeakageOptions options, List<(int Part, long Row, string? Group, string? Path)> rows)
    {
        DataViewSchema.Column? group = options.GroupColumnName is { } name ? GroupColumn.Find(data.Schema, name) : null,
            image = options.ImageColumnName is { } path ? ImageContent.Column(data.Schema, path) : null;
        using var cursor = data.GetRowCursor(new[] { group, image }.OfType<DataViewSchema.Column>().DistinctBy(c => c.Index));
        var groupOf = group is { } g ? GroupColumn.Getter(cursor, g) : null;
        var imageOf = image is { } i ? GroupColumn.Getter(cursor, i) : null;
        while (cursor.MoveNext())
            rows.Add((part, cursor.Position + 1, groupOf?.Invoke(), imageOf?.Invoke()));
    }

    /// <summary>For each group the first row of each part but the group's first, with the group's first row.</summary>
    private static IEnumerable<(int First, int Second)> Patients(List<(int Part, long Row, string? Group, string? Path)> rows)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<(string, int)>();
        for (int i = 0; i < rows.Count; i++)
            if (rows[i].Group is { } group && !first.TryAdd(group, i) && rows[first[group]].Part != rows[i].Part && seen.Add((group, rows[i].Part)))
                yield return (first[group], i);
    }

    /// <summary>TrainTestSplit takes the lowest values of a Single, Double or key column for testing: parts that are ranges of such a column were made so.</summary>
    private static void WarnOfRanges(MLContext ml, IReadOnlyList<(string Name, IDataView Data)> parts, List<(int Part, long Row, string? Group, string? Path)> rows, string column)
    {
        if (!parts.All(part => GroupColumn.IsCutIntoRanges(part.Data.Schema[column].Type)))
            return;
        var ranges = rows.Where(row => row.Group is not null)
            .GroupBy(row => row.Part, row => double.Parse(row.Group!, CultureInfo.InvariantCulture))
            .Select(values => (Low: values.Min(), High: values.Max())).OrderBy(range => range.Low).ToArray();
        if (ranges.Length < 2 || ranges.Any(range => range.Low == range.High) || ranges.Zip(ranges.Skip(1)).Any(pair => pair.First.High >= pair.Second.Low))
            return;
        Warnings.Write(ml, nameof(LeakageCheck), $"The parts are ranges of column '{column}' ({parts[0].Data.Schema[column].Type}), not a random choice: that is what ML.NET's "
            + "TrainTestSplit and CrossValidationSplit make of such a column. ml.MedicalImages.Split draws at random.");
    }
}
