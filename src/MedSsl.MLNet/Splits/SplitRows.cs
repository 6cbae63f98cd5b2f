using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>What a split needs of the rows, group by group. Groups are in ordinal order, so that the order of the rows does not matter.</summary>
internal sealed class SplitRows
{
    private SplitRows(string[] groups, int[][] counts, IReadOnlyList<string> labelNames, IReadOnlyList<(string Path, int Group)> images) =>
        (Groups, Counts, LabelNames, Images) = (groups, counts, labelNames, images);

    internal string[] Groups { get; }

    /// <summary>For each group: positives of each label, negatives of each label, images, patients (1).</summary>
    internal int[][] Counts { get; }

    internal IReadOnlyList<string> LabelNames { get; }

    /// <summary>The image files and whose they are; empty if they are not to be compared.</summary>
    internal IReadOnlyList<(string Path, int Group)> Images { get; }

    internal static SplitRows Read(MLContext ml, IDataView data, GroupingOptions options)
    {
        string? labelName = options.LabelColumnName ?? new[] { ManifestColumns.Labels, "Label" }.FirstOrDefault(name => data.Schema.GetColumnOrNull(name) is not null);
        var targets = labelName is null ? null : Targets(ml, data, labelName);
        var view = targets?.Data ?? data;
        var group = GroupColumn.Find(view.Schema, options.GroupColumnName);
        DataViewSchema.Column? labels = targets?.Column, image = options.SameImages == SameImagePolicy.Ignore ? null : ImageContent.Column(view.Schema, options.ImageColumnName),
            duplicate = image is null ? null : view.Schema.GetColumnOrNull("DuplicateOf");
        int count = labels is { } found ? LabelColumn.Size(found) : 0;

        var indices = new Dictionary<string, int>(StringComparer.Ordinal);
        var counts = new List<int[]>();
        var images = new List<(string Path, int Group)>();
        DataViewSchema.Column?[] columns = [group, labels, image, duplicate];
        using (var cursor = view.GetRowCursor(columns.OfType<DataViewSchema.Column>().DistinctBy(c => c.Index)))
        {
            var groupOf = GroupColumn.Getter(cursor, group);
            var labelsOf = labels is { } l ? cursor.GetGetter<VBuffer<float>>(l) : null;
            var imageOf = image is { } i ? GroupColumn.Getter(cursor, i) : null;
            var duplicateOf = duplicate is { } d ? GroupColumn.Getter(cursor, d) : null;
            VBuffer<float> buffer = default;
            var row = new float[count];
            for (long position = 0; cursor.MoveNext(); position++)
            {
                string name = groupOf() ?? throw new InvalidDataException(
                    $"Row {position + 1} of the data has no value in group column '{group.Name}'. Fill it, or name another column with {nameof(GroupingOptions.GroupColumnName)}.");
                if (!indices.TryGetValue(name, out int at))
                {
                    indices[name] = at = counts.Count;
                    counts.Add(new int[2 * count + 2]);
                    counts[at][^1] = 1;
                }
                counts[at][^2]++;
                if (labelsOf is not null)
                {
                    labelsOf(ref buffer);
                    buffer.CopyTo(row);
                    LabelColumn.CheckValues(row, position, labels!.Value);
                    for (int label = 0; label < count; label++)
                        if (!float.IsNaN(row[label]))
                            counts[at][row[label] == 1 ? label : count + label]++;
                }
                if (imageOf?.Invoke() is { } path && duplicateOf?.Invoke() is null)
                    images.Add((path, at));
            }
        }
        if (counts.Count == 0)
            throw new InvalidDataException("The data to split has no rows.");
        string[] groups = [.. indices.Keys];
        Array.Sort(groups, StringComparer.Ordinal);
        var place = new int[groups.Length];
        for (int i = 0; i < groups.Length; i++)
            place[indices[groups[i]]] = i;
        return new(groups, [.. groups.Select(name => counts[indices[name]])], labels is { } column ? SlotNames.Of(column) : [], [.. images.Select(i => (i.Path, place[i.Group]))]);
    }

    private static LabelTargets Targets(MLContext ml, IDataView data, string name)
    {
        var kind = data.Schema.GetColumnOrNull(name)?.Type switch
        {
            KeyDataViewType => LabelKind.Multiclass,
            BooleanDataViewType or NumberDataViewType => LabelKind.Binary,
            _ => LabelKind.MultiLabel,
        };
        return kind.Targets(ml, data, name);
    }
}
