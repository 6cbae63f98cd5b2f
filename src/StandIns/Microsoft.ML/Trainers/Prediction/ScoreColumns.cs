namespace Microsoft.ML.Data;

/// <summary>Names and annotations of the columns that a model adds.</summary>
internal static class ScoreColumns
{
    internal const string Score = "Score";
    internal const string Probability = "Probability";
    internal const string PredictedLabel = "PredictedLabel";
    internal const string Binary = "BinaryClassification";
    internal const string Multiclass = "MulticlassClassification";
    internal const string Clustering = "Clustering";
    private static readonly KeyDataViewType _setIdType = new(typeof(uint), int.MaxValue);

    internal static SchemaShape.Column[] BinaryShape(bool isCalibrated)
    {
        SchemaShape.Column predicted = SchemaShape.Column.Create(PredictedLabel, BooleanDataViewType.Instance, Annotations(Binary, PredictedLabel, 1).ToAnnotations());
        SchemaShape.Column score = SchemaShape.Column.Create(Score, NumberDataViewType.Single, Annotations(Binary, Score, 1).ToAnnotations());
        if (!isCalibrated)
            return [predicted, score];
        var probability = Annotations(Binary, Probability, 1);
        probability.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        return [predicted, score, SchemaShape.Column.Create(Probability, NumberDataViewType.Single, probability.ToAnnotations())];
    }

    internal static SchemaShape.Column[] MulticlassShape(SchemaShape.Column label)
    {
        List<SchemaShape.Column> predicted = [.. SchemaShape.Create(Annotations(Multiclass, PredictedLabel, 1).ToAnnotations().Schema)];
        List<SchemaShape.Column> score = [.. SchemaShape.Create(Annotations(Multiclass, Score, 1).ToAnnotations().Schema)];
        if (label.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values))
        {
            predicted.Add(values);
            score.Add(SchemaShape.Column.Create(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, 1)));
            score.Add(values.Renamed(AnnotationKinds.TrainingLabelValues));
        }
        return
        [
            new SchemaShape.Column(PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(predicted)),
            new SchemaShape.Column(Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(score)),
        ];
    }

    internal static SchemaShape.Column[] ClusteringShape() =>
    [
        new SchemaShape.Column(PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, SchemaShape.Create(Annotations(Clustering, PredictedLabel, 1).ToAnnotations().Schema)),
        new SchemaShape.Column(Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, SchemaShape.Create(Annotations(Clustering, Score, 1).ToAnnotations().Schema)),
    ];

    /// <summary>What every such column says of itself: the kind of task, what the value is, which columns belong together.</summary>
    internal static DataViewSchema.Annotations.Builder Annotations(string kind, string valueKind, uint setId)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnSetId, _setIdType, setId);
        builder.AddPrimitiveValue(AnnotationKinds.ScoreColumnKind, TextDataViewType.Instance, kind.AsMemory());
        builder.AddPrimitiveValue(AnnotationKinds.ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
        return builder;
    }

    /// <summary>The number of the next set of score columns in a schema.</summary>
    internal static uint NextSetId(DataViewSchema schema)
    {
        uint greatest = 0;
        foreach (DataViewSchema.Column column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.ScoreColumnSetId)?.Type is not KeyDataViewType { RawType: var raw } || raw != typeof(uint))
                continue;
            uint id = 0;
            column.Annotations.GetValue(AnnotationKinds.ScoreColumnSetId, ref id);
            greatest = Math.Max(greatest, id);
        }
        return greatest + 1;
    }
}
