namespace StandIns.Tests.MicrosoftML.Evaluation;

public sealed class CrossValidateTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void EveryRowIsHeldOutOnceAndGroupsStayTogether()
    {
        var random = new Random(0);
        Row[] rows = [.. Enumerable.Range(0, 200).Select(i =>
        {
            float x = random.NextSingle();
            return new Row { Label = x + 0.3f * random.NextSingle() > 0.65f, Features = [x, random.NextSingle()], Patient = $"patient {i / 4}", Id = i };
        })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);
        var trainer = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression();
        var folds = _ml.BinaryClassification.CrossValidate(data, trainer, 4, samplingKeyColumnName: "Patient");

        Assert.Equal([0, 1, 2, 3], folds.Select(f => f.Fold));
        string[][] patients = [.. folds.Select(f => f.ScoredHoldOutSet.GetColumn<string>("Patient").Distinct().ToArray())];
        Assert.Equal(50, patients.Sum(p => p.Length));
        Assert.Equal(50, patients.SelectMany(p => p).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 200), folds.SelectMany(f => f.ScoredHoldOutSet.GetColumn<int>("Id")).Order());
        foreach (var fold in folds)
        {
            var again = _ml.BinaryClassification.Evaluate(fold.Model.Transform(_ml.Data.LoadFromEnumerable(
                rows.Where(r => fold.ScoredHoldOutSet.GetColumn<int>("Id").Contains(r.Id)).ToArray())));
            Assert.Equal(again.AreaUnderRocCurve, fold.Metrics.AreaUnderRocCurve);
            Assert.True(fold.Metrics.AreaUnderRocCurve > 0.8);
        }
        Assert.Equal(3, _ml.BinaryClassification.CrossValidateNonCalibrated(data, trainer, 3).Count);
    }

    [Fact]
    public void SeveralClasses()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 90).Select(i => new Named { Name = $"class {i % 3}", Features = [i % 3, i % 7] }).ToArray());
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Label", "Name", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.01f));
        var folds = _ml.MulticlassClassification.CrossValidate(data, pipeline, 3);
        Assert.All(folds, f => Assert.Equal(1, f.Metrics.MicroAccuracy));
        Assert.Throws<ArgumentException>(() => _ml.MulticlassClassification.CrossValidate(data, pipeline, 1));
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        [VectorType(2)]
        public float[] Features { get; set; } = [0, 0];

        public string Patient { get; set; } = "";

        public int Id { get; set; }
    }

    private sealed class Named
    {
        public string Name { get; set; } = "";

        [VectorType(2)]
        public float[] Features { get; set; } = [0, 0];
    }
}
