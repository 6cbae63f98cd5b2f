using System.Text.Json;

namespace MedSsl.MLNet.Tests;

/// <summary>Files made here, against pydicom 2.3.1, numpy and DCMTK 3.6.7 (tests/peers/dicom_cases.py wrote Fixtures/dicom-cases.json).</summary>
public class DicomCasesTests
{
    private static readonly Dictionary<string, double[]> Expected = JsonSerializer.Deserialize<Dictionary<string, double[]>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures", "dicom-cases.json")))!;

    public static TheoryData<string> Cases => [.. Expected.Keys];

    /// <summary>MEDSSL_WRITE_DICOM=FOLDER writes the files for the script.</summary>
    [Fact]
    public void EveryFileIsInACase()
    {
        if (Environment.GetEnvironmentVariable("MEDSSL_WRITE_DICOM") is { Length: > 0 } folder)
            foreach (var (name, bytes) in DicomCases.Files)
                File.WriteAllBytes(Path.Combine(folder, name + ".dcm"), bytes);
        else
            Assert.Equal(DicomCases.Files.Keys.Order(), Expected.Keys.Select(k => k[..k.IndexOf('@')]).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PixelsAreThoseOfPydicom(string name)
    {
        int at = name.IndexOf('@'), frame = name.IndexOf('#');
        var options = new ImageLoadOptions { Window = WindowOptions.Parse(name[(at + 1)..(frame < 0 ? name.Length : frame)]), Frame = frame < 0 ? null : int.Parse(name[(frame + 1)..]) };
        var decoder = ImageDecoders.Make(16, options).First(d => d.Is(DicomCases.Files[name[..at]]));
        Assert.Null(decoder.TryDecode(DicomCases.Files[name[..at]], out var image));
        double[] expected = Expected[name];
        int channels = expected.Length / (image!.Width * image.Height);
        var row = new float[channels * image.Width];
        for (int y = 0; y < image.Height; y++)
        {
            image.Read(y, channels, row);
            for (int x = 0; x < image.Width; x++)
                for (int c = 0; c < channels; c++)
                    Assert.Equal(expected[(y * image.Width + x) * channels + c], row[c * image.Width + x], 2e-6);
        }
    }
}
