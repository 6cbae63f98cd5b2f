using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

public class BagReportTests
{
    private readonly MLContext _ml = new(seed: 1);

    private sealed class Row
    {
        public string PatientId { get; set; } = "";
        public string View { get; set; } = "";
        public string StudyId { get; set; } = "";
    }

    private IDataView Data(params string[] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => row.Split('|')).Select(row => new Row { PatientId = row[0], View = row[1], StudyId = row[2] }).ToArray());

    private IDataView Four => Data("a|PA|1", "a|L|1", "b|PA|1", "a|PA|2", "c|L|1", "c||2");

    /// <summary>By hand: a has the pairs PA-L (study 1), PA-PA (1, 2), L-PA (1, 2); c has L-unknown (1, 2).</summary>
    [Fact]
    public void BagsAndPairsByHand()
    {
        var report = _ml.SelfSupervised.DescribeBags(Four, "PatientId", new() { ViewColumnName = "View", StudyColumnName = "StudyId", PairViews = PairCondition.Different, BatchSize = 2 });
        Assert.Equal((6, 3, 1, 4L), (report.Images, report.Bags, report.Singletons, report.Pairs));
        Assert.Equal(new Dictionary<int, int> { [1] = 1, [2] = 1, [3] = 1 }, report.BagsBySize);
        Assert.Equal([new("L", "PA", 2), new("", "L", 1), new("PA", "PA", 1)], report.PairsByView);
        Assert.Equal((1L, 3L), (report.PairsOfOneStudy, report.PairsOfTwoStudies));
        Assert.Equal((2L, 2, 3, 3L, 1), (report.UsablePairs, report.BagsWithoutPair, report.UsedBags, report.PairsPerEpoch, report.BatchesPerEpoch));
        Assert.Equal("6 images in 3 bags, 1 of one image; images per bag: 1 in 1, 2 in 1, 3 in 1; 4 pairs (L-PA 2, ?-L 1, PA-PA 1), 1 of one study, 3 of two; "
            + "2 meet the conditions, 2 bags have none; an epoch: 3 bags, 3 pairs or groups, 1 batches", report.ToString());
    }

    [Fact]
    public void WithoutColumnsOnlyBagsCount()
    {
        var report = _ml.SelfSupervised.DescribeBags(Four, "PatientId", new() { BatchSize = 2, Singletons = SingletonPolicy.LeaveOut });
        Assert.Empty(report.PairsByView);
        Assert.Null(report.PairsOfOneStudy);
        Assert.Equal((4L, 2, 1), (report.UsablePairs, report.UsedBags, report.BagsWithoutPair));
    }

    [Fact]
    public void BadColumnsAreNamed()
    {
        string Error(string column, MicleOptions? options = null, IDataView? data = null) => Assert.Throws<ArgumentException>(() => _ml.SelfSupervised.DescribeBags(data ?? Four, column, options)).Message;
        Assert.Contains("no column 'Nobody'", Error("Nobody"));
        Assert.Contains("no column 'Projection'", Error("PatientId", new() { ViewColumnName = "Projection" }));
        Assert.Contains("'PatientId' is empty in some rows, the first being row 2", Error("PatientId", data: Data("a|PA|1", " |PA|1")));
    }
}
