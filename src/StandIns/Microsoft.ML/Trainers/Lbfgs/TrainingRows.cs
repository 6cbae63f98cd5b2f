using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>The usable rows of a training set, in memory: those whose label (0 without one), weight and features are all finite.</summary>
internal sealed class TrainingRows
{
    internal List<float[]> Features { get; } = [];
    internal List<float> Labels { get; } = [];
    internal List<float> Weights { get; } = [];
    internal double WeightSum { get; private set; }
    internal int Count => Features.Count;

    internal static TrainingRows Read(IDataView data, DataViewSchema.Column features, DataViewSchema.Column? label,
        DataViewSchema.Column? weight, IChannel channel)
    {
        var rows = new TrainingRows();
        long skipped = 0;
        using DataViewRowCursor cursor = data.GetRowCursor(new[] { features, label, weight }.OfType<DataViewSchema.Column>());
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        ValueGetter<float> getLabel = label is { } named ? LabelReader.Getter(cursor, named) : null;
        ValueGetter<float> getWeight = weight is { } column ? cursor.GetGetter<float>(column) : null;
        int size = ((VectorDataViewType)features.Type).Size;
        VBuffer<float> buffer = default;
        float labelValue = 0, weightValue = 1;
        while (cursor.MoveNext())
        {
            getFeatures(ref buffer);
            getLabel?.Invoke(ref labelValue);
            getWeight?.Invoke(ref weightValue);
            bool isUsable = float.IsFinite(labelValue) && float.IsFinite(weightValue);
            foreach (float value in buffer.GetValues())
                isUsable &= float.IsFinite(value);
            if (!isUsable)
            {
                skipped++;
                continue;
            }
            float[] dense = new float[size];
            buffer.CopyTo(dense);
            rows.Features.Add(dense);
            rows.Labels.Add(labelValue);
            rows.Weights.Add(weightValue);
            rows.WeightSum += weightValue;
        }
        if (rows.Count == 0)
            throw new InvalidOperationException("No valid training instances found, all instances have missing features.");
        if (skipped > 0)
            channel.Warning($"Skipped {skipped} instances with missing features/label/weight during training");
        return rows;
    }
}
