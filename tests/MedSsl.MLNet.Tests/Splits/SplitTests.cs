using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public sealed class SplitTests
{
    private static readonly SplitOptions NoFiles = new() { SameImages = SameImagePolicy.Ignore };
    private readonly MLContext _ml = new(1);

    [Fact]
    public void EachPatientIsInOnePartAndEachRowInOne()
    {
        var data = _ml.Data.LoadFromEnumerable(PatientCases.Rows());
        var split = _ml.MedicalImages.Split(data, NoFiles);
        string[][] patients = [.. new[] { split.Train, split.Validation!, split.Test }.Select(part => PatientCases.Text(part, "PatientId"))];
        Assert.Equal(PatientCases.Text(data, "PatientId").Order(), patients.SelectMany(p => p).Order());
        Assert.Equal(150, patients.Sum(p => p.Distinct().Count()));
        Assert.Equal(patients.Select(p => p.Length), split.Report.Parts.Select(p => p.Images));
        Assert.Equal(patients.Select(p => p.Distinct().Count()), split.Report.Parts.Select(p => p.Patients));
        Assert.Equal(PatientCases.Text(split.All, "PatientId").Zip(PatientCases.Text(split.All, "Split")).Where(r => r.Second == "test").Select(r => r.First), patients[2]);
    }

    [Fact]
    public void EachPartHasItsShareOfEachLabel()
    {
        var split = _ml.MedicalImages.Split(_ml.Data.LoadFromEnumerable(PatientCases.Rows()), NoFiles);
        var all = split.Report.Sum();
        Assert.Equal((655, 150), (all.Images, all.Patients));
        foreach (var (part, share) in split.Report.Parts.Zip([0.7, 0.1, 0.2]))
        {
            Assert.InRange(part.Images, share * all.Images - 3, share * all.Images + 3);
            Assert.InRange(part.Patients, share * all.Patients - 3, share * all.Patients + 3);
            for (int label = 0; label < all.Labels.Count; label++)
            {
                // A patient has up to 8 images of a label: within 4 of the share, and 2 where the label is rare.
                double wanted = share * all.Labels[label].Positives, near = all.Labels[label].Positives < 50 ? 2 : 4;
                Assert.InRange(part.Labels[label].Positives, wanted - near, wanted + near);
            }
        }
    }

    // scikit-learn 1.2.1's StratifiedGroupKFold on this table, from tests/peers/split_cases.py: mean and greatest |share of a class in a fold x folds - 1|, rounded up.
    [Theory]
    [InlineData(3, 0.0084, 0.0287)]
    [InlineData(5, 0.0073, 0.0442)]
    [InlineData(10, 0.0264, 0.1030)]
    public void NoFurtherFromEqualSharesThanScikitLearn(int folds, double mean, double worst)
    {
        var data = _ml.Data.LoadFromEnumerable(PatientCases.Rows());
        data = _ml.Transforms.Conversion.MapValueToKey("Label", "Class").Fit(data).Transform(data);
        foreach (int seed in new[] { 1, 2, 3 })
        {
            var report = _ml.MedicalImages.CrossValidationFolds(data, new() { Folds = folds, LabelColumnName = "Label", SameImages = SameImagePolicy.Ignore, Seed = seed }).Report;
            var all = report.Sum();
            double[] off = [.. report.Parts.SelectMany(part => part.Labels.Select((label, k) => Math.Abs((double)label.Positives / all.Labels[k].Positives * folds - 1)))];
            Assert.InRange(off.Average(), 0, mean);
            Assert.InRange(off.Max(), 0, worst);
        }
    }

    [Fact]
    public void FoldsAreTestedOnceEach()
    {
        var data = _ml.Data.LoadFromEnumerable(PatientCases.Rows(40));
        var folds = _ml.MedicalImages.CrossValidationFolds(data, new() { Folds = 4, SameImages = SameImagePolicy.Ignore });
        Assert.Equal(4, folds.Folds.Count);
        Assert.Equal(PatientCases.Text(data, "ImagePath").Order(), folds.Folds.SelectMany(f => PatientCases.Text(f.Test, "ImagePath")).Order());
        Assert.All(folds.Folds, fold =>
        {
            Assert.Empty(PatientCases.Text(fold.Train, "PatientId").Intersect(PatientCases.Text(fold.Test, "PatientId")));
            Assert.Equal(PatientCases.Text(data, "ImagePath").Length, PatientCases.Text(fold.Train, "ImagePath").Length + PatientCases.Text(fold.Test, "ImagePath").Length);
        });
        Assert.Equal(["1", "2", "3", "4"], PatientCases.Text(folds.All, "Fold").Distinct().Order());
    }

    [Fact]
    public void TheSeedDecidesAndTheOrderOfTheRowsDoesNot()
    {
        var rows = PatientCases.Rows(60);
        string[] Test(IEnumerable<PatientCases.Row> some, int seed) =>
            [.. PatientCases.Text(_ml.MedicalImages.Split(_ml.Data.LoadFromEnumerable(some), NoFiles with { Seed = seed }).Test, "ImagePath").Order()];
        var test = Test(rows, 1);
        Assert.Equal(test, Test(rows.OrderBy(row => row.ImagePath.GetHashCode(StringComparison.Ordinal)), 1));
        Assert.NotEqual(test, Test(rows, 2));
    }

    [Fact]
    public void GroupsCanBeNumbersAndKeys()
    {
        var rows = PatientCases.Rows(30);
        var data = _ml.Data.LoadFromEnumerable(rows.Select(row => new Numbered { Number = float.Parse(row.PatientId[1..]), Whole = int.Parse(row.PatientId[1..]), PatientId = row.PatientId }));
        data = _ml.Transforms.Conversion.MapValueToKey("Key", "PatientId").Fit(data).Transform(data);
        foreach (string group in new[] { "Number", "Whole", "Key" })
        {
            var split = _ml.MedicalImages.Split(data, NoFiles with { GroupColumnName = group });
            string[] train = PatientCases.Text(split.Train, "PatientId"), test = PatientCases.Text(split.Test, "PatientId");
            Assert.Empty(train.Intersect(test));
            Assert.InRange(test.Length, rows.Count / 5 - 4, rows.Count / 5 + 4);
            // Not the lowest values, which TrainTestSplit would take.
            Assert.Contains(test, patient => int.Parse(patient[1..]) > 15);
        }
    }

    [Fact]
    public void UnknownLabelsAreNeitherPresentNorAbsent()
    {
        var rows = PatientCases.Rows(20);
        rows.ForEach(row => row.Labels = [row.PatientId == "p3" ? float.NaN : 1, 0, 0, 0]);
        int unknown = rows.Count(row => float.IsNaN(row.Labels[0]));
        var label = _ml.MedicalImages.Split(_ml.Data.LoadFromEnumerable(rows), NoFiles).Report.Sum().Labels[0];
        Assert.True(unknown > 0);
        Assert.Equal((rows.Count - unknown, 0), (label.Positives, label.Negatives));
    }

    [Fact]
    public void NoPartIsEmptyHoweverSmallItsShare()
    {
        var rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(i => new Numbered { PatientId = $"p{i}" }));
        for (int seed = 1; seed <= 5; seed++)
        {
            var split = _ml.MedicalImages.Split(rows, new() { Train = 0.98, Validation = 0.01, Test = 0.01, Seed = seed });
            Assert.Equal([2, 1, 1], split.Report.Parts.Select(p => p.Patients));
        }
    }

    [Fact]
    public void ThereNeedBeNoValidation()
    {
        var split = _ml.MedicalImages.Split(_ml.Data.LoadFromEnumerable(PatientCases.Rows(20)), NoFiles with { Train = 0.75, Validation = 0, Test = 0.25 });
        Assert.Null(split.Validation);
        Assert.Equal(["train", "test"], split.Report.Parts.Select(p => p.Name));
    }

    [Theory]
    [InlineData("Number")]
    [InlineData("Key")]
    public void AMissingPatientIsRefused(string group)
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(i => new Numbered { Number = i == 2 ? float.NaN : i, PatientId = $"p{i}" }));
        // A key that the values do not have is missing.
        var known = _ml.Data.LoadFromEnumerable(new[] { 0, 1, 3 }.Select(i => new Numbered { PatientId = $"p{i}" }));
        data = _ml.Transforms.Conversion.MapValueToKey("Key", "PatientId").Fit(known).Transform(data);
        Assert.Contains($"Row 3 of the data has no value in group column '{group}'",
            Assert.Throws<InvalidDataException>(() => _ml.MedicalImages.Split(data, new() { GroupColumnName = group })).Message);
    }

    [Fact]
    public void TheReportIsATable()
    {
        var report = new SplitReport([new("train", 100, 40, [new("Edema", 12, 80)]), new("test", 9, 5, [new("Edema", 0, 0)])]);
        Assert.Equal("Part   Images  Patients        Edema\ntrain     100        40  12 (13.0 %)\ntest        9         5            0\nall       109        45  12 (13.0 %)\n",
            report.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void APartWithoutALabelIsWarnedOf()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        var rows = PatientCases.Rows(20);
        rows.ForEach(row => row.Labels = [row.PatientId == "p3" ? 1 : 0, 1, 1, 1]);
        _ml.MedicalImages.Split(_ml.Data.LoadFromEnumerable(rows), NoFiles);
        Assert.Equal(2, warnings.Count(w => w.Contains("has no image with Slot0", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0.7, 0.2, 0.2, "add up to 1.1")]
    [InlineData(0, 0.5, 0.5, "Train is 0")]
    [InlineData(0.9, 0.1, 0, "Test is 0")]
    [InlineData(1.2, -0.4, 0.2, "Train is 1.2")]
    [InlineData(0.7, double.NaN, 0.2, "Validation is NaN")]
    public void SharesAreChecked(double train, double validation, double test, string message) => Assert.Contains(message, Assert.Throws<ArgumentException>(
        () => _ml.MedicalImages.Split(_ml.Data.LoadFromEnumerable(PatientCases.Rows(5)), new() { Train = train, Validation = validation, Test = test })).Message);

    [Fact]
    public void WhatCannotBeSplitIsRefused()
    {
        var rows = PatientCases.Rows(2);
        string Message<T>(IEnumerable<PatientCases.Row> some, SplitOptions options) where T : Exception =>
            Assert.Throws<T>(() => _ml.MedicalImages.Split(_ml.Data.LoadFromEnumerable(some), options)).Message;
        Assert.Contains("2 different values in group column 'PatientId'", Message<ArgumentException>(rows, NoFiles));
        Assert.Contains("no group column 'Patient'", Message<ArgumentException>(rows, NoFiles with { GroupColumnName = "Patient" }));
        Assert.Contains("no label column 'Finding'", Message<ArgumentException>(rows, NoFiles with { LabelColumnName = "Finding" }));
        Assert.Contains("'Labels' is", Message<ArgumentException>(rows, NoFiles with { GroupColumnName = "Labels" }));
        Assert.Contains("no rows", Message<InvalidDataException>([], NoFiles));
        rows[1].PatientId = "";
        Assert.Contains("Row 2", Message<InvalidDataException>(rows, NoFiles));
        Assert.Contains("Folds is 1", Assert.Throws<ArgumentException>(() => _ml.MedicalImages.CrossValidationFolds(_ml.Data.LoadFromEnumerable(rows), new() { Folds = 1 })).Message);
    }

    private sealed class Numbered
    {
        public float Number { get; set; }

        public int Whole { get; set; }

        public string PatientId { get; set; } = "";
    }
}
