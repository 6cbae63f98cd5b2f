namespace MedSsl.MLNet.Tests.Fuzzing;

/// <summary>Damaged NIfTI files, with gzip and without, and damaged DICOM files of several frames; made here.</summary>
public class DamagedVolumesTests
{
    /// <summary>The most that a file of some 5 KB may make us take: gzip makes a thousandfold of it, floats twice that.</summary>
    private const long MostBytes = 32 << 20;

    [Theory]
    [InlineData("v.nii")]
    [InlineData("v.nii.gz")]
    [InlineData("v.dcm")]
    public void ADamagedVolumeIsReadOrRefused(string name)
    {
        using var folder = new TemporaryFolder();
        byte[] nifti = new NiftiFile(16, 12, 8).With(NiftiFile.Ramp(16 * 12 * 8));
        byte[] file = name switch
        {
            "v.nii" => nifti,
            "v.nii.gz" => NiftiFile.Zip(nifti),
            _ => File.ReadAllBytes(new SeriesFiles(folder).WriteFrames("all.dcm", [3, 0, 4, 1, 2], 2.5)),
        };
        var reader = new VolumeReader(new(4, 8, 8), new());
        var values = new float[256];
        using var run = new FuzzRun();
        run.Read(name, file, [file], null, MostBytes, path =>
        {
            string? fault = reader.TryRead(path, values, default);
            return fault is not null || values.All(v => v is >= 0 and <= 1) ? fault : throw new InvalidOperationException($"The volume was read and holds {values.First(v => v is not (>= 0 and <= 1))}.");
        });
        Assert.True(run.Findings.Count == 0, $"{run.Findings.Count} of {FuzzRun.Variants}:\n{string.Join("\n", run.Findings.Take(5))}");
        Assert.True(run.Count.Refused > FuzzRun.Variants / 10, $"only {run.Count.Refused} variants were refused");
        Assert.Null(reader.TryRead(folder.Write(name, file), values, default));
    }
}
