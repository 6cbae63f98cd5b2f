using System.Buffers.Binary;
using System.Text.Json;

namespace MedSsl.MLNet.Tests;

/// <summary>The CT volumes beside the repository (shared/data/ct) against nibabel's and pydicom's numbers; where they are absent there is nothing to do.</summary>
public sealed class SharedVolumesTests
{
    private static string? Folder { get; } = SharedDicom.Folder is { } dicom && Path.Combine(dicom, "..", "ct") is var path && Directory.Exists(path) ? path : null;

    private static JsonElement Expected(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, "expected.json"))).RootElement.GetProperty(name);

    [Theory]
    [InlineData("volumes/abdomen_pelvis_3mm.nii.gz")]
    [InlineData("volumes/abdomen_top30_3mm.nii.gz")]
    [InlineData("volumes/chest_cta_pulmonary_1p5mm.nii.gz")]
    [InlineData("volumes/chest_cta_aorta_1p5mm.nii.gz")]
    [InlineData("masks/abdomen_top30_3mm.nii.gz")]
    [InlineData("masks/chest_cta_aorta_1p5mm.nii.gz")]
    [InlineData("masks/chest_cta_pulmonary_1p5mm.nii.gz")]
    [InlineData("masks/abdomen_20slices.nii.gz")]
    public void NiftiFilesHaveTheExpectedVoxels(string name)
    {
        if (Folder is null)
            return;
        var expected = Expected(name);
        var volume = NiftiVolume.TryOpen(Path.Combine(Folder, name), null)!;
        int[] size = [.. expected.GetProperty("shape_xyz").EnumerateArray().Select(v => v.GetInt32())];
        Assert.Equal(size, volume.Geometry.Size);
        double[] ras = [.. expected.GetProperty("affine").EnumerateArray().Take(3).SelectMany(row => row.EnumerateArray().Select(v => v.GetDouble()))];
        for (int i = 0; i < 12; i++)
            Assert.Equal(i < 8 ? -ras[i] : ras[i], volume.Geometry.Affine[i], 1e-5);
        Assert.Equal(expected.GetProperty("axis_codes").GetString(), Codes(volume.Geometry));
        float[] values = volume.Read();
        Assert.Equal(expected.GetProperty("crc32_stored_voxels_x_fastest").GetString(), Sum(values, expected.GetProperty("stored_dtype").GetString()!));
        Assert.Equal((expected.GetProperty("min").GetSingle(), expected.GetProperty("max").GetSingle()), (values.Min(), values.Max()));
        Assert.Equal(expected.GetProperty("mean").GetDouble(), values.Average(v => (double)v), 1e-4);
        foreach (var voxel in expected.GetProperty("voxels").EnumerateArray())
        {
            int[] at = [.. voxel.GetProperty("xyz").EnumerateArray().Select(v => v.GetInt32())];
            Assert.Equal(voxel.GetProperty("value").GetSingle(), values[at[0] + size[0] * (at[1] + size[1] * at[2])]);
        }
    }

    [Fact]
    public void TheSeriesHasTheExpectedSlices()
    {
        if (Folder is null)
            return;
        var expected = Expected("series/abdomen_20slices");
        var volume = DicomSeries.TryOpen(Path.Combine(Folder, "series/abdomen_20slices"), null)!;
        string[] names = [.. expected.GetProperty("order_by_position").EnumerateArray().Select(v => v.GetString()!)];
        Assert.Equal(names, volume.Slices.Select(s => s.File.Name));
        double spacing = expected.GetProperty("pixel_spacing_mm")[0].GetDouble();
        Assert.Equal([spacing, 0, 0, 0, spacing, 0, 0, 0, 2.0], new[] { 0, 1, 2, 4, 5, 6, 8, 9, 10 }.Select(i => volume.Geometry.Affine[i]));
        Assert.Equal([-249.5117, -437.5117, -804.5], new[] { 3, 7, 11 }.Select(i => Math.Round(volume.Geometry.Affine[i], 4)));
        float[] values = volume.Read();
        Assert.Equal((expected.GetProperty("hu_min").GetSingle(), expected.GetProperty("hu_max").GetSingle()), (values.Min(), values.Max()));
        Assert.Equal(expected.GetProperty("hu_mean").GetDouble(), values.Average(v => (double)v), 1e-4);
        for (int k = 0; k < names.Length; k++)
            Assert.Equal(expected.GetProperty("crc32_per_slice_stored").GetProperty(names[k]).GetString(), Sum([.. values.AsSpan(k << 18, 1 << 18).ToArray().Select(v => v + 1024)], "int16"));
    }

    /// <summary>The mask was drawn on the series by another program, in another orientation: turned to one, the liver (5) has the values of soft tissue.</summary>
    [Fact]
    public void AMaskInAnotherOrientationLiesOnItsSeries()
    {
        if (Folder is null)
            return;
        var grid = new VolumeGrid(20, 512, 512);
        float[] image = new float[grid.Size], mask = new float[grid.Size];
        float[] places = new float[30], maskPlaces = new float[30];
        var options = new VolumeLoadOptions { Window = null, Spacing = new(2, 0.9765625, 0.9765625), Interpolation = VolumeInterpolation.Nearest };
        Assert.Null(new VolumeReader(grid, options).TryRead(Path.Combine(Folder, "series/abdomen_20slices"), image, places));
        Assert.Null(new VolumeReader(grid, options).TryRead(Path.Combine(Folder, "masks/abdomen_20slices.nii.gz"), mask, maskPlaces));
        for (int i = 18; i < 30; i++)
            Assert.Equal(places[i], maskPlaces[i], 1e-3);
        float[] liver = [.. image.Where((_, i) => mask[i] == 5)];
        Assert.True(liver.Length > 10000);
        float[] sorted = [.. liver.Order()];
        Assert.InRange(sorted[sorted.Length / 2], 40, 150);
        Assert.InRange(sorted[sorted.Length / 20], -50, 150);
    }

    /// <summary>Values and affine by nibabel's as_closest_canonical (tests/peers/volume_cases.py).</summary>
    [Fact]
    public void AVolumeIsTurnedAsNibabelTurnsIt()
    {
        if (Folder is null)
            return;
        var grid = new VolumeGrid(164, 126, 120);
        float[] values = new float[grid.Size], places = new float[30];
        var options = new VolumeLoadOptions { Window = null, Orientation = VolumeOrientation.Ras, Spacing = VolumeSpacing.Isotropic(1.5) };
        Assert.Null(new VolumeReader(grid, options).TryRead(Path.Combine(Folder, "volumes/chest_cta_aorta_1p5mm.nii.gz"), values, places));
        Assert.Equal([-51, -801], [values[3 + 120 * (5 + 126 * 7)], values[100 + 120 * (60 + 126 * 80)]]);
        double[] ras = [1.5, 0, 0, -106.8418, 0, 1.5, 0, 68.1582, 0, 0, 1.5, 540.2];
        for (int i = 0; i < 12; i++)
            Assert.Equal(i < 8 ? -ras[i] : ras[i], places[18 + i], 1e-3);
    }

    private static string Codes(VolumeGeometry geometry) => string.Concat(Enumerable.Range(0, 3).Select(axis =>
    {
        int row = Enumerable.Range(0, 3).MaxBy(r => Math.Abs(geometry[r, axis]));
        return (geometry[row, axis] > 0 ? "LPS" : "RAI")[row];
    }));

    private static string Sum(float[] values, string type)
    {
        int size = type switch { "uint8" => 1, "int16" => 2, "int32" => 4, _ => throw new InvalidOperationException(type) };
        var bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
            if (size == 1)
                bytes[i] = (byte)values[i];
            else if (size == 2)
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)values[i]);
            else
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), (int)values[i]);
        return Crc32.Of(bytes).ToString("x8");
    }
}
