using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

/// <summary>Scores a row's features for each class.</summary>
internal sealed class MulticlassScoreMapper(
    DataViewSchema schema, DataViewSchema.Column features, IVectorModel model, DataViewSchema.DetachedColumn label) : RowMapper(schema)
{
    internal override DataViewSchema.DetachedColumn[] GetOutputColumns()
    {
        uint set = ScoreColumns.NextSetId(InputSchema);
        var predicted = ScoreColumns.Annotations(ScoreColumns.Multiclass, ScoreColumns.PredictedLabel, set);
        var score = ScoreColumns.Annotations(ScoreColumns.Multiclass, ScoreColumns.Score, set);
        if (label.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues) is { } keyValues)
        {
            predicted.Add(label.Annotations, name => name == AnnotationKinds.KeyValues);
            Delegate values = Reflected.Getter(label.Annotations, keyValues);
            score.AddSlotNames(KeyNames.Of(label.Annotations, keyValues));
            score.Add(AnnotationKinds.TrainingLabelValues, keyValues.Type, values);
        }
        return
        [
            new(ScoreColumns.PredictedLabel, new KeyDataViewType(typeof(uint), model.NumberOfOutputs), predicted.ToAnnotations()),
            new(ScoreColumns.Score, new VectorDataViewType(NumberDataViewType.Single, model.NumberOfOutputs), score.ToAnnotations()),
        ];
    }

    internal override IEnumerable<int> GetDependencies(int output) => [features.Index];

    internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
    {
        disposer = null;
        ValueGetter<VBuffer<float>> get = input.GetGetter<VBuffer<float>>(input.Schema[features.Index]);
        VBuffer<float> buffer = default, scores = default;
        if (output == 1)
        {
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                get(ref buffer);
                model.Score(buffer, ref value);
            });
        }
        return (ValueGetter<uint>)((ref uint value) =>
        {
            get(ref buffer);
            model.Score(buffer, ref scores);
            ReadOnlySpan<float> values = scores.GetValues();
            int best = 0;
            for (int c = 1; c < values.Length; c++)
                best = values[c] > values[best] ? c : best;
            // A missing feature leaves no class.
            value = float.IsNaN(values[best]) ? 0 : (uint)best + 1;
        });
    }
}

/// <summary>Key values as text.</summary>
internal static class KeyNames
{
    internal static string[] Of(DataViewSchema.Annotations annotations, DataViewSchema.Column keyValues) =>
        (string[])Reflected.Call(((Func<DataViewSchema.Annotations, DataViewSchema.Column, string[]>)Typed<int>).Method,
            ((VectorDataViewType)keyValues.Type).ItemType.RawType, annotations, keyValues);

    private static string[] Typed<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column keyValues)
    {
        VBuffer<T> values = default;
        annotations.GetGetter<VBuffer<T>>(keyValues)(ref values);
        return [.. values.DenseValues().Select(v => FormattableString.Invariant($"{v}"))];
    }
}
