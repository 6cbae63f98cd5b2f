namespace Microsoft.ML.Data;

/// <summary>What the metrics of a clustering are made of. A row belongs to the cluster of its least score; rows with scores that are not finite do not count.</summary>
internal sealed class ClusteringCounts(int clusters)
{
    internal double Rows { get; private set; }
    internal double SumOfLeastScores { get; private set; }
    internal double[] OfCluster { get; } = new double[clusters];
    internal List<double[]> OfClassAndCluster { get; } = [];

    /// <summary>The mean features of each cluster's rows; null when there is no feature column.</summary>
    internal double[][] Centres { get; private set; }

    /// <summary>The sum of each cluster's rows' distances to its centre.</summary>
    internal double[] Widths { get; } = new double[clusters];

    internal static ClusteringCounts Read(IDataView data, string labelName, string scoreName, string featureName)
    {
        DataViewSchema.Column score = FindVector(data.Schema, scoreName, "score");
        DataViewSchema.Column? features = featureName == null ? null : FindVector(data.Schema, featureName, "features");
        DataViewSchema.Column? label = labelName == null ? null : Check.Find(data.Schema, labelName, "label", nameof(data));
        if (label is { Type: var type } && type is not KeyDataViewType && type != NumberDataViewType.Single)
            throw Check.SchemaMismatch("label", labelName, "Single or Key", type.ToString(), nameof(data));

        var counts = new ClusteringCounts(((VectorDataViewType)score.Type).Size);
        double[][] sums = features is null ? null : [.. Enumerable.Range(0, counts.OfCluster.Length).Select(_ => new double[((VectorDataViewType)features.Value.Type).Size])];
        using (DataViewRowCursor cursor = data.GetRowCursor(new[] { score, label, features }.OfType<DataViewSchema.Column>()))
        {
            ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(score);
            ValueGetter<VBuffer<float>> getFeatures = features is { } column ? cursor.GetGetter<VBuffer<float>>(column) : null;
            ValueGetter<float> getLabel = label is { } named ? LabelReader.Getter(cursor, named) : null;
            VBuffer<float> scores = default, row = default;
            float labelValue = 0;
            while (cursor.MoveNext())
            {
                getScore(ref scores);
                getLabel?.Invoke(ref labelValue);
                int cluster = counts.Add(labelValue, scores);
                if (cluster < 0 || sums == null)
                    continue;
                getFeatures(ref row);
                foreach (var (slot, value) in row.Items())
                    sums[cluster][slot] += value;
            }
        }
        if (features is { } found)
            counts.Measure(data, score, found, sums);
        return counts;
    }

    internal static double Distance(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(sum);
    }

    /// <summary>The row's cluster, -1 if it does not count. A missing label is the first class.</summary>
    private int Add(float label, in VBuffer<float> scores)
    {
        label = float.IsNaN(label) ? 0 : label;
        if (!(label >= 0) || label != (int)label)
            throw new InvalidOperationException($"Invalid label: {label}. A label of clusters is a key or a whole number that is not negative.");
        int cluster = Least(scores, out float least);
        if (cluster < 0)
            return -1;
        while (OfClassAndCluster.Count <= label)
            OfClassAndCluster.Add(new double[OfCluster.Length]);
        OfClassAndCluster[(int)label][cluster]++;
        OfCluster[cluster]++;
        Rows++;
        SumOfLeastScores += least;
        return cluster;
    }

    private void Measure(IDataView data, DataViewSchema.Column score, DataViewSchema.Column features, double[][] sums)
    {
        Centres = [.. sums.Select((sum, c) => Array.ConvertAll(sum, x => x / OfCluster[c]))];
        using DataViewRowCursor cursor = data.GetRowCursor([score, features]);
        ValueGetter<VBuffer<float>> getScore = cursor.GetGetter<VBuffer<float>>(score), getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        VBuffer<float> scores = default, row = default;
        while (cursor.MoveNext())
        {
            getScore(ref scores);
            int cluster = Least(scores, out _);
            if (cluster < 0)
                continue;
            getFeatures(ref row);
            Widths[cluster] += Distance(Centres[cluster], [.. row.DenseValues().Select(x => (double)x)]);
        }
    }

    private static int Least(in VBuffer<float> scores, out float least)
    {
        int cluster = -1, slot = 0;
        least = float.PositiveInfinity;
        foreach (float score in scores.DenseValues())
        {
            if (!float.IsFinite(score))
                return -1;
            if (score < least)
                (cluster, least) = (slot, score);
            slot++;
        }
        return cluster;
    }

    private static DataViewSchema.Column FindVector(DataViewSchema schema, string name, string role)
    {
        DataViewSchema.Column column = Check.Find(schema, name, role, "data");
        return column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single
            ? column
            : throw Check.SchemaMismatch(role, name, "Vector of Single of known size", column.Type.ToString(), "data");
    }
}
