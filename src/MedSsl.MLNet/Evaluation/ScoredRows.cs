using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>What an evaluation reads of a scored data view, checked: label and score matrices, each row's patient, the labels' names.</summary>
internal sealed class ScoredRows
{
    private ScoredRows(string[] labelNames, float[] labels, float[] scores, string[]? groups, int rowsWithoutScore)
    {
        LabelNames = labelNames;
        Labels = labels;
        Scores = scores;
        Groups = groups;
        RowsWithoutScore = rowsWithoutScore;
    }

    internal string[] LabelNames { get; }

    /// <summary>[rows, labels]: 1, 0 or NaN = unknown.</summary>
    internal float[] Labels { get; }

    /// <summary>[rows, labels]: logits.</summary>
    internal float[] Scores { get; }

    /// <summary>Each row's patient, or null without a patient column.</summary>
    internal string[]? Groups { get; }

    internal int Count => Labels.Length / LabelNames.Length;

    /// <summary>Rows left out because all their scores are NaN, as those of skipped images are.</summary>
    internal int RowsWithoutScore { get; }

    /// <summary>Reads three columns in one pass.</summary>
    internal static ScoredRows Read(IDataView data, string labelColumnName, string scoreColumnName, string? groupColumnName)
    {
        var labelColumn = LabelColumn.Find(data.Schema, labelColumnName);
        var scoreColumn = LabelColumn.FindVector(data.Schema, scoreColumnName, "score", "the column that the fine-tuned model adds");
        int count = LabelColumn.Size(labelColumn);
        if (LabelColumn.Size(scoreColumn) != count)
            throw new ArgumentException($"Column '{scoreColumnName}' has {LabelColumn.Size(scoreColumn)} scores and column '{labelColumnName}' has {count} labels a row; they must agree.");
        var groupColumn = FindGroup(data.Schema, groupColumnName);

        var wanted = groupColumn is { } group ? new[] { labelColumn, scoreColumn, group } : [labelColumn, scoreColumn];
        using var cursor = data.GetRowCursor(wanted);
        var getLabels = cursor.GetGetter<VBuffer<float>>(labelColumn);
        var getScores = cursor.GetGetter<VBuffer<float>>(scoreColumn);
        var getGroup = groupColumn is { } column ? GroupColumn.Getter(cursor, column) : null;
        var labels = new List<float>();
        var scores = new List<float>();
        var groups = new List<string>();
        var row = new float[count];
        VBuffer<float> buffer = default;
        int skipped = 0;
        for (long position = 0; cursor.MoveNext(); position++)
        {
            getScores(ref buffer);
            buffer.CopyTo(row);
            if (Array.TrueForAll(row, float.IsNaN))
            {
                skipped++;
                continue;
            }

            scores.AddRange(row);
            getLabels(ref buffer);
            buffer.CopyTo(row);
            LabelColumn.CheckValues(row, position, labelColumn);
            labels.AddRange(row);
            // A row whose group is missing is a group of its own.
            if (getGroup is not null)
                groups.Add(getGroup() ?? $"\0row {position}");
        }

        if (labels.Count == 0)
            throw new ArgumentException(skipped == 0 ? "The data to evaluate has no rows." : $"None of the {skipped} rows to evaluate has a score: all their images were skipped.");
        return new([.. SlotNames.Of(labelColumn.HasSlotNames() ? labelColumn : scoreColumn)], [.. labels], [.. scores], getGroup is null ? null : [.. groups], skipped);
    }

    private static DataViewSchema.Column? FindGroup(DataViewSchema schema, string? name) =>
        name is null && schema.GetColumnOrNull("PatientId") is null ? null : GroupColumn.Find(schema, name ?? "PatientId");
}
