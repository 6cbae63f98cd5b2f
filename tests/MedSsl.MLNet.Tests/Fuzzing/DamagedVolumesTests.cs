namespace MedSsl.MLNet.Tests.Fuzzing;

/// <summary>Damaged DICOM files of several frames, whose places in the patient are read too.</summary>
public class DamagedVolumesTests
{
    private const long MostBytes = 16 << 20;

    [Fact]
    public void DamagedFramesAreReadOrRefused()
    {
        using var folder = new TemporaryFolder();
        byte[] file = File.ReadAllBytes(new SeriesFiles(folder).WriteFrames("all.dcm", [3, 0, 4, 1, 2], 2.5));
        var reader = new VolumeReader(new(4, 8, 8), new());
        var values = new float[256];
        using var run = new FuzzRun();
        run.Read("v.dcm", file, [file], null, MostBytes, path =>
        {
            string? fault = reader.TryRead(path, values, default);
            return fault is not null || values.All(v => v is >= 0 and <= 1) ? fault : throw new InvalidOperationException($"The volume was read and holds {values.First(v => v is not (>= 0 and <= 1))}.");
        });
        Assert.True(run.Findings.Count == 0, $"{run.Findings.Count} of {FuzzRun.Variants}:\n{string.Join("\n", run.Findings.Take(5))}");
        Assert.True(run.Count.Refused > FuzzRun.Variants / 10, $"only {run.Count.Refused} variants were refused");
        Assert.Null(reader.TryRead(folder.Write("v.dcm", file), values, default));
    }
}
