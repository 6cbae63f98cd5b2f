using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableModel(KMeansModelParameters.LoaderSignature, typeof(KMeansModelParameters))]

namespace Microsoft.ML.Trainers;

/// <summary>Centres of clusters; the scores are the squared distances to them.</summary>
public sealed class KMeansModelParameters : ModelParametersBase<VBuffer<float>>, IVectorModel
{
    internal const string LoaderSignature = "KMeansPredictor";
    private static readonly VersionInfo _version =
        new("KMEANS  ", 0x00010002, 0x00010002, LoaderSignature, "Microsoft.ML.KMeansClustering", Oldest: 0x00010001);
    private readonly float[][] _centroids;

    internal KMeansModelParameters(float[][] centroids) => _centroids = centroids;

    int IVectorModel.NumberOfOutputs => _centroids.Length;

    /// <summary>Copies the centres, a dense vector a cluster.</summary>
    public void GetClusterCentroids(ref VBuffer<float>[] centroids, out int k)
    {
        k = _centroids.Length;
        centroids = [.. _centroids.Select(c => new VBuffer<float>(c.Length, (float[])c.Clone()))];
    }

    internal static KMeansModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        LoadNumberSize(ctx);
        int clusters = ctx.Reader.ReadInt32(), features = ctx.Reader.ReadInt32();
        // A sparse centre may be a few bytes, but at least its count.
        ctx.Require(clusters > 0 && clusters <= (ctx.Reader.BaseStream.Length - ctx.Reader.BaseStream.Position) / sizeof(int), $"{clusters} clusters are impossible");
        ctx.Require(features > 0 && features <= LinearScore.MostFeatures / clusters, $"{features} features of {clusters} clusters are impossible");
        var centroids = new float[clusters][];
        for (int c = 0; c < clusters; c++)
        {
            int count = ctx.Version < 0x00010002 ? features : ctx.Reader.ReadInt32();
            ctx.Require(count >= 0 && count <= features, $"a centre of {features} features has {count} values");
            int[] indices = count < features ? ctx.LoadIntegers(count) : null;
            float[] values = LinearScore.Finite(ctx, ctx.LoadSingles(count));
            centroids[c] = indices == null ? values : new float[features];
            for (int i = 0; i < indices?.Length; i++)
            {
                ctx.Require(indices[i] < features && indices[i] > (i == 0 ? -1 : indices[i - 1]), "features are out of order");
                centroids[c][indices[i]] = values[i];
            }
        }
        return new KMeansModelParameters(centroids);
    }

    /// <summary>Of each cluster the number of values, the features' indices if not all have one, the values.</summary>
    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveNumberSize(ctx);
        ctx.Writer.Write(_centroids.Length);
        ctx.Writer.Write(_centroids[0].Length);
        foreach (float[] centroid in _centroids)
            ctx.SaveSingles(centroid);
    }

    void IVectorModel.Score(in VBuffer<float> features, ref VBuffer<float> scores)
    {
        int size = _centroids[0].Length;
        Check.Param(features.Length == size, nameof(features), $"The model has {size} features, the row has {features.Length}.");
        VBufferEditor<float> editor = VBufferEditor.Create(ref scores, _centroids.Length);
        ReadOnlySpan<float> values = features.GetValues();
        ReadOnlySpan<int> indices = features.GetIndices();
        for (int c = 0; c < _centroids.Length; c++)
        {
            float[] centroid = _centroids[c];
            double sum = 0;
            for (int i = 0, next = 0; i < size; i++)
            {
                bool isStored = features.IsDense || (next < indices.Length && indices[next] == i);
                double difference = (isStored ? values[next++] : 0) - (double)centroid[i];
                sum += difference * difference;
            }
            editor.Values[c] = (float)sum;
        }
        scores = editor.Commit();
    }
}
