using System.Globalization;

namespace MedSsl.Cli.Tests;

/// <summary><c>medssl split</c>: the manifest that it writes.</summary>
public sealed class SplitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheManifestGetsASplitColumn()
    {
        string manifest = Manifest();
        Medssl result = Medssl.Run("split", manifest, "--out", _folder["new/split.csv"], "--train", "0.5", "--validation", "0.25", "--test", "0.25", "--same-images", "ignore").Succeeded();
        foreach (string text in new[] { "train", "validation", "test", "Edema" })
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(_folder["new/split.csv"]);
        Assert.Equal("image_path,patient_id,view,Edema,split", string.Join(',', Header(lines)));
        string[][] rows = [.. lines[1..].Select(line => line.Split(','))];
        Assert.Equal(40, rows.Length);
        Assert.All(rows, row => Assert.StartsWith("../images/", row[0], StringComparison.Ordinal));
        Assert.Equal("", rows[6][^2]);
        Assert.All(rows.GroupBy(row => row[1]), patient => Assert.Single(patient.Select(row => row[^1]).Distinct()));
        Assert.Equal(["test 10", "train 20", "validation 10"], rows.GroupBy(row => row[^1]).Select(g => $"{g.Key} {g.Count()}").Order());
        // The same seed, the same split; and it is there already.
        Medssl.Run("split", manifest, "--out", _folder["new/split.csv"]).FailedWith("split.csv", "already", "--overwrite");
        Medssl.Run("split", manifest, "--out", _folder["new/split.csv"], "--same-images", "ignore", "--overwrite").Succeeded();
    }

    [Fact]
    public void FoldsAreAColumnToo()
    {
        Medssl folds = Medssl.Run("split", Manifest(), "--out", _folder["folds.csv"], "--folds", "4", "--same-images", "ignore").Succeeded();
        string[] lines = File.ReadAllLines(_folder["folds.csv"]);
        Assert.Equal("fold", Header(lines)[^1]);
        Assert.Equal(["1 10", "2 10", "3 10", "4 10"], lines[1..].GroupBy(line => line.Split(',')[^1]).Select(g => $"{g.Key} {g.Count()}").Order());
        // 14 positives in 39 images: what a fold holds at least and at most stands beside the sum.
        Assert.Matches(@"images +│ +10 +│ +10 +│ +40", folds.Output);
        Assert.Matches(@"Edema +│ +[34] \([0-9.]+ %\) +│ +[34] \([0-9.]+ %\) +│ +13 \(33.3 %\)", folds.Output);
        Medssl.Run("split", Manifest(), "--out", _folder["other.csv"], "--folds", "4", "--test", "0.3").FailedWith("--folds", "--test");
        // The column is no label to whoever reads the manifest.
        Medssl again = Medssl.Run("split", _folder["folds.csv"], "--out", _folder["again.csv"], "--same-images", "ignore").Succeeded();
        Assert.DoesNotContain("fold ", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void FaultsAreOneLineWithFlags()
    {
        string manifest = Manifest();
        Medssl.Run("split", manifest, "--out", _folder["a.csv"], "--train", "0.9").FailedWith("add up to 1");
        Medssl.Run("split", manifest, "--out", _folder["a.csv"]).FailedWith("images/0.png", "--same-images ignore");
        Directory.CreateDirectory(_folder["images"]);
        for (int i = 0; i < 40; i++)
            File.WriteAllText(_folder[$"images/{i}.png"], i is 3 or 30 ? "same" : i.ToString(CultureInfo.InvariantCulture));
        Medssl.Run("split", manifest, "--out", _folder["a.csv"]).FailedWith("3.png", "30.png", "--same-images keeptogether");
        Assert.False(File.Exists(_folder["a.csv"]));
        Medssl.Run("split", manifest, "--out", _folder["a.csv"], "--same-images", "keeptogether").Succeeded();
        string[] lines = File.ReadAllLines(_folder["a.csv"]);
        Assert.Equal(lines[4].Split(',')[^1], lines[31].Split(',')[^1]);
        Medssl.Run("train", "--manifest", Leaking(lines), "--out", _folder["run"], "--check-images").FailedWith("same content", "3.png", "30.png", "--check-images");
    }

    /// <summary>The manifest with image 3 in training and 30, the same content, in test.</summary>
    private string Leaking(string[] lines)
    {
        string[] patients = [lines[4].Split(',')[1], lines[31].Split(',')[1]];
        for (int i = 1; i < lines.Length; i++)
            if (Array.IndexOf(patients, lines[i].Split(',')[1]) is >= 0 and int part)
                lines[i] = lines[i][..(lines[i].LastIndexOf(',') + 1)] + (part == 0 ? "train" : "test");
        File.WriteAllLines(_folder["leaking.csv"], lines);
        return _folder["leaking.csv"];
    }

    private static string[] Header(string[] lines) => lines[0].Split(',');

    /// <summary>40 images of 20 patients.</summary>
    private string Manifest()
    {
        string path = _folder["manifest.csv"];
        File.WriteAllLines(path, ["image_path,patient_id,view,Edema", .. Enumerable.Range(0, 40).Select(i => $"images/{i}.png,p{i / 2},PA,{(i == 6 ? "-1" : (i % 3 == 0 ? "1" : "0"))}")]);
        return path;
    }
}
