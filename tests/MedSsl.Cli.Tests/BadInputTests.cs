using MedSsl.Cli.Synthetic;

namespace MedSsl.Cli.Tests;

/// <summary>Wrong input gives one clear line, a non-zero exit code, and no model.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _manifest;
    private readonly string[] _lines;

    public BadInputTests()
    {
        _manifest = SyntheticChestXrays.Write(_folder["set"], patients: 40, size: 32, seed: 5, CancellationToken.None);
        _lines = File.ReadAllLines(_manifest);
    }

    public void Dispose() => _folder.Dispose();

    private Medssl Train(params string[] more)
    {
        IEnumerable<string> small = TrainedRun.SmallOptions.Chunk(2).Where(o => !more.Any(m => m.StartsWith(o[0], StringComparison.Ordinal))).SelectMany(o => o);
        Medssl result = Medssl.Run(["train", "--manifest", _manifest, "--out", _folder["run"], .. small, .. more]);
        if (result.ExitCode != 0)
        {
            Assert.False(File.Exists(Path.Combine(_folder["run"], "model.zip")));
            Assert.True(result.Output.Contains("SimCLR", StringComparison.Ordinal) || !Directory.Exists(_folder["run"]), "a refused run leaves its folder");
        }
        return result;
    }

    private void Rewrite(Func<string, int, string> line) => File.WriteAllLines(_manifest, _lines.Select(line));

    [Fact]
    public void Unknown_option() => Train("--epoch", "3").FailedWith("--epoch");

    [Theory]
    [InlineData("There is no command 'trian'.", "trian")]
    [InlineData("--size is 'abc'; it must be a whole number.", "train", "--size", "abc")]
    [InlineData("--width is 'wide'; it must be a number.", "train", "--width", "wide")]
    [InlineData("--row is 'serie'; it must be one of image, series.", "manifest", ".", "--row", "serie")]
    [InlineData("--uncertain is 'perhaps'; it must be one of ignore, ones, zeros.", "convert", ".", "--out", "m.csv", "--uncertain", "perhaps")]
    [InlineData("--folds is '2.5'; it must be a whole number.", "split", "m.csv", "--out", "n.csv", "--folds", "2.5")]
    public void A_value_of_the_wrong_kind(string message, params string[] arguments) => Medssl.Run(arguments).FailedWith(message);

    [Fact]
    public void No_label_column()
    {
        Rewrite((line, _) => string.Join(',', line.Split(',')[..5]));
        Train().FailedWith(_manifest, "no label column");
    }

    [Fact]
    public void No_test_rows()
    {
        Rewrite((line, _) => line.Replace(",test,", ",validation,"));
        Train().FailedWith(_manifest, "no row 'test'", "medssl split");
    }

    [Fact]
    public void A_cache_that_is_a_file() => Train("--cache", _manifest).FailedWith(_manifest, "is a file");

    [Fact]
    public void Missing_manifest() => Medssl.Run("train", "--manifest", _folder["none.csv"], "--out", _folder["run"]).FailedWith("none.csv");

    [Fact]
    public void Missing_column()
    {
        Rewrite((line, row) => row == 0 ? line.Replace("patient_id", "patient") : line);
        Train().FailedWith(_manifest, "patient_id");
    }

    [Fact]
    public void Duplicate_header()
    {
        Rewrite((line, row) => row == 0 ? line.Replace("Effusion", "Nodule") : line);
        Train().FailedWith(_manifest, "Nodule");
    }

    [Fact]
    public void Label_that_is_no_number()
    {
        Rewrite((line, row) => row == 3 ? line[..line.LastIndexOf(',')] + ",maybe" : line);
        Train().FailedWith(_manifest, "4", "Pneumothorax", "maybe");
    }

    [Fact]
    public void Patient_in_two_splits()
    {
        Rewrite((line, row) => row == 1 ? line.Replace(",train,", ",test,") : line);
        Train().FailedWith(_manifest, "s0000", "train", "test");
    }

    [Fact]
    public void Empty_set()
    {
        File.WriteAllLines(_manifest, _lines[..1]);
        Train().FailedWith(_manifest);
    }

    [Fact]
    public void One_class_only()
    {
        Rewrite((line, row) => row == 0 || line.EndsWith(",,,,,", StringComparison.Ordinal) ? line : string.Join(',', line.Split(',')[..5]) + ",1,1,1,1,1");
        Train().FailedWith("class");
    }

    [Fact]
    public void Batch_larger_than_the_set() => Train("--simclr-batch-size", "5000").FailedWith("5000");

    [Fact]
    public void Option_out_of_range() => Train("--simclr-rotation", "90").FailedWith("90", "45");

    [Theory]
    [InlineData("--label-fraction", "2", "label fraction is 2")]
    [InlineData("--tune-rotation", "90", "90")]
    public void Options_of_the_last_stage_are_checked_before_the_first(string option, string value, string part)
    {
        Medssl result = Train(option, value).FailedWith(part);
        Assert.DoesNotContain("SimCLR", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_file_with_an_unknown_field()
    {
        File.WriteAllText(_folder["options.json"], "{\n  \"simClr\": { \"epoch\": 1 }\n}");
        Train("--options", _folder["options.json"]).FailedWith("options.json", "line 2", "simClr.epoch", "epochs");
    }

    [Fact]
    public void Missing_image_stops_the_run()
    {
        File.Delete(Path.Combine(_folder["set"], "images", "s0002_1.png"));
        Train().FailedWith("s0002_1.png");
    }

    [Fact]
    public void Truncated_image_stops_the_run_or_is_left_out_and_listed()
    {
        string broken = Path.Combine(_folder["set"], "images", "s0001_0.png");
        byte[] bytes = File.ReadAllBytes(broken);
        File.WriteAllBytes(broken, bytes[..(bytes.Length - 40)]);
        // The command's flag, not the library's option.
        Medssl stopped = Train("--on-bad-image", "stop").FailedWith("s0001_0.png", "skip such files with --on-bad-image skip.");
        Assert.DoesNotContain("ImageLoadOptions", stopped.Error, StringComparison.Ordinal);
        Medssl skipped = Train("--on-bad-image", "skip").Succeeded();
        Assert.Contains("left out 1 image:", skipped.Output, StringComparison.Ordinal);
        Assert.Contains("s0001_0.png", skipped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_that_is_no_image()
    {
        File.WriteAllText(Path.Combine(_folder["set"], "images", "s0001_0.png"), "not an image");
        Train().FailedWith("s0001_0.png");
    }

    [Fact]
    public void Model_file_that_is_no_model()
    {
        File.WriteAllText(_folder["model.zip"], "not a model");
        Medssl.Run("predict", "--model", _folder["model.zip"], "--manifest", _manifest).FailedWith("model.zip");
    }
}
