using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>Manifests of folders of DICOM files that are made here byte by byte.</summary>
public sealed class DicomManifestTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public DicomManifestTests()
    {
        Directory.CreateDirectory(_folder["a/deep"]);
        Directory.CreateDirectory(_folder["b"]);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A header like a hospital's, with more than a manifest may say; pixel data are promised and not there.</summary>
    private static DicomBytes Header(string patient, string study, string series, string view = "PA", string age = "045Y") =>
        new DicomBytes().Text(0x00080018, "UI", "1.2.840.9").Text(0x00080060, "CS", "DX").Text(0x00080080, "LO", "Secret Hospital").Text(0x00100010, "PN", "Secret^Name")
            .Text(0x00100020, "LO", patient).Text(0x00100030, "DA", "19500102").Text(0x00100040, "CS", "F").Text(0x00101010, "AS", age).Text(0x00185101, "CS", view)
            .Text(0x0020000D, "UI", study).Text(0x0020000E, "UI", series).Text(0x00200062, "CS", "L").Image("MONOCHROME2", 8, 8, 16, 12, 11);

    private string Write(string name, DicomBytes header) => _folder.Write(name, header.Words(0x7FE00010, new int[64]).ToFile());

    private void WriteAll()
    {
        Write("a/1.dcm", Header("p1", "1.1", "1.1.1"));
        Write("a/deep/2", Header("p1", "1.2", "1.2.1", "LL"));
        Write("b/x.dcm", Header("p,2\"", "2.1", "2.1.1", age: "018M"));
        Write("b/y.dcm", Header("p,2\"", "2.1", "2.1.1", age: ""));
        _folder.Write("b/report.dcm", new DicomBytes().Text(0x00080060, "CS", "SR").Text(0x00100020, "LO", "p1").Text(0x0020000D, "UI", "1.1").Text(0x0040A040, "CS", "CONTAINER").ToFile());
        _folder.Write("b/notes.txt", "text");
    }

    private string[] Run(out DicomManifestReport report, DicomManifestOptions? options = null)
    {
        report = _ml.MedicalImages.WriteDicomManifest(_folder.Path, _folder["m.csv"], options);
        return File.ReadAllLines(_folder["m.csv"]);
    }

    /// <summary>A link to the folder itself would have no end.</summary>
    [Fact]
    public void LinksToFoldersAreNotFollowed()
    {
        if (OperatingSystem.IsWindows())
            return;
        WriteAll();
        Directory.CreateSymbolicLink(_folder["b/loop"], _folder.Path);
        Run(out var report);
        Assert.Equal(4, report.Rows);
    }

    [Fact]
    public void HeadersBecomeRows()
    {
        WriteAll();
        Assert.Equal(
        [
            "image_path,patient_id,study_id,series,view,laterality,modality,sex,age",
            "a/1.dcm,p1,1.1,1.1.1,PA,L,DX,F,45",
            "a/deep/2,p1,1.2,1.2.1,LL,L,DX,F,45",
            "b/x.dcm,\"p,2\"\"\",2.1,2.1.1,PA,L,DX,F,1.5",
            "b/y.dcm,\"p,2\"\"\",2.1,2.1.1,PA,L,DX,F,",
        ], Run(out var report, new() { SexAndAge = true }));
        Assert.Equal((4, 4, 2, 3, 3, 0, 1, 1), (report.Rows, report.Images, report.Patients, report.Studies, report.Series, report.WithoutPatient, report.NoImages, report.NoDicom));
        Assert.Empty(report.Damaged);
        var data = _ml.MedicalImages.LoadManifest(_folder["m.csv"]);
        Assert.Equal(["ImagePath", "PatientId", "StudyId", "Series", "View", "Laterality", "Modality", "Sex", "Age"], data.Schema.Select(c => c.Name));
        Assert.Equal(["p1", "p1", "p,2\"", "p,2\""], data.GetColumn<string>("PatientId"));
        Assert.Equal(_folder["a/deep/2"], Path.GetFullPath(data.GetColumn<string>("ImagePath").ElementAt(1)));

        string[] plain = Run(out _);
        Assert.Equal("image_path,patient_id,study_id,series,view,laterality,modality", plain[0]);
        Assert.DoesNotContain(plain, l => l.Contains("Secret") || l.Contains("1950") || l.Contains(",F"));
        string[] series = Run(out report, new() { Row = DicomManifestRow.Series });
        Assert.Equal(["a/1.dcm", "a/deep/2", "b/x.dcm"], series.Skip(1).Select(l => l.Split(',')[0]));
        Assert.Equal((3, 4), (report.Rows, report.Images));
    }

    [Fact]
    public void PixelsAreNotRead()
    {
        byte[] whole = Header("p1", "1.1", "1.1.1").Words(0x7FE00010, new int[64]).ToFile();
        _folder.Write("cut.dcm", whole[..^128]);                                // all pixel data are missing
        Assert.Equal("cut.dcm,p1,1.1,1.1.1,PA,L,DX", Run(out var report)[1]);
        Assert.Empty(report.Damaged);
    }

    [Fact]
    public void IdentifiersBecomeKeyedHashes()
    {
        WriteAll();
        string key = _folder.Write("key.txt", Key + "\r\n");
        string[] lines = Run(out var report, new() { KeyFile = key });
        // The definition, written out: HMAC-SHA-256 of kind, zero byte, identifier; 16 bytes of it.
        string Hash(string kind, string id) => Convert.ToHexString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Key), Encoding.UTF8.GetBytes(kind + "\0" + id)))[..32].ToLowerInvariant();
        Assert.Equal($"a/1.dcm,{Hash("patient", "p1")},{Hash("study", "1.1")},{Hash("series", "1.1.1")},PA,L,DX", lines[1]);
        Assert.Equal(lines[1].Split(',')[1], lines[2].Split(',')[1]);
        Assert.NotEqual(lines[1].Split(',')[1], lines[3].Split(',')[1]);
        // Computed with Python: hmac.new(b"0123456789abcdef0123456789abcdef", b"patient\0p1", "sha256").hexdigest()[:32]
        Assert.Equal("fab223535a1fdded84163643005e78a9", IdentifierHash.Read(key).Of("patient", "p1"));
        Assert.Equal("", IdentifierHash.Read(key).Of("study", ""));
        Assert.Equal(2, report.Patients);
    }

    [Fact]
    public void WeakKeysAreRefused()
    {
        string Fault(string text) => Assert.Throws<InvalidDataException>(() => Run(out _, new() { KeyFile = _folder.Write("key", text) })).Message;
        Assert.Contains("31 bytes; it must have 32", Fault(new string('k', 30) + "x  \n\n"));
        Assert.Contains("one byte 40 times", Fault(new string('k', 40)));
        Assert.Contains("more than 65536", Fault(new string('k', 70000)));
        Assert.Throws<FileNotFoundException>(() => Run(out _, new() { KeyFile = _folder["none"] }));
        Assert.False(File.Exists(_folder["m.csv"]));
    }

    [Fact]
    public void ANewKeyIsRandomAndReplacesNone()
    {
        IdentifierHash.WriteNewKey(_folder["one"]);
        IdentifierHash.WriteNewKey(_folder["two"]);
        Assert.NotEqual(IdentifierHash.Read(_folder["one"]).Of("patient", "p"), IdentifierHash.Read(_folder["two"]).Of("patient", "p"));
        Assert.Equal(64, File.ReadAllText(_folder["one"]).Trim().Length);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["one"]));
        Assert.Throws<IOException>(() => IdentifierHash.WriteNewKey(_folder["one"]));
    }

    [Fact]
    public void DamagedFilesAreListedOrStop()
    {
        WriteAll();
        byte[] whole = Header("p3", "3", "3.1").ToFile();
        string cut = _folder.Write("a/cut.dcm", whole[..300]);
        Assert.Equal(5, Run(out var report).Length);
        Assert.Equal(cut, Assert.Single(report.Damaged).Path);
        Assert.Contains("truncated", report.Damaged[0].Reason);
        Assert.Contains("cut.dcm'", Assert.Throws<InvalidDataException>(() => Run(out _, new() { StopOnDamage = true })).Message);
    }

    [Fact]
    public void SomethingStandsForAPatientWithoutId()
    {
        Write("a/1.dcm", Header("", "1.1", "1.1.1"));
        Write("a/deep/2.dcm", Header("", "", "1.1.1"));
        Write("a/deep/3.dcm", Header("", "", ""));
        Write("4.dcm", Header("", "", ""));
        Assert.Equal(["4.dcm,.,,,PA,L,DX", "a/1.dcm,1.1,1.1,1.1.1,PA,L,DX", "a/deep/2.dcm,1.1.1,,1.1.1,PA,L,DX", "a/deep/3.dcm,a/deep,,,PA,L,DX"], Run(out var report)[1..]);
        Assert.Equal((4, 4), (report.WithoutPatient, report.Patients));
    }

    [Fact]
    public void OtherImagesAreListedOnRequest()
    {
        WriteAll();
        _folder.Write("a/deep/z.png", "png");
        _folder.Write("v.nii.gz", "nifti");
        Assert.Equal(5, Run(out _).Length);
        string[] lines = Run(out var report, new() { OtherImages = true });
        Assert.Equal(["a/deep/z.png,a,,,,,", "v.nii.gz,v,,,,,"], lines.Where(l => l.Contains(".png") || l.Contains(".nii")));
        Assert.Equal(6, report.Rows);
    }

    [Theory]
    [InlineData("045Y", "45")]
    [InlineData("018M", "1.5")]
    [InlineData("026W", "0.5")]
    [InlineData("003D", "0.01")]
    [InlineData("45", "")]
    [InlineData("04AY", "")]
    [InlineData("045X", "")]
    public void AgesAreInYears(string age, string years) => Assert.Equal(years, DicomManifestEntry.Years(age));

    [Fact]
    public void ProgressEndsWithAllFiles()
    {
        WriteAll();
        var seen = new List<DicomManifestProgress>();
        Run(out _, new() { Progress = new Reports(seen) });
        Assert.Equal(6, seen[^1].Files);
        Assert.Equal(6, seen[^1].Total);
        Assert.Throws<OperationCanceledException>(() => _ml.MedicalImages.WriteDicomManifest(_folder.Path, _folder["n.csv"], null, new CancellationToken(true)));
        Assert.False(File.Exists(_folder["n.csv"]));
    }

    private sealed class Reports(List<DicomManifestProgress> seen) : IProgress<DicomManifestProgress>
    {
        public void Report(DicomManifestProgress value)
        {
            lock (seen)
                seen.Add(value);
        }
    }
}
