namespace Microsoft.ML.Data;

/// <summary>Reads the labelled and scored rows of a problem of several classes.</summary>
internal static class MulticlassEvaluator
{
    internal static MulticlassClassificationMetrics Evaluate(
        IDataView data, string labelName, string scoreName, string predictedLabelName, int topKPredictionCount)
    {
        Check.Value(data, nameof(data));
        DataViewSchema.Column label = Check.Find(data.Schema, labelName, "label", nameof(data));
        DataViewSchema.Column score = Check.Find(data.Schema, scoreName, "score", nameof(data));
        Check.Find(data.Schema, predictedLabelName, "predicted label", nameof(data));
        if (score.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw Check.SchemaMismatch("score", scoreName, "Vector of Single of known size", score.Type.ToString(), nameof(data));
        bool labelFits = label.Type is KeyDataViewType
            || label.Type == NumberDataViewType.Single || label.Type == NumberDataViewType.Double;
        if (!labelFits)
            throw Check.SchemaMismatch("label", labelName, "Single, Double or Key", label.Type.ToString(), nameof(data));

        var counts = new MulticlassCounts(vector.Size);
        float[] scores = new float[vector.Size];
        using DataViewRowCursor cursor = data.GetRowCursor([label, score]);
        ValueGetter<float> getLabel = LabelReader.Getter(cursor, label);
        ValueGetter<VBuffer<float>> getScores = cursor.GetGetter<VBuffer<float>>(score);
        float labelValue = 0;
        VBuffer<float> buffer = default;
        while (cursor.MoveNext())
        {
            getLabel(ref labelValue);
            getScores(ref buffer);
            buffer.CopyTo(scores);
            counts.Add(labelValue, scores);
        }
        return new MulticlassClassificationMetrics(counts, ClassNames(score, vector.Size), topKPredictionCount);
    }

    /// <summary>The slot names of the score column, or the numbers of the classes.</summary>
    private static string[] ClassNames(DataViewSchema.Column score, int classes)
    {
        string[] names = [.. Enumerable.Range(0, classes).Select(c => c.ToString())];
        if (score.Annotations.Schema.GetColumnOrNull("SlotNames") is { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            VBuffer<ReadOnlyMemory<char>> slots = default;
            score.Annotations.GetValue("SlotNames", ref slots);
            foreach (var (slot, name) in slots.Items())
                if (!name.IsEmpty)
                    names[slot] = name.ToString();
        }
        return names;
    }
}
