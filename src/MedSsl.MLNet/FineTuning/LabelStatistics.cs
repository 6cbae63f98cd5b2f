using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>How often each label is positive and negative in a training set, and what that forbids.</summary>
internal sealed class LabelStatistics
{
    private LabelStatistics(IReadOnlyList<string> names)
    {
        Names = names;
        Positives = new int[names.Count];
        Negatives = new int[names.Count];
    }

    internal IReadOnlyList<string> Names { get; }

    internal int[] Positives { get; }

    internal int[] Negatives { get; }

    internal int Rows { get; private set; }

    /// <summary>Rows with at least one known label: those that can be trained on.</summary>
    internal int LabelledRows { get; private set; }

    /// <summary>Reads the label column alone, before any image is decoded, and checks every value.</summary>
    internal static LabelStatistics Read(IDataView data, DataViewSchema.Column column)
    {
        var result = new LabelStatistics(SlotNames.Of(column));
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> buffer = default;
        var row = new float[result.Names.Count];
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            buffer.CopyTo(row);
            LabelColumn.CheckValues(row, result.Rows, column);
            result.Add(row);
        }

        return result;
    }

    /// <summary>Counts labels that are in memory already.</summary>
    internal static LabelStatistics Of(IReadOnlyList<string> names, ReadOnlySpan<float> labels)
    {
        var result = new LabelStatistics(names);
        for (int at = 0; at < labels.Length; at += names.Count)
            result.Add(labels.Slice(at, names.Count));
        return result;
    }

    private void Add(ReadOnlySpan<float> row)
    {
        Rows++;
        bool known = false;
        for (int i = 0; i < row.Length; i++)
        {
            if (float.IsNaN(row[i]))
                continue;
            known = true;
            (row[i] > 0.5f ? Positives : Negatives)[i]++;
        }

        LabelledRows += known ? 1 : 0;
    }

    /// <summary>Errors that make training pointless; a label with one class only is a warning, since the others can be learnt.</summary>
    internal void Check(int batchSize, string labelColumnName, IChannel channel)
    {
        if (Rows == 0)
            throw new ArgumentException("The training set has no rows: check the split and the filters before this stage.");
        if (LabelledRows == 0)
            throw new ArgumentException($"None of the {Rows} rows of the training set has a known label in column '{labelColumnName}': every value is NaN.");
        if (batchSize > LabelledRows)
            throw new ArgumentException($"{nameof(TrainingOptions.BatchSize)} is {batchSize}, but the training set has {LabelledRows} images with a known label; choose {LabelledRows} or less.");

        var oneClass = Enumerable.Range(0, Names.Count).Where(i => Positives[i] == 0 || Negatives[i] == 0).ToArray();
        if (oneClass.Length == Names.Count)
            throw new ArgumentException($"Every label of column '{labelColumnName}' has one class only in the training set ({string.Join(", ", oneClass.Select(Describe))}): there is nothing to tell apart.");
        foreach (int label in oneClass)
            channel.Warning(MessageSensitivity.Schema, "Label {0} in the training set: its scores will mean nothing.", Describe(label));
    }

    private string Describe(int label) => $"'{Names[label]}' is positive {Positives[label]} times and negative {Negatives[label]} times";
}
