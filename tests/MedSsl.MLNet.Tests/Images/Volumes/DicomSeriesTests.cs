namespace MedSsl.MLNet.Tests;

/// <summary>Series made here byte by byte: order, geometry, values, and what is refused.</summary>
public sealed class DicomSeriesTests : IDisposable
{
    private const int Count = 5;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SeriesFiles Files => new(_folder);

    private void WriteAll(SeriesFiles? files = null, double step = 2.5)
    {
        for (int k = 0; k < Count; k++)
            (files ?? Files).Write($"{(k * 3 + 1) % Count}.dcm", k, 10, 20, 30 + k * step);    // names are in another order than positions
    }

    private DicomSeriesVolume Open(string? path = null, string? series = null) => DicomSeries.TryOpen(path ?? _folder.Path, series)!;

    private string Fault(string? path = null, string? series = null) => Assert.ThrowsAny<Exception>(() => Open(path, series).Read()) switch
    {
        DicomFault fault => fault.Message,
        InvalidDataException fault => fault.Message,
        var other => throw new InvalidOperationException("wrong exception", other),
    };

    private static void CheckValues(VolumeSource volume)
    {
        float[] values = volume.Read();
        Assert.Equal(Count * SeriesFiles.Width * SeriesFiles.Height, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.Equal(SeriesFiles.Value(i % 8, i / 8 % 9, i / 72), values[i]);
    }

    [Fact]
    public void SlicesAreInTheOrderOfTheirPositions()
    {
        WriteAll();
        _folder.Write("notes.txt", "no DICOM");
        foreach (string path in new[] { _folder.Path, _folder["2.dcm"] })
        {
            var volume = Open(path);
            Assert.Equal(["1.dcm", "4.dcm", "2.dcm", "0.dcm", "3.dcm"], volume.Slices.Select(s => s.File.Name));
            Assert.Equal([8, 9, 5], volume.Geometry.Size);
            Assert.Equal([0.5, 0, 0, 10, 0, 0.75, 0, 20, 0, 0, 2.5, 30], volume.Geometry.Affine);
            CheckValues(volume);
        }
    }

    [Fact]
    public void PositionsCountAlongTheNormalOfSagittalSlices()
    {
        // Rows run to the back, columns to the feet: the normal is (0, 1, 0) x (0, 0, -1) = (-1, 0, 0), to the patient's right.
        var files = Files with { Orientation = [0, 1, 0, 0, 0, -1] };
        for (int k = 0; k < Count; k++)
            files.Write($"{k}.dcm", k, -4 * k, 0, 0);
        var volume = Open();
        Assert.Equal(["0.dcm", "1.dcm", "2.dcm", "3.dcm", "4.dcm"], volume.Slices.Select(s => s.File.Name));
        Assert.Equal([0, 0, -4, 0, 0.5, 0, 0, 0, 0, -0.75, 0, 0], volume.Geometry.Affine);
        // In LPS, width is against the slices, height along rows, depth against columns.
        var order = AxisOrder.Of(volume.Geometry, VolumeOrientation.Lps);
        Assert.Equal([2, 0, 1], order.Axes);
        Assert.Equal([true, false, true], order.Flipped);
    }

    [Fact]
    public void FramesOfOneFileAreSlices()
    {
        var volume = Open(Files.WriteFrames("all.dcm", [3, 0, 4, 1, 2], 2.5));
        Assert.Equal([0.5, 0, 0, 10, 0, 0.75, 0, 20, 0, 0, 2.5, 30], volume.Geometry.Affine);
        Assert.Equal([1, 3, 4, 0, 2], volume.Slices.Select(s => s.Frame));
        CheckValues(volume);
    }

    [Fact]
    public void OfSeveralSeriesOneMustBeNamed()
    {
        WriteAll();
        var other = Files with { Series = "1.2.3.5", Rows = 6 };
        other.Write("x.dcm", 0, 0, 0, 0);
        other.Write("y.dcm", 1, 0, 0, 3);
        string fault = Fault();
        Assert.Contains("2 series: 5 of 8 x 9 pixels (CT, '0.dcm'); 2 of 8 x 6 pixels (CT, 'x.dcm')", fault);
        Assert.Contains("SeriesInstanceUid", fault);
        Assert.DoesNotContain("1.2.3", fault);
        CheckValues(Open(series: "1.2.3.4"));
        CheckValues(Open(_folder["3.dcm"]));
        Assert.Equal([8, 6, 2], Open(_folder["y.dcm"]).Geometry.Size);
        Assert.Contains("another series", Fault(_folder["y.dcm"], "1.2.3.4"));
        Assert.Contains("no image of the series", Fault(series: "9"));
    }

    [Fact]
    public void FilesWithoutASeriesAreOneSeries()
    {
        WriteAll(Files with { Series = "" });
        CheckValues(Open());
        CheckValues(Open(_folder["3.dcm"]));
    }

    [Fact]
    public void GapsAndDoublesAreRefusedByNameAndDistance()
    {
        WriteAll();
        File.Delete(_folder["2.dcm"]);
        Assert.Contains("'4.dcm' and '0.dcm' are 5 mm apart, other slices 2.5 mm: slices are missing", Fault());
        Files.Write("2.dcm", 2, 10, 20, 35.5);
        Assert.Contains("'4.dcm' and '2.dcm' are 3 mm apart, other slices 2.5 mm: distances differ", Fault());
        Files.Write("2.dcm", 2, 10, 20, 35);
        Files.Write("again.dcm", 2, 10, 20, 35);
        Assert.Contains("'2.dcm' and 'again.dcm' are at one place, 0 mm apart", Fault());
    }

    [Fact]
    public void SlicesThatDoNotFitAreRefusedByName()
    {
        WriteAll();
        string Other(SeriesFiles files, params double[] position)
        {
            files.Write("2.dcm", 2, position);
            return Fault();
        }
        Assert.Contains("lie at an angle of 5.73 degrees", Other(Files with { Orientation = [Math.Cos(0.1), Math.Sin(0.1), 0, -Math.Sin(0.1), Math.Cos(0.1), 0] }, 10, 20, 35));
        Assert.Contains("'0.dcm' has 8 x 9 pixels, '2.dcm' 8 x 7", Other(Files with { Rows = 7 }, 10, 20, 35));
        Assert.Contains("0.75 x 0.5 mm, '2.dcm' of 0.75 x 0.6 mm", Other(Files with { Spacing = [0.75, 0.6] }, 10, 20, 35));
        Assert.Contains("'0.dcm' is MONOCHROME2, '2.dcm' MONOCHROME1", Other(Files with { Photometric = "MONOCHROME1" }, 10, 20, 35));
        Assert.Contains("'2.dcm' is 3 mm to the side of the line from '1.dcm' to '3.dcm'", Other(Files, 13, 20, 35));
        Assert.Contains("'2.dcm' has no position in the patient", Other(Files));
        Assert.Contains("no pair of directions", Other(Files with { Orientation = [1, 0, 0, 1, 0, 0] }, 10, 20, 35));
        Assert.Contains("8 x 4 x 0", Assert.Throws<InvalidDataException>(() => VolumeSource.CheckSize(8, 4, 0)).Message);
    }

    [Fact]
    public void ATiltedGantryIsRefused()
    {
        for (int k = 0; k < Count; k++)
            Files.Write($"{k}.dcm", k, 0, k, 2 * k);
        Assert.Contains("'0.dcm' to '4.dcm' run at 26.57 degrees", Fault());
    }

    [Fact]
    public void DamagedAndLonelyFilesAreRefused()
    {
        Files.Write("0.dcm", 0, 10, 20, 30);
        Assert.Contains("one image", Fault());
        Assert.Contains("one image", Fault(_folder["0.dcm"]));
        WriteAll();
        byte[] whole = File.ReadAllBytes(_folder["4.dcm"]);
        _folder.Write("4.dcm", whole[..^60]);
        Assert.Contains("'4.dcm' is truncated", Fault());
        _folder.Write("4.dcm", whole[..300]);
        Assert.Contains("'4.dcm'", Fault());
        foreach (string file in Directory.GetFiles(_folder.Path))
            File.Delete(file);
        Assert.Contains("no DICOM image", Fault());
        Assert.Null(DicomSeries.TryOpen(_folder.Write("a.png", PngFile.Gray(8, 8, (_, _) => 1)), null));
    }

    [Fact]
    public void PaddingIsNoPartOfTheRange()
    {
        // The first voxel of slice 0 has the smallest value, -50, stored as 974: as padding, the range begins at the next one, -49.
        WriteAll(Files with { Padding = 974 });
        Assert.Equal(new[] { float.NaN, -49 }, Open().Read()[..2]);
        var values = new float[5 * 9 * 8];
        Assert.Null(new VolumeReader(new(5, 9, 8), new() { Window = WindowOptions.Parse("full") }).TryRead(_folder.Path, values, default));
        Assert.Equal([0, 0], values[..2]);
        Assert.Equal(1 / (SeriesFiles.Value(7, 8, 4) + 49), values[2], 1e-6);
    }

    [Fact]
    public void PaddingOfMonochrome1IsBlack()
    {
        WriteAll(Files with { Padding = 974, Photometric = "MONOCHROME1" });
        var values = new float[5 * 9 * 8];
        Assert.Null(new VolumeReader(new(5, 9, 8), new() { Window = WindowOptions.Parse("full") }).TryRead(_folder.Path, values, default));
        Assert.Equal([0, 1], values[..2]);
    }

    [Fact]
    public void ColoursAreRefused()
    {
        WriteAll(Files with { Photometric = "PALETTE COLOR" });
        Assert.Contains("'0.dcm' is no gray image", Fault());
    }

    [Fact]
    public void TheWindowIsThatOfAllSlices()
    {
        WriteAll(Files with { Window = [100, 200] });
        Assert.Equal(new WindowMap(100, 200), Open().FindWindow(new()));
        (Files with { Window = [100, 300] }).Write("2.dcm", 2, 10, 20, 35);
        Assert.Null(Open().FindWindow(new()));
        Assert.Equal(new WindowMap(-600, 1500), Open().FindWindow(WindowOptions.Parse("lung")));
        Assert.Contains("number 2", Assert.Throws<DicomFault>(() => Open().FindWindow(WindowOptions.Parse("file:2"))).Message);
    }

    [Fact]
    public void SmallValuesOfMonochrome1AreBright()
    {
        WriteAll(Files with { Photometric = "MONOCHROME1" });
        var values = new float[5 * 9 * 8];
        Assert.Null(new VolumeReader(new(5, 9, 8), new()).TryRead(_folder.Path, values, default));
        Assert.Equal((1f, 0f), (values[0], values[^1]));
        Assert.Null(new VolumeReader(new(5, 9, 8), new() { Window = null }).TryRead(_folder.Path, values, default));
        Assert.Equal((-50f, SeriesFiles.Value(7, 8, 4)), (values[0], values[^1]));
    }
}
