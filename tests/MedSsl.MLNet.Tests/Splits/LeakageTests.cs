using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

public sealed class LeakageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OnePatientInTwoPartsIsRefused()
    {
        var train = Rows(("p1", "a", "1"), ("p2", "b", "2"));
        var test = Rows(("p3", "c", "3"), ("p2", "d", "4"), ("p1", "e", "5"), ("p1", "e2", "52"));
        string message = Assert.Throws<InvalidDataException>(() => _ml.MedicalImages.CheckSplit(train, test)).Message;
        Assert.Contains($"row 2 of train ({_folder["b"]}) and row 2 of test ({_folder["d"]}), and 1 other patient", message);
        Assert.DoesNotContain("p2", message);
        var report = _ml.MedicalImages.CheckSplit(train, test, options: new() { AllowPatients = true });
        Assert.Equal([(2L, 2L), (1L, 3L)], report.Patients.Select(l => (l.First.Row, l.Second.Row)));
        Assert.Empty(report.Images);
        Assert.Empty(_ml.MedicalImages.CheckSplit(train, Rows(("p3", "f", "6"))).Patients);
    }

    [Fact]
    public void OneContentInTwoPartsIsRefused()
    {
        var train = Rows(("p1", "a", "same"), ("p1", "b", "same"), ("p2", "c", "else"));
        var validation = Rows(("p3", "d", "olse"));
        var test = Rows(("p4", "e", "xxxx"), ("p5", "f", "same"));
        string message = Assert.Throws<InvalidDataException>(() => _ml.MedicalImages.CheckSplit(train, test, validation)).Message;
        Assert.Contains($"row 1 of train ({_folder["a"]}) and row 2 of test ({_folder["f"]}) have the same content", message);
        Assert.Single(_ml.MedicalImages.CheckSplit(train, test, validation, new() { AllowImages = true }).Images);
        Assert.Empty(_ml.MedicalImages.CheckSplit(train, test, validation, new() { ImageColumnName = null }).Images);
    }

    [Fact]
    public void AMissingFileIsNamed()
    {
        var train = Rows(("p1", "a", "1"));
        File.Delete(_folder["a"]);
        Assert.Contains(_folder["a"], Assert.Throws<FileNotFoundException>(() => _ml.MedicalImages.CheckSplit(train, Rows(("p2", "b", "1")))).Message);
    }

    [Fact]
    public void ASplitRefusesOneImageUnderTwoPatientsOrKeepsThemTogether()
    {
        var data = Rows([.. Enumerable.Range(0, 30).Select(i => ($"p{i}", $"{i}.png", i is 4 or 17 or 21 ? "same" : $"{i:0000}"))]);
        string message = Assert.Throws<InvalidDataException>(() => _ml.MedicalImages.Split(data)).Message;
        Assert.Contains(_folder["4.png"], message);
        Assert.Contains(_folder["17.png"], message);
        Assert.Contains("1 further pair", message);
        for (int seed = 0; seed < 10; seed++)
        {
            var split = _ml.MedicalImages.Split(data, new() { SameImages = SameImagePolicy.KeepTogether, Seed = seed });
            _ml.MedicalImages.CheckSplit(split.Train, split.Test, split.Validation);
            Assert.Equal(30, split.Report.Sum().Patients);
        }
    }

    [Fact]
    public void ADuplicateThatIsMarkedIsNotCompared()
    {
        string text = "image_path,patient_id,duplicate_of\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"{i}.png,p{i},{(i == 7 ? "0.png" : "")}\n"));
        for (int i = 0; i < 8; i++)
            _folder.Write($"{i}.png", i is 0 or 7 ? "same" : $"{i}");
        var data = _ml.MedicalImages.LoadManifest(_folder.Write("m.csv", text), new() { KeepDuplicates = true });
        Assert.Equal(8, _ml.MedicalImages.Split(data).Report.Sum().Images);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PartsThatAreRangesAreWarnedOf(bool key)
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 50).Select(i => new Number { Patient = i, Text = $"p{i}" }));
        string column = "Patient";
        if (key)
            data = _ml.Transforms.Conversion.MapValueToKey(column = "Key", "Text").Fit(data).Transform(data);
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        var options = new LeakageOptions { GroupColumnName = column, ImageColumnName = null };

        var stock = _ml.Data.TrainTestSplit(data, 0.2, column, seed: 3);
        _ml.MedicalImages.CheckSplit(stock.TrainSet, stock.TestSet, options: options);
        Assert.Contains(warnings, w => w.Contains($"ranges of column '{column}'", StringComparison.Ordinal));

        warnings.Clear();
        var ours = _ml.MedicalImages.Split(data, new() { GroupColumnName = column });
        _ml.MedicalImages.CheckSplit(ours.Train, ours.Test, ours.Validation, options);
        Assert.DoesNotContain(warnings, w => w.Contains("ranges of column", StringComparison.Ordinal));
    }

    [Fact]
    public void PartsWhoseRangesOverlapAreNot()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        IDataView Numbers(params int[] numbers) => _ml.Data.LoadFromEnumerable(numbers.Select(i => new Number { Patient = i }));
        var options = new LeakageOptions { GroupColumnName = "Patient", ImageColumnName = null };
        _ml.MedicalImages.CheckSplit(Numbers(1, 2, 30), Numbers(20, 40), options: options);
        Assert.Empty(warnings);
        _ml.MedicalImages.CheckSplit(Numbers(1, 2, 20), Numbers(20, 40), options: options with { AllowPatients = true });
        Assert.Empty(warnings);
        _ml.MedicalImages.CheckSplit(Numbers(1, 2, 19), Numbers(20, 40), options: options);
        Assert.NotEmpty(warnings);
    }

    [Fact]
    public void EvaluationWarnsOfAPatientColumnThatTrainTestSplitCutsIntoRanges()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new Scored { PatientId = i / 2, Labels = [i % 2], Score = [i % 3] }));
        _ml.MultiLabelClassification.Evaluate(data, options: new() { BootstrapSamples = 0 });
        Assert.Contains(warnings, w => w.Contains("column 'PatientId' is Single", StringComparison.Ordinal));
    }

    private IDataView Rows(params (string Patient, string File, string Content)[] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new PatientCases.Row
    {
        PatientId = row.Patient,
        ImagePath = _folder.Write(row.File, row.Content),
        Labels = [1, 0, 1, 0],
    }).ToArray());

    private sealed class Number
    {
        public float Patient { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Scored
    {
        public float PatientId { get; set; }

        [Microsoft.ML.Data.VectorType(1)]
        public float[] Labels { get; set; } = [];

        [Microsoft.ML.Data.VectorType(1)]
        public float[] Score { get; set; } = [];
    }
}
