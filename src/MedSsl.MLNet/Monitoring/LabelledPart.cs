using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The labelled images that kNN and linear probe ask, and those, of other patients, that are asked about.</summary>
/// <param name="Images">In memory.</param>
/// <param name="Training">Rows whose labels are known to the classifiers.</param>
/// <param name="HeldOut">Rows that they are tried on.</param>
internal sealed record LabelledPart(TrainingImages Images, int[] Training, int[] HeldOut)
{
    private const string Stage = "Monitor";

    /// <summary>The labels that have both classes in both parts.</summary>
    internal bool[] Wanted { get; } = [.. Enumerable.Range(0, Images.LabelNames.Count)
        .Select(label => HasBoth(Images, Training, label) && HasBoth(Images, HeldOut, label))];

    /// <summary>The labels of some rows, row after row.</summary>
    internal float[] Labels(int[] rows) => [.. rows.SelectMany(row => Images.LabelsOf(row).ToArray())];

    /// <summary>Reads whole patients, chosen and parted by the seed whatever their order, up to the most images of the options; null where nobody asks.</summary>
    /// <param name="ml">Where a warning about images that are left out goes.</param>
    /// <param name="input">The stage's input.</param>
    /// <param name="imageColumn">The stage's image column.</param>
    /// <param name="shape">The shape of the stage's images.</param>
    /// <param name="options">Already validated.</param>
    /// <param name="seed">The stage's seed.</param>
    /// <param name="warn">Told that there are too few labels.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type, or the labelled images have another shape.</exception>
    internal static LabelledPart? Read(
        MLContext ml, IDataView input, string imageColumn, ImageShape shape, ContrastiveOptions options, ulong seed, Action<string> warn)
    {
        if (options.Monitors is not { ProbeEveryEpochs: > 0 } monitors || (monitors.LabelColumnName ?? options.LabelColumnName) is not { } labels)
            return null;
        var data = monitors.Labelled ?? input;
        int[] rows = Choose(Groups(data, LabelColumn.Find(data.Schema, labels), monitors.GroupColumnName), monitors.MaximumImages, seed);
        if (rows.Length == 0)
        {
            warn($"No image has a known label in column '{labels}'; kNN and linear probe are left out.");
            return null;
        }
        var chosen = rows.ToHashSet();
        var images = TrainingImages.Read(ml, data, imageColumn, monitors.GroupColumnName, labels, options.CancellationToken, only: chosen.Contains);
        if (images.Shape != shape)
            throw new ArgumentException($"{nameof(MonitorOptions)}.{nameof(monitors.Labelled)}: the images are {images.Shape}; those of the stage are {shape}.");
        var part = Split(images, monitors.HeldOutShare, seed);
        if (part.Wanted.Contains(true))
            return part;
        warn($"Of {images.Count} labelled images, {part.Training.Length} to learn from and {part.HeldOut.Length} of other patients, no label is positive " +
            "and negative in both parts; kNN and linear probe are left out.");
        return null;
    }

    /// <summary>The group of each row that has a known label, from the two columns alone.</summary>
    private static List<(int Row, string Group)> Groups(IDataView data, DataViewSchema.Column labelColumn, string? groupColumnName)
    {
        DataViewSchema.Column? groupColumn = groupColumnName is null ? null : data.Schema.GetColumnOrNull(groupColumnName) ?? throw new ArgumentException(
            $"There is no column '{groupColumnName}' to tell patients apart in the labelled images; name it in {nameof(MonitorOptions)}." +
            $"{nameof(MonitorOptions.GroupColumnName)}, or give null to take each image for a patient.");
        if (groupColumn is { Type: not TextDataViewType } other)
            throw new ArgumentException($"Column '{groupColumnName}' is {other.Type}; the column that tells patients apart is text.");
        var groups = new List<(int, string)>();
        using var cursor = data.GetRowCursor(groupColumn is { } column ? [labelColumn, column] : [labelColumn]);
        var getLabels = cursor.GetGetter<VBuffer<float>>(labelColumn);
        var getGroup = groupColumn is { } text ? cursor.GetGetter<ReadOnlyMemory<char>>(text) : null;
        VBuffer<float> buffer = default;
        ReadOnlyMemory<char> group = default;
        var values = new float[LabelColumn.Size(labelColumn)];
        for (int row = 0; cursor.MoveNext(); row++)
        {
            getLabels(ref buffer);
            buffer.CopyTo(values);
            LabelColumn.CheckValues(values, row, labelColumn);
            if (!values.AsSpan().ContainsAnyExcept(float.NaN))
                continue;
            getGroup?.Invoke(ref group);
            groups.Add((row, Name(group.ToString(), row)));
        }
        return groups;
    }

    private static int[] Choose(List<(int Row, string Group)> groups, int most, ulong seed)
    {
        var rows = new List<int>();
        foreach (var patient in InOrder(groups, seed, 0))
            if (rows.Count + patient.Length <= most)
                rows.AddRange(patient);
        return [.. rows];
    }

    /// <summary>Patients are held out, in random order, until they have the share of the images.</summary>
    private static LabelledPart Split(TrainingImages images, double heldOutShare, ulong seed)
    {
        var groups = Enumerable.Range(0, images.Count).Select(row => (row, Name(images.Groups.Count == 0 ? "" : images.Groups[row], row)));
        var (training, heldOut) = (new List<int>(), new List<int>());
        foreach (var patient in InOrder(groups, seed, 1))
            (heldOut.Count < heldOutShare * images.Count ? heldOut : training).AddRange(patient);
        return new LabelledPart(images, [.. training.Order()], [.. heldOut.Order()]);
    }

    private static IEnumerable<int[]> InOrder(IEnumerable<(int Row, string Group)> groups, ulong seed, int draw) => groups
        .GroupBy(row => row.Group, row => row.Row, StringComparer.Ordinal)
        .OrderBy(patient => SampleSeed.Of(seed, $"{Stage} {patient.Key}", 0, 0, draw)).ThenBy(patient => patient.Key, StringComparer.Ordinal)
        .Select(patient => patient.ToArray());

    /// <summary>An image without a patient is one of its own.</summary>
    private static string Name(string group, int row) => string.IsNullOrWhiteSpace(group) ? $"\0{row}" : group;

    private static bool HasBoth(TrainingImages images, int[] rows, int label)
    {
        bool[] seen = new bool[2];
        foreach (int row in rows)
            if (images.LabelsOf(row)[label] is var value && !float.IsNaN(value))
                seen[value > 0.5f ? 1 : 0] = true;
        return seen[0] && seen[1];
    }
}
