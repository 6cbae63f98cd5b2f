using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

public class LabelledPartTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly List<string> _warnings = [];

    private static readonly ImageShape _shape = new(1, PatientRow.Side, PatientRow.Side);

    private LabelledPart? Read(MonitorOptions monitors, ulong seed = 5) =>
        LabelledPart.Read(_ml, MonitoredRun.Data(_ml), "Image", _shape, MonitoredRun.Options with { Monitors = monitors }, seed, _warnings.Add);

    [Fact]
    public void PatientsAreWholeInOnePart()
    {
        var part = Read(MonitoredRun.Monitors(null))!;
        var known = part.Training.Select(row => part.Images.Groups[row]).ToHashSet();
        var asked = part.HeldOut.Select(row => part.Images.Groups[row]).ToHashSet();
        Assert.Equal((8, 8, 4, 4), (part.Training.Length, part.HeldOut.Length, known.Count, asked.Count));
        Assert.Empty(known.Intersect(asked));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void TheSeedDecides()
    {
        string Patients(ulong seed) => string.Join(" ", Read(MonitoredRun.Monitors(null) with { HeldOutShare = 0.3 }, seed)?.HeldOut ?? []);
        Assert.Equal(Patients(5), Patients(5));
        Assert.True(Enumerable.Range(0, 6).Select(seed => Patients((ulong)seed)).Distinct().Count() > 2);
    }

    /// <summary>11 images at most: 5 patients of two.</summary>
    [Fact]
    public void WholePatientsUpToTheMostImages() =>
        Assert.Equal(10, Read(MonitoredRun.Monitors(null) with { MaximumImages = 11 })!.Images.Count);

    [Fact]
    public void WithoutLabelsThereIsNoPart()
    {
        Assert.Null(Read(MonitoredRun.Monitors(null) with { LabelColumnName = null }));
        Assert.Null(Read(MonitoredRun.Monitors(null) with { ProbeEveryEpochs = 0 }));
        Assert.Empty(_warnings);
    }

    /// <summary>A share of 0.95 leaves one patient, who has one class.</summary>
    [Fact]
    public void TooFewLabelsAreAWarning()
    {
        Assert.Null(Read(MonitoredRun.Monitors(null) with { HeldOutShare = 0.95 }));
        Assert.Contains("no label is positive and negative in both parts", Assert.Single(_warnings));
    }

    [Fact]
    public void WrongColumnsAndOptionsAreNamed()
    {
        var monitors = MonitoredRun.Monitors(null);
        Assert.Contains("'Person'", Assert.Throws<ArgumentException>(() => Read(monitors with { GroupColumnName = "Person" })).Message);
        Assert.Contains("'Findings'", Assert.Throws<ArgumentException>(() => Read(monitors with { LabelColumnName = "Findings" })).Message);
        Assert.Contains("MonitorOptions.EverySteps is 0", Assert.Throws<ArgumentException>(() =>
            _ml.SelfSupervised.SimClr("Features", "Image", MonitoredRun.Options with { Monitors = monitors with { EverySteps = 0 } })).Message);
    }
}
