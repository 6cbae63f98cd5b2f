using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Splits and folds: reads the rows once, deals the groups out, and gives views that look each row's group up.</summary>
internal static class GroupSplitter
{
    internal const string SplitColumn = "Split", FoldColumn = "Fold";

    internal static DataSplit Split(MLContext ml, IDataView data, SplitOptions options)
    {
        (string Name, double Share)[] parts = [.. new[] { ("train", options.Train), ("validation", options.Validation), ("test", options.Test) }.Where(p => p.Item2 > 0)];
        var (all, report) = Assign(ml, data, options, SplitColumn, parts);
        IDataView Part(string name) => ml.Data.FilterByCustomPredicate<SplitRow>(all, row => row.Split != name);
        return new(all, Part("train"), options.Validation > 0 ? Part("validation") : null, Part("test"), report);
    }

    internal static DataFolds Folds(MLContext ml, IDataView data, FoldOptions options)
    {
        (string Name, double Share)[] parts = [.. Enumerable.Range(1, options.Folds).Select(fold => (fold.ToString(System.Globalization.CultureInfo.InvariantCulture), 1.0 / options.Folds))];
        var (all, report) = Assign(ml, data, options, FoldColumn, parts);
        return new(all, [.. parts.Select(part => new DataFold(
            ml.Data.FilterByCustomPredicate<FoldRow>(all, row => row.Fold == part.Name),
            ml.Data.FilterByCustomPredicate<FoldRow>(all, row => row.Fold != part.Name)))], report);
    }

    private static (IDataView All, SplitReport Report) Assign(MLContext ml, IDataView data, GroupingOptions options, string output, (string Name, double Share)[] parts)
    {
        if (options.GroupColumnName == output)
            throw new ArgumentException($"{nameof(GroupingOptions.GroupColumnName)} is '{output}', the column that the split writes; name another.");
        var rows = SplitRows.Read(ml, data, options);
        int[] unit = Units(rows, options.SameImages);
        int units = unit.Max() + 1;
        if (units < parts.Length)
        {
            throw new ArgumentException($"The data has {rows.Groups.Length} different values in group column '{options.GroupColumnName}'"
                + (units < rows.Groups.Length ? $", {units} without those that must stay together," : "") + $" and cannot be split into {parts.Length} parts.");
        }
        var counts = new int[units][];
        for (int group = 0; group < unit.Length; group++)
            counts[unit[group]] = counts[unit[group]] is { } sum ? [.. sum.Zip(rows.Counts[group], (a, b) => a + b)] : rows.Counts[group];
        int[] part = GroupStratifier.Assign(counts, [.. parts.Select(p => p.Share)], (ulong)options.Seed);

        var report = Report(rows, [.. unit.Select(u => part[u])], [.. parts.Select(p => p.Name)]);
        WarnOfAbsentLabels(ml, report);
        Dictionary<string, string> partOf = rows.Groups.Select((name, group) => (name, parts[part[unit[group]]].Name)).ToDictionary(StringComparer.Ordinal);
        var column = GroupColumn.Find(data.Schema, options.GroupColumnName);
        return ((IDataView)GroupColumn.Call(typeof(GroupSplitter), nameof(AddColumn), column.Type.RawType, ml, data, column, output, partOf)!, report);
    }

    /// <summary>The number of each group's unit: groups that share an image file are one unit if they are to stay together.</summary>
    private static int[] Units(SplitRows rows, SameImagePolicy policy)
    {
        int[] unit = [.. Enumerable.Range(0, rows.Groups.Length)];
        if (rows.Images.Count == 0)
            return unit;
        var same = ImageContent.Same([.. rows.Images.Select(i => i.Path)], [.. rows.Images.Select(i => i.Group)]);
        if (same.Count > 0 && policy == SameImagePolicy.Refuse)
        {
            throw new InvalidDataException(
                $"Images '{rows.Images[same[0].First].Path}' and '{rows.Images[same[0].Second].Path}' are the same file under two patients"
                + (same.Count > 1 ? $", and so are {same.Count - 1} further pairs" : "") + ". Correct patient_id, mark one image as duplicate_of the other, or set "
                + $"{nameof(GroupingOptions.SameImages)} to {nameof(SameImagePolicy.KeepTogether)} or {nameof(SameImagePolicy.Ignore)}.");
        }
        int Root(int group) => unit[group] == group ? group : unit[group] = Root(unit[group]);
        foreach (var (first, second) in same)
        {
            int a = Root(rows.Images[first].Group), b = Root(rows.Images[second].Group);
            unit[Math.Max(a, b)] = Math.Min(a, b);
        }
        int[] roots = [.. unit.Select((_, group) => Root(group))];
        Dictionary<int, int> number = roots.Distinct().Order().Select((root, i) => (root, i)).ToDictionary();
        return [.. roots.Select(root => number[root])];
    }

    private static SplitReport Report(SplitRows rows, int[] part, string[] names)
    {
        int labels = rows.LabelNames.Count;
        int Sum(int of, int thing) => part.Select((p, group) => p == of ? rows.Counts[group][thing] : 0).Sum();
        return new([.. names.Select((name, i) => new SplitPart(name, Sum(i, 2 * labels), Sum(i, 2 * labels + 1),
            [.. rows.LabelNames.Select((label, k) => new SplitLabel(label, Sum(i, k), Sum(i, labels + k)))]))]);
    }

    private static void WarnOfAbsentLabels(MLContext ml, SplitReport report)
    {
        foreach (var part in report.Parts)
            if (part.Labels.Where(l => l.Positives == 0).Select(l => l.Name).ToArray() is { Length: > 0 } absent)
                Warnings.Write(ml, nameof(GroupSplitter), $"Part '{part.Name}' of the split has no image with {string.Join(", ", absent)}: too few patients have it.");
    }

    private static IDataView AddColumn<T>(MLContext ml, IDataView data, DataViewSchema.Column group, string output, IReadOnlyDictionary<string, string> partOf)
    {
        var source = SchemaDefinition.Create(typeof(Source<T>));
        (source[0].ColumnName, source[0].ColumnType) = (group.Name, group.Type);
        var target = SchemaDefinition.Create(typeof(Target));
        target[0].ColumnName = output;
        bool isKey = group.Type is KeyDataViewType;
        Action<Source<T>, Target> map = (row, result) => result.Part = GroupColumn.Text(row.Value, isKey) is { } name && partOf.TryGetValue(name, out string? part) ? part : "";
        return ml.Transforms.CustomMapping(map, null, source, target).Fit(data).Transform(data);
    }

    private sealed class Source<T>
    {
        public T Value { get; set; } = default!;
    }

    private sealed class Target
    {
        public string Part { get; set; } = "";
    }

    private sealed class SplitRow
    {
        public string Split { get; set; } = "";
    }

    private sealed class FoldRow
    {
        public string Fold { get; set; } = "";
    }
}
