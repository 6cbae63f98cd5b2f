namespace Microsoft.ML.Data;

/// <summary>The labelled and scored rows of a binary problem. Rows whose label or score is NaN are left out.</summary>
internal sealed class BinaryScores
{
    internal float[] Scores { get; private init; }
    internal bool[] Positive { get; private init; }
    /// <summary>Empty when no probability column was asked for.</summary>
    internal float[] Probabilities { get; private init; }

    internal static BinaryScores Read(IDataView data, string labelName, string scoreName, string probabilityName, string predictedLabelName)
    {
        Check.Value(data, nameof(data));
        DataViewSchema.Column label = Check.Find(data.Schema, labelName, "label", nameof(data));
        DataViewSchema.Column score = FindSingle(data.Schema, scoreName, "score");
        DataViewSchema.Column? probability = probabilityName == null ? null : FindSingle(data.Schema, probabilityName, "probability");
        // Looked up, never read: whether a row is positive follows from its score.
        Check.Find(data.Schema, predictedLabelName, "predicted label", nameof(data));
        bool labelFits = label.Type is BooleanDataViewType or KeyDataViewType { Count: 2 }
            || label.Type == NumberDataViewType.Single || label.Type == NumberDataViewType.Double;
        if (!labelFits)
            throw Check.SchemaMismatch("label", label.Name, "Boolean, Single, Double or Key of 2 values", label.Type.ToString(), nameof(data));

        List<float> scores = [], probabilities = [];
        List<bool> positive = [];
        DataViewSchema.Column[] columns = probability is { } p ? [label, score, p] : [label, score];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        ValueGetter<float> getLabel = LabelReader.Getter(cursor, label);
        ValueGetter<float> getScore = cursor.GetGetter<float>(score);
        ValueGetter<float> getProbability = probability is { } column ? cursor.GetGetter<float>(column) : null;
        float labelValue = 0, scoreValue = 0, probabilityValue = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref labelValue);
            getScore(ref scoreValue);
            if (float.IsNaN(labelValue) || float.IsNaN(scoreValue))
                continue;
            positive.Add(labelValue > 0);
            scores.Add(scoreValue);
            if (getProbability != null)
            {
                getProbability(ref probabilityValue);
                probabilities.Add(probabilityValue);
            }
        }
        return new BinaryScores { Scores = [.. scores], Positive = [.. positive], Probabilities = [.. probabilities] };
    }

    private static DataViewSchema.Column FindSingle(DataViewSchema schema, string name, string role)
    {
        DataViewSchema.Column column = Check.Find(schema, name, role, "data");
        return column.Type == NumberDataViewType.Single
            ? column
            : throw Check.SchemaMismatch(role, name, "Single", column.Type.ToString(), "data");
    }
}
