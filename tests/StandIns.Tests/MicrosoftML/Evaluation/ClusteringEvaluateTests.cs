namespace StandIns.Tests.MicrosoftML.Evaluation;

public sealed class ClusteringEvaluateTests
{
    private readonly MLContext _ml = new(1);

    // Clusters {0, 2}, {10, 14} and one without rows; their centres 1 and 12, their mean distances 1 and 2.
    private static readonly Row[] Rows =
    [
        new() { Label = 0, Score = [1, 9, 50], Features = [0] },
        new() { Label = 0, Score = [2, 9, 50], Features = [2] },
        new() { Label = 1, Score = [9, 3, 50], Features = [10] },
        new() { Label = 0, Score = [9, 4, 50], Features = [14] },
    ];

    [Fact]
    public void MetricsByHand()
    {
        ClusteringMetrics metrics = Evaluate(Rows);

        Assert.Equal((1 + 2 + 3 + 4) / 4.0, metrics.AverageDistance, 1e-12);
        // Both clusters have the ratio (1 + 2) / (12 - 1); the empty one counts 0.
        Assert.Equal(2 * 3 / 11.0 / 3, metrics.DaviesBouldinIndex, 1e-12);
        double information = 0.5 * Math.Log(0.5 / (0.75 * 0.5)) + 0.25 * Math.Log(0.25 / (0.75 * 0.5)) + 0.25 * Math.Log(0.25 / (0.25 * 0.5));
        double entropy = -0.75 * Math.Log(0.75) - 0.25 * Math.Log(0.25);
        Assert.Equal(information / entropy, metrics.NormalizedMutualInformation, 1e-12);
    }

    [Fact]
    public void WhatIsNotAskedForIsNotMeasured()
    {
        ClusteringMetrics metrics = _ml.Clustering.Evaluate(_ml.Data.LoadFromEnumerable(Rows));

        Assert.Equal((2.5, 0.0, double.NaN), (metrics.AverageDistance, metrics.DaviesBouldinIndex, metrics.NormalizedMutualInformation));
    }

    [Fact]
    public void RowsWithoutFiniteScoresDoNotCountAndMissingLabelsAreTheFirstClass()
    {
        ClusteringMetrics metrics = Evaluate(Rows), more = Evaluate([.. Rows, new Row { Label = 0, Score = [1, float.NaN, 2], Features = [99] }]);
        Assert.Equal((metrics.AverageDistance, metrics.DaviesBouldinIndex, metrics.NormalizedMutualInformation), (more.AverageDistance, more.DaviesBouldinIndex, more.NormalizedMutualInformation));
        Row[] missing = [.. Rows.Select((r, i) => i == 3 ? new Row { Label = float.NaN, Score = r.Score, Features = r.Features } : r)];
        Assert.Equal(metrics.NormalizedMutualInformation, Evaluate(missing).NormalizedMutualInformation);
    }

    [Fact]
    public void WrongColumnsAreReported()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows);
        Assert.Contains("'Nothing'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Clustering.Evaluate(data, "Nothing")).Message);
        Assert.Contains("'Label'", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Clustering.Evaluate(data, scoreColumnName: "Label")).Message);
        Assert.Contains("0.5", Assert.Throws<InvalidOperationException>(() => Evaluate([new Row { Label = 0.5f, Score = [1, 2, 3], Features = [1] }])).Message);
    }

    [Fact]
    public void CrossValidationKeepsGroupsTogether()
    {
        Grouped[] rows = [.. Enumerable.Range(0, 120).Select(i => new Grouped { Patient = $"p{i / 4}", Kind = i / 4 % 2, Features = [i / 4 % 2 * 10 + MathF.Sin(i), MathF.Cos(i)] })];
        var folds = _ml.Clustering.CrossValidate(_ml.Data.LoadFromEnumerable(rows), _ml.Clustering.Trainers.KMeans(numberOfClusters: 2), 3, "Kind", "Features", "Patient");

        Assert.Equal(3, folds.Count);
        Assert.Equal(30, folds.Sum(f => f.ScoredHoldOutSet.GetColumn<string>("Patient").Distinct().Count()));
        Assert.All(folds, f => Assert.Equal(1, f.Metrics.NormalizedMutualInformation, 1e-9));
        Assert.All(folds, f => Assert.InRange(f.Metrics.DaviesBouldinIndex, 0.05, 0.5));
    }

    private ClusteringMetrics Evaluate(Row[] rows) => _ml.Clustering.Evaluate(_ml.Data.LoadFromEnumerable(rows), "Label", featureColumnName: "Features");

    private sealed class Row
    {
        public float Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];

        [VectorType(1)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Grouped
    {
        public string Patient { get; set; } = "";

        public float Kind { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }
}
