using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    private IDataView Load(string text, ManifestOptions? options = null) => _ml.MedicalImages.LoadManifest(_folder.Write("manifest.csv", text), options);

    private string Fault(string text, ManifestOptions? options = null)
    {
        string message = Assert.Throws<InvalidDataException>(() => Load(text, options)).Message;
        Assert.StartsWith(_folder["manifest.csv"], message);
        return message;
    }

    private static string[] Text(IDataView data, string column) => [.. data.GetColumn<ReadOnlyMemory<char>>(data.Schema[column]).Select(t => t.ToString())];

    private static float[][] Labels(IDataView data) => [.. data.GetColumn<VBuffer<float>>(data.Schema["Labels"]).Select(v => v.DenseValues().ToArray())];

    [Fact]
    public void AllColumnsFindTheirPlace()
    {
        var data = Load("image_path,patient_id,study_id,view,split,sex,duplicate_of,Edema,No Finding\nimages/a.png,007,s1,PA,train,F,,1,0\n\"b,2.png\",p 2,,AP,test,M,,,-1\nc.png,p3,s3,,,,,0.0,1.0\n");
        Assert.Equal(["ImagePath", "PatientId", "StudyId", "View", "Split", "Sex", "DuplicateOf", "Labels"], data.Schema.Select(c => c.Name));
        Assert.Equal([_folder["images/a.png"], _folder["b,2.png"], _folder["c.png"]], Text(data, "ImagePath"));
        Assert.Equal(["007", "p 2", "p3"], Text(data, "PatientId"));
        Assert.Equal(["train", "test", ""], Text(data, "Split"));
        Assert.Equal([1, 0], Labels(data)[0]);
        Assert.Equal([float.NaN, float.NaN], Labels(data)[1]);
        Assert.Equal([0, 1], Labels(data)[2]);
        Assert.Equal(["Edema", "No Finding"], SlotNames.Of(data.Schema["Labels"]));
        Assert.Equal(3, data.GetRowCount());
    }

    [Fact]
    public void AByteOrderMarkAndWindowsLineEndsAreRead() =>
        Assert.Equal(["p1"], Text(Load("\uFEFFimage_path,patient_id\r\n a.png , p1 \r\n\r\n"), "PatientId"));

    /// <summary>The columns of data-schemas/manifest.csv-metadata.json and no others.</summary>
    [Fact]
    public void MetadataColumnsAreNoLabels()
    {
        string[] columns = ["image_path", "patient_id", "study_id", "series", "view", "laterality", "modality", "split", "fold", "sex", "age", "body_site", "skin_type", "license", "mask_path",
            "duplicate_of", "offset_days", "finding_text", "source_patient_id"];
        var data = Load(string.Join(',', columns) + ",Series_Id\na.png,p1" + string.Concat(Enumerable.Repeat(",", columns.Length - 2)) + ",1\n");
        Assert.Equal(["Series_Id"], SlotNames.Of(data.Schema["Labels"]));
        Assert.Equal(columns.Length + 1, data.Schema.Count);
    }

    [Fact]
    public void AManifestWithoutLabelsHasNoLabelsColumn() => Assert.Null(Load("image_path,patient_id\na.png,p1\n").Schema.GetColumnOrNull("Labels"));

    [Fact]
    public void NamedLabelsMakeTheRestText()
    {
        var data = Load("image_path,patient_id,Edema,Remark,Mass\na.png,p1,1,seen before,0\n", new() { LabelColumns = ["Mass", "Edema"] });
        Assert.Equal(["Mass", "Edema"], SlotNames.Of(data.Schema["Labels"]));
        Assert.Equal([0, 1], Labels(data)[0]);
        Assert.Equal(["seen before"], Text(data, "Remark"));
        Assert.Contains("Did you mean 'Edema'", Fault("image_path,patient_id,Edema\na.png,p1,1\n", new() { LabelColumns = ["Oedema"] }));
    }

    [Fact]
    public void DuplicatesAreLeftOutUnlessKept()
    {
        const string text = "image_path,patient_id,duplicate_of,Mass\na.png,p1,,1\nb.png,p1,a.png,1\n";
        Assert.Single(Text(Load(text), "ImagePath"));
        Assert.Equal(["", "a.png"], Text(Load(text, new() { KeepDuplicates = true }), "DuplicateOf"));
    }

    [Fact]
    public void SplitsAreKeptByName()
    {
        const string text = "image_path,patient_id,split\na.png,p1,train\nb.png,p2,test\nc.png,p3,validation\n";
        Assert.Equal(["p1", "p3"], Text(Load(text, new() { Splits = ["train", "validation"] }), "PatientId"));
        string fault = Fault(text, new() { Splits = ["tset"] });
        Assert.Contains("'tset'", fault);
        Assert.Contains("'test', 'train', 'validation'", fault);
        Assert.Contains("no column 'split'", Fault("image_path,patient_id\na.png,p1\n", new() { Splits = ["train"] }));
    }

    [Fact]
    public void SeveralManifestsAreOne()
    {
        Directory.CreateDirectory(_folder["other"]);
        string second = _folder.Write("other/m.csv", "image_path,patient_id,Mass,view\na.png,q1,1,PA\n");
        var data = _ml.MedicalImages.LoadManifest([_folder.Write("m.csv", "image_path,patient_id,Edema,Mass\na.png,p1,1,0\n"), second]);
        Assert.Equal(["Edema", "Mass"], SlotNames.Of(data.Schema["Labels"]));
        Assert.Equal([1, 0], Labels(data)[0]);
        Assert.Equal([float.NaN, 1], Labels(data)[1]);
        Assert.Equal(["", "PA"], Text(data, "View"));
        Assert.Equal([_folder["a.png"], _folder["other/a.png"]], Text(data, "ImagePath"));
    }

    [Theory]
    [InlineData("image_path,patient_id,Edema\na.png,p1,yes\n", "row 2", "column 'Edema'", "value 'yes'", "unknown")]
    [InlineData("image_path,patient_id,Edema\na.png,p1,2\n", "row 2", "column 'Edema'", "value '2'", "1 (present)")]
    [InlineData("image_path,patient_id,\"Ede\nma\"\n\na.png,p1,1\n\n\"b\n.png\",p1,x\n", "row 6", "value 'x'", "1 (present)", "")]
    [InlineData("image,patient_id\na.png,p1\n", "no column 'image_path'", "'image'", "", "")]
    [InlineData("imagepath,patient_id\na.png,p1\n", "no column 'image_path'", "Did you mean 'imagepath'?", "", "")]
    [InlineData("image_path,patientid\na.png,p1\n", "no column 'patient_id'", "Did you mean 'patientid'?", "", "")]
    [InlineData("image_path;patient_id\na.png;p1\n", "no column 'image_path'", "separated by commas", "", "")]
    [InlineData("image_path,patient_id,Edema,edema\na.png,p1,1,1\n", "row 1", "columns 3 and 4", "edema", "Rename")]
    [InlineData("image_path,patient_id,,Mass\na.png,p1,1,1\n", "row 1", "column 3 has no name", "", "")]
    [InlineData("image_path,patient_id\na.png,\n", "row 2", "'patient_id'", "empty", "")]
    [InlineData("image_path,patient_id\na.png,p1\n,p1\n", "row 3", "'image_path'", "empty", "")]
    [InlineData("image_path,patient_id,Mass\na.png,p1\n", "row 2", "2 fields", "header has 3", "")]
    [InlineData("image_path,patient_id\na.png,p1\nb.png,p2,1\n", "row 3", "3 fields", "header has 2", "quotes")]
    [InlineData("image_path,patient_id,split\na.png,p1,train\nb.png,p2,test\nc.png,p1,test\n", "row 4", "'patient_id'", "value 'p1'", "'train' in row 2")]
    [InlineData("image_path,patient_id\na.png,p1\nb.png,p1\n./a.png,p2\n", "row 4", "row 2 has the same image", "'./a.png'", "Remove")]
    [InlineData("image_path,patient_id\n", "no rows", "", "", "")]
    [InlineData("", "the file is empty", "", "", "")]
    [InlineData("image_path,patient_id\na\"b\"c.png,p1\n", "row 2", "quotes", "", "")]
    [InlineData("image_path,patient_id,duplicate_of\na.png,p1,b.png\n", "every row is a duplicate", "", "", "")]
    public void FaultsNameFileRowColumnValueAndRemedy(string text, params string[] expected)
    {
        string message = Fault(text);
        Assert.All(expected, part => Assert.Contains(part, message));
    }

    [Theory]
    [InlineData("study id")]
    [InlineData("labels")]
    public void TextColumnsMustNotGetOneName(string header) => Assert.Contains(
        $"column '{header}'", Fault($"image_path,patient_id,study_id,{header}\na.png,p1,s,x\n", new() { LabelColumns = [] }));

    [Fact]
    public void FilesAreLookedForWhenAsked()
    {
        const string text = "image_path,patient_id\na.png,p1\nb.png,p1\n";
        Load(text);
        _folder.Write("a.png", "x");
        string message = Fault(text, new() { CheckFiles = true });
        Assert.Contains("row 3", message);
        Assert.Contains(_folder["b.png"], message);
    }

    [Fact]
    public void AMissingManifestIsNamed() =>
        Assert.Contains(_folder["none.csv"], Assert.Throws<FileNotFoundException>(() => _ml.MedicalImages.LoadManifest(_folder["none.csv"])).Message);

    [Fact]
    public void TextThatIsNotUtf8IsFound()
    {
        _folder.Write("manifest.csv", [.. "image_path,patient_id\nb"u8, 0xE4, .. "r.png,p1\n"u8]);
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => _ml.MedicalImages.LoadManifest(_folder["manifest.csv"])).Message);
    }

    [Fact]
    public void RowsAreShuffledBySeedAndEachComesOnce()
    {
        var data = Load("image_path,patient_id\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i}.png,p{i}\n")));
        string[] Shuffled(int seed)
        {
            using var cursor = data.GetRowCursor([data.Schema["PatientId"]], new Random(seed));
            var getter = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["PatientId"]);
            var ids = new List<string>();
            ReadOnlyMemory<char> text = default;
            while (cursor.MoveNext())
            {
                getter(ref text);
                ids.Add(text.ToString());
            }
            return [.. ids];
        }
        Assert.Equal(Shuffled(3), Shuffled(3));
        Assert.NotEqual(Text(data, "PatientId"), Shuffled(3));
        Assert.Equal(Text(data, "PatientId").Order(), Shuffled(3).Order());
    }

    [Fact]
    public void TheDataFitStockOperations()
    {
        var data = Load("image_path,patient_id,Mass\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}.png,p{i / 2},{i % 2}\n")));
        var split = _ml.Data.TrainTestSplit(data, 0.3, samplingKeyColumnName: "PatientId");
        Assert.Empty(Text(split.TrainSet, "PatientId").Intersect(Text(split.TestSet, "PatientId")));
        Assert.Equal(40, Text(split.TrainSet, "PatientId").Length + Text(split.TestSet, "PatientId").Length);
    }
}
