using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>Manifests and metrics as frames, and back.</summary>
public sealed class FrameConversionTests : IDisposable
{
    private const string Text = "image_path,patient_id,view,Edema,Lung Lesion,duplicate_of\na.png,p1,PA,1,0,\nsub/b.png,p2,\"L,L\",,1,\nc.png,p2,,0,-1,\nd.png,p3,PA,1,1,a.png\n";

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AManifestOpensAsAFrame()
    {
        var frame = _ml.MedicalImages.LoadManifestFrame(_folder.Write("m.csv", Text));
        Assert.Equal(["ImagePath", "PatientId", "View", "DuplicateOf", "Edema", "Lung Lesion"], frame.Columns.Select(c => c.Name));
        Assert.Equal([1f, null, 0f], frame.Columns.GetSingleColumn("Edema"));
        Assert.Equal([0f, 1f, null], frame.Columns.GetSingleColumn("Lung Lesion"));
        Assert.Equal(["PA", "L,L", ""], frame.Columns.GetStringColumn("View"));
        Assert.Equal(_folder["sub/b.png"], frame.Columns.GetStringColumn("ImagePath")[1]);
    }

    [Fact]
    public void AFrameIsTheManifestsDataAgain()
    {
        var data = _ml.MedicalImages.LoadManifest(_folder.Write("m.csv", Text));
        var again = _ml.MedicalImages.FromFrame(_ml.MedicalImages.ToFrame(data));
        Assert.Equal(data.Schema.Select(c => $"{c.Name} {c.Type}"), again.Schema.Where(c => !c.IsHidden).Select(c => $"{c.Name} {c.Type}"));
        Assert.Equal(SlotNames.Of(data.Schema["Labels"]), SlotNames.Of(again.Schema["Labels"]));
        Assert.Equal(Labels(data), Labels(again));
        Assert.Equal(PatientCases.Text(data, "ImagePath"), PatientCases.Text(again, "ImagePath"));

        var frame = _ml.MedicalImages.ToFrame(data);
        frame = frame.Filter(frame["PatientId"].ElementwiseEquals("p2"));
        var two = _ml.MedicalImages.FromFrame(frame, ["Lung Lesion"]);
        Assert.Equal([[1], [float.NaN]], Labels(two));
        Assert.Equal(["", "0"], PatientCases.Text(two, "Edema"));
        Assert.Equal(["Lung Lesion", "Edema"], SlotNames.Of(_ml.MedicalImages.FromFrame(frame, ["Lung Lesion", "Edema"]).Schema["Labels"]));
    }

    [Fact]
    public void DataIsSavedAsAManifest()
    {
        var data = _ml.MedicalImages.LoadManifest(_folder.Write("m.csv", Text), new() { KeepDuplicates = true });
        string path = _folder["new/saved.csv"];
        _ml.MedicalImages.SaveManifest(data, path);
        Assert.Equal("image_path,patient_id,view,duplicate_of,Edema,Lung Lesion\n../a.png,p1,PA,,1,0\n../sub/b.png,p2,\"L,L\",,,1\n../c.png,p2,,,0,\n../d.png,p3,PA,a.png,1,1\n", File.ReadAllText(path));
        var again = _ml.MedicalImages.LoadManifest(path, new() { KeepDuplicates = true });
        Assert.Equal(PatientCases.Text(data, "ImagePath"), PatientCases.Text(again, "ImagePath"));
        Assert.Equal(Labels(data), Labels(again));
        Assert.Contains("'PatientId'", Assert.Throws<ArgumentException>(() => _ml.MedicalImages.SaveManifest(
            _ml.Data.LoadFromEnumerable([new OnlyPath { ImagePath = "a" }]), path)).Message);
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void NumbersTruthValuesAndNamesWithInitialsAreKept()
    {
        var data = _ml.Data.LoadFromEnumerable([new Plain { ImagePath = _folder["a.png"], StudyUID = "1.2", Frontal = true, Age = 5 }, new Plain { ImagePath = _folder["b.png"], Age = float.NaN }]);
        var frame = _ml.MedicalImages.ToFrame(data);
        Assert.Equal([5f, null], frame.Columns.GetSingleColumn("Age"));
        Assert.Equal([true, false], frame.Columns.GetBooleanColumn("Frontal"));
        _ml.MedicalImages.SaveManifest(data, _folder["plain.csv"]);
        Assert.Equal("image_path,patient_id,study_uid,Frontal,Age\na.png,p,1.2,1,5\nb.png,p,,0,\n", File.ReadAllText(_folder["plain.csv"]));
    }

    [Fact]
    public void ASplitIsSavedAndReadBack()
    {
        string text = "image_path,patient_id,Mass\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}.png,p{i / 2},{i % 2}\n"));
        var split = _ml.MedicalImages.Split(_ml.MedicalImages.LoadManifest(_folder.Write("m.csv", text)), new() { SameImages = SameImagePolicy.Ignore });
        _ml.MedicalImages.SaveManifest(split.All, _folder["split.csv"]);
        var test = _ml.MedicalImages.LoadManifest(_folder["split.csv"], new() { Splits = ["test"] });
        Assert.Equal(PatientCases.Text(split.Test, "ImagePath"), PatientCases.Text(test, "ImagePath"));
        Assert.Equal(["Mass"], SlotNames.Of(test.Schema["Labels"]));
    }

    [Fact]
    public void MetricsOpenAsAFrame()
    {
        var rows = Enumerable.Range(0, 40).Select(i => new Scored { PatientId = $"p{i / 2}", Labels = [i % 2, 0], Score = [i % 2 + i % 3, 0] });
        var metrics = _ml.MultiLabelClassification.Evaluate(_ml.Data.LoadFromEnumerable(rows), options: new() { BootstrapSamples = 100 });
        var frame = metrics.ToDataFrame();
        Assert.Equal(["Label", "Positives", "Negatives", "AreaUnderRocCurve", "AreaUnderRocCurveLow", "AreaUnderRocCurveHigh", "AveragePrecision", "AveragePrecisionLow", "AveragePrecisionHigh"],
            frame.Columns.Select(c => c.Name));
        Assert.Equal([20, 0], frame.Columns.GetInt32Column("Positives"));
        Assert.Equal([metrics.PerLabel[0].AreaUnderRocCurve, null], frame.Columns.GetDoubleColumn("AreaUnderRocCurve"));
        Assert.Equal([metrics.PerLabel[0].AreaUnderRocCurveInterval!.Lower, null], frame.Columns.GetDoubleColumn("AreaUnderRocCurveLow"));
        Assert.Equal([metrics.PerLabel[0].AreaUnderRocCurveInterval!.Upper, null], frame.Columns.GetDoubleColumn("AreaUnderRocCurveHigh"));
        Assert.Equal([metrics.PerLabel[0].AveragePrecisionInterval!.Upper, null], frame.Columns.GetDoubleColumn("AveragePrecisionHigh"));
    }

    [Fact]
    public void WhatCannotBeConvertedIsRefused()
    {
        var frame = new DataFrame(new StringDataFrameColumn("ImagePath", ["a"]), new SingleDataFrameColumn("Edema", [1f]));
        Assert.Contains("Did you mean 'Edema'?", Assert.Throws<ArgumentException>(() => _ml.MedicalImages.FromFrame(frame, ["Edemas"])).Message);
        Assert.Contains("'ImagePath' holds System.String", Assert.Throws<ArgumentException>(() => _ml.MedicalImages.FromFrame(frame, ["ImagePath"])).Message);
        var twice = _ml.MedicalImages.FromFrame(frame);
        Assert.Equal(["ImagePath", "Labels"], twice.Schema.Where(c => !c.IsHidden).Select(c => c.Name));
        twice = _ml.Transforms.CopyColumns("Edema", "ImagePath").Fit(twice).Transform(twice);
        Assert.Contains("called 'Edema'", Assert.Throws<ArgumentException>(() => _ml.MedicalImages.ToFrame(twice)).Message);
    }

    private static float[][] Labels(IDataView data) => [.. data.GetColumn<float[]>("Labels")];

    private sealed class Plain
    {
        public string ImagePath { get; set; } = "";
        public string PatientId { get; set; } = "p";
        public string StudyUID { get; set; } = "";
        public bool Frontal { get; set; }
        public float Age { get; set; }
    }

    private sealed class OnlyPath
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class Scored
    {
        public string PatientId { get; set; } = "";

        [VectorType(2)]
        public float[] Labels { get; set; } = [];

        [VectorType(2)]
        public float[] Score { get; set; } = [];
    }
}
