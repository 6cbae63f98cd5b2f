using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

/// <summary>Descriptions: those of the library, one's own, wrong ones, and folders that do not hold the set.</summary>
public sealed class DatasetDescriptionTests : IDisposable
{
    private readonly DatasetFolder _set = new();

    public void Dispose() => _set.Dispose();

    public static TheoryData<string> Names => new(DatasetDescription.Names);

    [Theory, MemberData(nameof(Names))]
    public void Every_description_fits_the_schema_and_says_where_its_facts_are_from(string name)
    {
        var description = DatasetDescription.Get(name);
        Assert.Equal(name, description.Name);
        Assert.NotEmpty(description.Sources);
        Assert.NotEmpty(description.Notes);
        Assert.All([description.Title, description.Summary, description.Licence, description.Citation], text => Assert.NotEqual("", text));
        Assert.StartsWith("https://", description.Homepage);
    }

    [Fact]
    public void The_sets_that_are_known() => Assert.Equal(["breastmnist", "chestmnist", "chexpert", "fitzpatrick17k", "fitzpatrick17k-nine", "fitzpatrick17k-three", "ham10000", "isic-2019",
        "mimic-cxr-jpg", "mimic-cxr-jpg-negbio", "nih-chestxray14", "padchest", "pneumoniamnist", "rsna-pneumonia", "vindr-cxr"], DatasetDescription.Names);

    private const string Own = """
        {
          "name": "own", "title": "Own set",
          "tables": [ { "file": "images.csv", "set": { "site": "A" } } ],
          "joins": [ { "file": "patients.csv", "key": "{id}", "with": "{patient}", "required": true } ],
          "lists": [ { "file": "test.txt", "of": "{patient}", "set": { "part": "test" } } ],
          "image": { "path": "{site}/{file}.png" },
          "columns": { "patient_id": "{site}-{patient}", "sex": "{sex}", "laterality": { "value": "{side?}", "otherwise": "{eye:0:1}" }, "split": { "value": "{part}", "otherwise": "train" } },
          "labels": { "columns": [ { "name": "Tear", "column": "tear" } ], "values": { "yes": "present", "no": "absent", "perhaps": "uncertain", "?": "unknown" }, "uncertain": "ones" }
        }
        """;

    private DatasetFolder MakeOwn(string description = Own) => _set.Table("own.json", description)
        .Table("images.csv", "file;patient;eye;tear", "a;1;Left;yes", "b;2;Right;no", "c;3;Left;yes", "d;1;Right;perhaps", "a;1;Left;no", "e;2;;?", ";2;Left;yes", "g;;Left;yes")
        .Table("patients.csv", "id,sex", "1,F", "2,M", ",")
        .Table("test.txt", "2", "", "9")
        .Images("A/a.png", "A/b.png", "A/d.png", "A/e.png", "A/g.png");

    [Fact]
    public void Ones_own_description_can_say_all_that_the_librarys_do()
    {
        string[] lines = MakeOwn().Convert("own.json", out var report);
        Assert.Equal(["image_path,patient_id,sex,laterality,split,Tear", "A/a.png,A-1,F,L,train,1", "A/b.png,A-2,M,R,test,0", "A/d.png,A-1,F,R,train,1", "A/e.png,A-2,M,,test,", "A/g.png,A-,,L,train,1"], lines);
        Assert.Equal([("not in patients.csv", 1, _set["images.csv"] + ", row 4"), ("the same image in an earlier row", 1, _set["images.csv"] + ", row 6"), ("there is no such file", 1, _set["A/.png"])],
            report.Omissions.Select(o => (o.Reason, o.Count, o.First)));
        Assert.Equal("A/b.png,A-2,M,R,test,0", _set.Convert("own.json")[2]);
    }

    [Fact]
    public void Parts_of_columns_other_names_and_escapes_in_lists()
    {
        string[] lines = _set.Table("list.csv", "file,patient,Findings", "a,xp12,\"['kardiomegaly', 'it\\'s \"\"big\"\"']\"", "b,xp2,['cardiomegaly']")
            .Table("listed.json", """
                { "name": "listed", "title": "Listed", "tables": [{ "file": "list.csv" }], "image": { "path": "{file}.png" }, "columns": { "patient_id": "{patient:1:2}" },
                  "labels": { "list": "{Findings}", "separator": "python", "aliases": { "kardiomegaly": "cardiomegaly" } } }
                """).Images("a.png", "b.png").Convert("listed.json");
        Assert.Equal(["image_path,patient_id,cardiomegaly,\"it's \"\"big\"\"\"", "a.png,p1,1,1", "b.png,p2,1,0"], lines);
    }

    [Fact]
    public void Patients_in_two_splits_are_reported()
    {
        MakeOwn(Own.Replace("{patient}\", \"set\"", "{file}\", \"set\"", StringComparison.Ordinal)).Table("test.txt", "a");
        _set.Convert("own.json", out var report);
        Assert.Contains(report.Differences, note => note.StartsWith("1 patient is in more than one split", StringComparison.Ordinal));
        Assert.Equal(1, report.PatientsInSeveralSplits);
        Assert.Contains("1 patient is in more than one split", Assert.Throws<InvalidDataException>(() => new MLContext(seed: 1).MedicalImages.LoadDataset(DatasetDescription.Read(_set["own.json"]), _set.Path)).Message);
    }

    [Fact]
    public void Paths_are_relative_where_the_images_lie_below_the_manifest()
    {
        MakeOwn();
        DatasetDescription.Read(_set["own.json"]).WriteManifest(_set.Path, _set["m, 1.csv"]);
        Assert.StartsWith("A/a.png,", File.ReadAllLines(_set["m, 1.csv"])[1]);
        _set.Convert("own.json");
        Assert.StartsWith(_set["A/a.png"] + ",", File.ReadAllLines(_set.Out)[1]);
    }

    [Fact]
    public void A_description_extends_another()
    {
        string[] lines = MakeOwn().Table("child.json",
            """{ "name": "child", "title": "Child", "extends": "own.json", "labels": { "class": "{eye}", "names": ["Left", "Right"] }, "columns": { "patient_id": "A-{patient}" } }""").Convert("child.json", out var report);
        Assert.Equal(["image_path,patient_id,Left,Right", "A/a.png,A-1,1,0"], lines[..2]);
        Assert.Equal(["Left", "Right"], report.Labels);
        Assert.Equal((2, 2, 1), (report.Groups[0].Present[0], report.Groups[0].Present[1], report.Groups[0].Unknown[0]));
    }

    [Theory]
    [InlineData("\"tables\":", "\"table\":", "line 3: there is no field 'table'. Did you mean 'tables'?")]
    [InlineData("\"file\": \"images.csv\"", "\"file\": 3", "line 3: 'tables[0].file' is 3; it must be text in quotes, not empty or a list in [ ]")]
    [InlineData("\"uncertain\": \"ones\"", "\"uncertain\": \"u-ones\"", "line 8: 'labels.uncertain' is \"u-ones\"; it must be one of \"ignore\", \"ones\", \"zeros\".")]
    [InlineData("\"patient_id\": \"{site}-{patient}\", ", "", "'columns.patient_id' is missing")]
    [InlineData("{site}/{file}.png", "{site/{file}.png", "'image.path' is \"{site/{file}.png\": its braces do not match")]
    [InlineData("\"name\": \"own\", ", "", "line 1: the file has no 'name'. Add it.")]
    [InlineData("\"labels\": {", "\"labels\": { \"class\": \"{eye}\",", "'labels' has more than one of columns, list and class")]
    [InlineData("{ \"value\": \"{part}\", ", "{ \"value\": \"{part}\", \"match\": \"(\", ", "'columns.split.match' is no regular expression")]
    [InlineData("\"Tear\"", "\"sex\"", "'labels' has a label called 'sex'")]
    [InlineData("\"name\": \"own\",", "\"name\": \"own\", \"extends\": \"chexprt\",", "'extends' is \"chexprt\"")]
    [InlineData("\"name\": \"own\",", "\"name\": \"own\", \"extends\": \"own.json\",", "circle")]
    [InlineData("{eye:0:1}", "{eyes:0:1}", "images.csv, row 1: there is no column 'eyes', which the description of Own set reads. Did you mean 'eye'?")]
    [InlineData("\"key\": \"{id}\"", "\"key\": \"{ids}\"", "patients.csv, row 1: there is no column 'ids'")]
    [InlineData("\"?\": \"unknown\"", "\"!\": \"unknown\"", "images.csv, row 7, column 'tear', value '?': a label is 1 (present), 0 (absent)")]
    [InlineData("images.csv", "image.csv", "there is no image.csv of Own set. Give the folder that holds it")]
    [InlineData("{site}/{file}.png", "{site}/{file}.jpg", "no image of Own set is left: there is no such file; the first is")]
    public void A_wrong_description_is_named_with_its_place_and_the_remedy(string right, string wrong, string message)
    {
        Assert.Contains(right, Own, StringComparison.Ordinal);
        Assert.Contains(message, MakeOwn(Own.Replace(right, wrong, StringComparison.Ordinal)).Fault("own.json"));
    }

    [Fact]
    public void Wrong_folders_and_names_are_named()
    {
        Assert.Contains("no such folder", _set.Fault("chexpert"));
        _set.Table("CheXpert-v1.0-small/train.csv", "Path");
        Assert.Contains($"there is one in {_set["CheXpert-v1.0-small"]}. Give that folder.", _set.Fault("chexpert"));
        Assert.Contains("Data_Entry_2017.csv (or Data_Entry_2017_v2020.csv) of NIH ChestX-ray14", _set.Fault("nih-chestxray14"));
        Assert.Contains("is a file. Give the folder", Assert.Throws<FileNotFoundException>(() => DatasetDescription.Get("chexpert").WriteManifest(_set["CheXpert-v1.0-small/train.csv"], _set.Out)).Message);
        Assert.Contains("Did you mean 'chexpert'?", Assert.Throws<ArgumentException>(() => DatasetDescription.Get("chexprt")).Message);
        Assert.Throws<FileNotFoundException>(() => DatasetDescription.Read(_set["none.json"]));
        Assert.Throws<NotSupportedException>(() => DatasetDescription.Get("chestmnist").WriteManifest(_set.Path, _set.Out));
        File.WriteAllText(_set["Data_Entry_2017.csv"], "");
        Assert.Contains("the file is empty", _set.Fault("nih-chestxray14"));
        File.WriteAllText(_set["Data_Entry_2017.csv"], "Image Index,Finding Labels\na\"b,c\n");
        Assert.Contains("there is no column 'Patient ID'", _set.Fault("nih-chestxray14"));
        File.WriteAllText(_set["mimic-cxr-2.0.0-metadata.csv.gz"], "no gzip");
        Assert.Contains("mimic-cxr-2.0.0-split.csv.gz", _set.Fault("mimic-cxr-jpg"));
        _set.Table("mimic-cxr-2.0.0-split.csv.gz", "dicom_id,split").Table("mimic-cxr-2.0.0-chexpert.csv.gz", "study_id");
        Assert.Contains("cannot be decompressed", _set.Fault("mimic-cxr-jpg"));
    }

    [Fact]
    public void A_manifest_that_is_cancelled_is_not_there()
    {
        MakeOwn();
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetDescription.Read(_set["own.json"]).WriteManifest(_set.Path, _set.Out, null, new CancellationToken(true)));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_set.Out)!));
    }
}
