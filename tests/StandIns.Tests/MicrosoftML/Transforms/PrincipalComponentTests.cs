using StandIns.Tests.MicrosoftML.Trainers;

namespace StandIns.Tests.MicrosoftML.Transforms;

public sealed class PrincipalComponentTests
{
    private readonly MLContext _ml = new(1);

    /// <summary>The numbers are a run of the real package, in its issue 6713.</summary>
    [Fact]
    public void GivesTheRealPackagesNumbers()
    {
        Point[] rows = [new(-1, 1), new(-2, -1), new(-3, -2), new(1, 1), new(2, 1), new(3, 2)];
        double[] expected = [0.5410613, 2.429873, 3.8025246, -1.171923, -2.0284152, -3.4010673];

        Assert.Equal(expected, Project(_ml.Data.LoadFromEnumerable(rows), 1).Select(p => (double)p[0]), (a, b) => Math.Abs(a - b) < 2e-4);
    }

    [Fact]
    public void GivesScikitLearnsOfCentredData()
    {
        IDataView data = SmallData.BreastCancer(_ml);
        float[][] projected = [.. Project(data, 2)];

        for (int c = 0; c < 2; c++)
        {
            double[] expected = [.. SklearnCases.BreastCancerProjected.Where((_, i) => i % 2 == c)];
            int sign = expected[0] * projected[0][c] > 0 ? 1 : -1;
            Assert.Equal(expected, projected.Take(10).Select(p => (double)sign * p[c]), (a, b) => Math.Abs(a - b) < 1e-3);
        }
    }

    [Fact]
    public void ASketchFindsWhatStandsOut()
    {
        // 40 features, two of them of large variance: rank 2 and oversampling 4 see 6 dimensions of 40.
        Wide[] rows = [.. Enumerable.Range(0, 200).Select(i => new Wide { Features = [.. Enumerable.Range(0, 40).Select(f => (f == 7 ? 10 : f == 20 ? 5 : 0.01f) * MathF.Sin(i * (f + 1.3f)))] })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        float[][] projected = [.. Project(data, 2, overSampling: 4, ensureZeroMean: false)];

        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(Math.Abs(rows[i].Features[7]), Math.Abs(projected[i][0]), 0.5);
            Assert.Equal(Math.Abs(rows[i].Features[20]), Math.Abs(projected[i][1]), 0.5);
        }
        Assert.Equal(projected.SelectMany(p => p), Project(data, 2, overSampling: 4, ensureZeroMean: false).SelectMany(p => p));
    }

    [Fact]
    public void WeightsAndMissingValues()
    {
        // With weights 0 and rows that have a NaN left out, the rows lie on the second axis. Without a mean taken away the projection is the coordinate.
        Weighted[] rows = [new(0, 1, 1), new(0, -3, 2), new(50, 0, 0), new(float.NaN, 9, 1), new(90, 9, -1)];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        var fitted = _ml.Transforms.ProjectToPrincipalComponents("P", "Features", "Weight", rank: 1, ensureZeroMean: false, seed: 1).Fit(data);

        Assert.Equal([1f, 3f, 0f], fitted.Transform(data).GetColumn<float[]>("P").Take(3).Select(p => MathF.Abs(p[0])), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void SavesAndLoads()
    {
        IDataView data = SmallData.BreastCancer(_ml);
        var fitted = _ml.Transforms.ProjectToPrincipalComponents("P", "Features", rank: 3).Fit(data);
        IDataView before = fitted.Transform(data), after = Reloaded.Of(fitted, data.Schema).Transform(data);

        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), after.Schema["P"].Type);
        Assert.Equal(before.GetColumn<float[]>("P").SelectMany(p => p), after.GetColumn<float[]>("P").SelectMany(p => p));
    }

    [Fact]
    public void WrongColumnsAndRanksAreReported()
    {
        IDataView data = SmallData.BreastCancer(_ml);
        Assert.Contains("rank", Assert.Throws<ArgumentException>(() => _ml.Transforms.ProjectToPrincipalComponents("P", "Features", rank: 6).Fit(data)).Message);
        Assert.Throws<ArgumentException>(() => _ml.Transforms.ProjectToPrincipalComponents("P", "Features", rank: 0));
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("P", "Nothing", rank: 1).Fit(data)).Message);
        Assert.Contains("'Weight'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("P", "Features", "Weight", rank: 1).Fit(data)).Message);
    }

    private IEnumerable<float[]> Project(IDataView data, int rank, int overSampling = 20, bool ensureZeroMean = true) =>
        _ml.Transforms.ProjectToPrincipalComponents("P", "Features", rank: rank, overSampling: overSampling, ensureZeroMean: ensureZeroMean, seed: 5).Fit(data).Transform(data).GetColumn<float[]>("P");

    private sealed class Point(float x, float y)
    {
        [VectorType(2)]
        public float[] Features => [x, y];
    }

    private sealed class Weighted(float x, float y, float weight)
    {
        [VectorType(2)]
        public float[] Features => [x, y];

        public float Weight => weight;
    }

    private sealed class Wide
    {
        [VectorType(40)]
        public float[] Features { get; set; } = [];
    }
}
