using Microsoft.ML.Trainers;

namespace StandIns.Tests.MicrosoftML.Trainers;

public sealed class KMeansTests
{
    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus)]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansYinyang)]
    public void ReachesScikitLearnsOptimum(KMeansTrainer.InitializationAlgorithm initialization)
    {
        IDataView data = SmallData.Iris(_ml);
        var options = new KMeansTrainer.Options { NumberOfClusters = 3, InitializationAlgorithm = initialization };
        // One start may end in another optimum: the best of ten, as scikit-learn starts several times by itself.
        var (model, metrics) = Enumerable.Range(0, 10).Select(seed =>
        {
            var fitted = new MLContext(seed).Clustering.Trainers.KMeans(options).Fit(data);
            return (fitted.Model, _ml.Clustering.Evaluate(fitted.Transform(data), "Label", featureColumnName: "Features"));
        }).MinBy(fit => fit.Item2.AverageDistance);
        VBuffer<float>[] centres = [];
        model.GetClusterCentroids(ref centres, out int k);

        Assert.Equal(3, k);
        AssertClose(SklearnCases.IrisCentres, centres.Select(c => c.DenseValues().ToArray()).OrderBy(c => c[0]).SelectMany(c => c));
        AssertClose(SklearnCases.IrisClusters, [(float)metrics.AverageDistance, (float)metrics.DaviesBouldinIndex, (float)metrics.NormalizedMutualInformation]);
    }

    [Fact]
    public void ScoresAreSquaredDistancesAndTheLabelIsTheNearest()
    {
        // Two pairs, with centres (0, 1) and (10, 1).
        Point[] rows = [new(0, 0), new(0, 2), new(10, 0), new(10, 2)];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        var fitted = _ml.Clustering.Trainers.KMeans(numberOfClusters: 2).Fit(data);
        foreach (ITransformer transformer in new ITransformer[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView scored = transformer.Transform(data);
            Assert.Equal(["Features", "PredictedLabel", "Score"], scored.Schema.Select(c => c.Name));
            Assert.Equal(new KeyDataViewType(typeof(uint), 2), scored.Schema["PredictedLabel"].Type);
            uint[] labels = [.. scored.GetColumn<uint>("PredictedLabel")];
            Assert.Equal((labels[0], labels[2]), (labels[1], labels[3]));
            Assert.Equal(3u, labels[0] + labels[2]);
            float[][] scores = [.. scored.GetColumn<float[]>("Score")];
            Assert.Equal((1f, 101f), (scores[0][labels[0] - 1], scores[0][labels[2] - 1]));
            ReadOnlyMemory<char> kind = default;
            scored.Schema["Score"].Annotations.GetValue("ScoreColumnKind", ref kind);
            Assert.Equal("Clustering", kind.ToString());
        }
        // What is loaded knows its model by its base alone, as in the real package.
        Assert.IsType<KMeansModelParameters>(Assert.IsType<ClusteringPredictionTransformer<ModelParametersBase<VBuffer<float>>>>(
            ((IEnumerable<ITransformer>)Reloaded.Of(_ml.Transforms.CopyColumns("A", "Features").Append(_ml.Clustering.Trainers.KMeans(numberOfClusters: 2)).Fit(data), data.Schema)).Last()).Model);
    }

    [Fact]
    public void RandomStartsEndInALocalOptimum()
    {
        IDataView data = SmallData.Iris(_ml);
        var model = _ml.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = 3, InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.Random }).Fit(data);
        VBuffer<float>[] centres = [];
        model.Model.GetClusterCentroids(ref centres, out _);
        float[][] features = [.. data.GetColumn<float[]>("Features")];
        uint[] labels = [.. model.Transform(data).GetColumn<uint>("PredictedLabel")];

        // Each centre is the mean of its rows.
        for (uint c = 1; c <= 3; c++)
        {
            float[][] own = [.. features.Where((_, i) => labels[i] == c)];
            AssertClose([.. Enumerable.Range(0, 4).Select(i => own.Average(f => (double)f[i]))], centres[c - 1].DenseValues());
        }
    }

    [Fact]
    public void TooManyClustersAndWrongOptionsAreReported()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Point(0, 0), new Point(0, 0), new Point(1, 0), new Point(float.NaN, 0)]);
        Assert.Contains("2 distinct", Assert.Throws<InvalidOperationException>(() => _ml.Clustering.Trainers.KMeans(numberOfClusters: 3).Fit(data)).Message);
        // The row without a value is left out, and has no cluster.
        Assert.Equal(0u, _ml.Clustering.Trainers.KMeans(numberOfClusters: 2).Fit(data).Transform(data).GetColumn<uint>("PredictedLabel").Last());
        Assert.Contains("NumberOfClusters", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Clustering.Trainers.KMeans(numberOfClusters: 0)).Message);
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Clustering.Trainers.KMeans("Nothing").Fit(data)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Clustering.Trainers.KMeans(exampleWeightColumnName: "Features").Fit(data));
    }

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<float> actual) =>
        Assert.Equal(expected, actual.Select(x => (double)x), (a, b) => Math.Abs(a - b) < 1e-5);

    private sealed class Point(float x, float y)
    {
        [VectorType(2)]
        public float[] Features => [x, y];
    }
}
