using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>The loading stage: columns, annotations, bad volumes, saving.</summary>
public sealed class VolumeLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    /// <summary>NIfTI volumes of 8 x 9 x 4 voxels; volume i holds i in half of them and i + 1 in the others.</summary>
    private IDataView Volumes(int count)
    {
        for (int i = 0; i < count; i++)
            _folder.Write($"{i}.nii.gz", NiftiFile.Zip(new NiftiFile(8, 9, 4).Affine(-0.5f, 0, 0, i, 0, -0.75f, 0, 0, 0, 0, 2, 0).With(Enumerable.Range(0, 288).Select(v => (double)(i + v % 2)))));
        return _ml.MedicalImages.LoadManifest(_folder.Write("m.csv", "image_path,patient_id,series\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"{i}.nii.gz,p{i},1.2.{i}\n"))));
    }

    private static float[][] Values(IDataView data, string column = "Volume") => [.. data.GetColumn<VBuffer<float>>(data.Schema[column]).Select(v => v.DenseValues().ToArray())];

    private static VolumeLoadOptions Options => new() { Window = null, Spacing = new(2, 0.75, 0.5), GeometryColumnName = "Geometry" };

    [Fact]
    public void VolumesComeInOrderAsOneDepthHeightWidth()
    {
        var data = Volumes(7);
        var loaded = _ml.MedicalImages.LoadVolume("Volume", "ImagePath", 4, 9, 8, Options).Fit(data).Transform(data);
        Assert.Equal("Vector<Single, 1, 4, 9, 8>", loaded.Schema["Volume"].Type.ToString());
        float[][] values = Values(loaded), geometry = Values(loaded, "Geometry");
        for (int i = 0; i < 7; i++)
        {
            Assert.Equal(Enumerable.Range(0, 288).Select(v => (float)(i + v % 2)), values[i]);
            Assert.Equal([8, 9, 4, 0.5f, 0.75f, 2], geometry[i][..6]);
            Assert.Equal([0.5f, 0, 0, -i, 0, 0.75f, 0, 0, 0, 0, 2, 0], geometry[i][6..18]);
            Assert.Equal(geometry[i][6..18], geometry[i][18..]);
        }
    }

    [Fact]
    public void WhatAllRowsShareIsAnnotated()
    {
        var data = Volumes(1);
        DataViewSchema Schema(VolumeLoadOptions options) => _ml.MedicalImages.LoadVolume("Volume", "ImagePath", 4, 9, 8, options).Fit(data).Transform(data).Schema;
        var annotations = Schema(Options)["Volume"].Annotations;
        VBuffer<float> spacing = default;
        annotations.GetValue("MedSsl.VolumeSpacing", ref spacing);
        Assert.Equal([2, 0.75f, 0.5f], spacing.DenseValues());
        ReadOnlyMemory<char> orientation = default;
        annotations.GetValue("MedSsl.VolumeOrientation", ref orientation);
        Assert.Equal("LPS", orientation.ToString());
        var names = SlotNames.Of(Schema(Options)["Geometry"]);
        Assert.Equal(30, names.Count);
        Assert.Equal(["SourceWidth", "SourceSpacingDepth", "SourceAffine11", "SourceAffine34", "Affine11", "Affine34"], new[] { 0, 5, 6, 17, 18, 29 }.Select(i => names[i]));
        var none = Schema(new() { Orientation = VolumeOrientation.AsStored });
        Assert.Empty(none["Volume"].Annotations.Schema);
        Assert.Null(none.GetColumnOrNull("Geometry"));
    }

    [Fact]
    public void BadVolumesStopOrAreMissing()
    {
        var data = Volumes(4);
        _folder.Write("2.nii.gz", "no volume, but text that is long enough to be looked at");
        var stop = _ml.MedicalImages.LoadVolume("Volume", "ImagePath", 4, 9, 8, Options).Fit(data);
        string message = Assert.Throws<InvalidDataException>(() => Values(stop.Transform(data))).Message;
        Assert.Contains(_folder["2.nii.gz"], message);
        Assert.Contains("VolumeLoadOptions.OnBadImage", message);
        var found = new List<BadImageReport>();
        var skip = _ml.MedicalImages.LoadVolume("Volume", "ImagePath", 4, 9, 8, Options with { OnBadImage = BadImagePolicy.Skip, BadImageFound = found.Add }).Fit(data);
        var loaded = skip.Transform(data);
        Assert.All(Values(loaded)[2], v => Assert.True(float.IsNaN(v)));
        Assert.All(Values(loaded, "Geometry")[2], v => Assert.True(float.IsNaN(v)));
        Assert.DoesNotContain(float.NaN, Values(loaded)[3]);
        Assert.Equal(_folder["2.nii.gz"], Assert.Single(found).Path);
        Assert.Contains("no NIfTI-1 file, no DICOM", Assert.Single(skip.BadImages).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PlainLoadGivesTheSameAndRestoreTheStage(bool geometry)
    {
        var data = Volumes(3);
        var options = Options with { GeometryColumnName = geometry ? "Geometry" : null, Window = WindowOptions.Parse("percentiles:5,95") };
        var model = _ml.MedicalImages.LoadVolume("Volume", "ImagePath", 4, 9, 8, options).Fit(data);
        _ml.Model.Save(model, data.Schema, _folder["model.zip"]);
        var ml = new MLContext();
        var loaded = ml.Model.Load(_folder["model.zip"], out _);
        Assert.Equal(Values(model.Transform(data)), Values(loaded.Transform(data)));
        Assert.DoesNotContain(loaded.Transform(data).Schema, c => c.Name.StartsWith("__"));
        var restored = Assert.IsType<VolumeLoadingTransformer>(ml.MedicalModels.Restore(loaded));
        Assert.Equal((4, 9, 8, options.GeometryColumnName), (restored.Depth, restored.Height, restored.Width, restored.GeometryColumnName));
        Assert.Equal(Values(model.Transform(data)), Values(restored.Transform(data)));
        Assert.NotNull(restored.GetOutputSchema(data.Schema)["Volume"].Annotations.Schema.GetColumnOrNull("MedSsl.VolumeSpacing"));
        if (geometry)
            Assert.Equal(Values(model.Transform(data), "Geometry"), Values(loaded.Transform(data), "Geometry"));
        File.Delete(_folder["1.nii.gz"]);
        Assert.True(float.IsNaN(Values(ml.MedicalModels.OnBadImage(loaded, BadImagePolicy.Skip).Transform(data))[1][0]));
    }

    [Fact]
    public void OptionsAreChecked()
    {
        string Fault(int depth = 4, int height = 9, int width = 8, VolumeLoadOptions? options = null) =>
            Assert.Throws<ArgumentException>(() => _ml.MedicalImages.LoadVolume("Volume", "ImagePath", depth, height, width, options)).Message;
        Assert.Contains("depth is 0", Fault(depth: 0));
        Assert.Contains("width is 4", Fault(width: 4));
        Assert.Contains("134217728", Fault(1024, 1024, 1024));
        Assert.Contains("Spacing.Height is 0", Fault(options: new() { Spacing = new(1, 0, 1) }));
        Assert.Contains("Frame is 0", Fault(options: new() { Frame = 0 }));
        Assert.Contains("Width is 0", Fault(options: new() { Window = new() { Width = 0 } }));
        Assert.Contains("SeriesInstanceUid", Fault(options: new() { SeriesInstanceUid = "" }));
        Assert.Contains("GeometryColumnName", Fault(options: new() { GeometryColumnName = "Volume" }));
        Assert.Contains("Orientation", Fault(options: new() { Orientation = (VolumeOrientation)7 }));
    }
}
