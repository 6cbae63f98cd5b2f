using System.Text.Json;
using System.Xml.Linq;

namespace MedSsl.Cli.Tests;

/// <summary>What <c>medssl compare</c> writes, in a fresh process.</summary>
public sealed class CompareCommandTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Compare_makes_every_trial_whether_seeds_run_alone_or_side_by_side()
    {
        string alone = run.File("alone"), together = run.File("together");
        Compare(alone, "--jobs", "1").Succeeded();
        Compare(together, "--jobs", "2", "--cache", run.File("compare-cache")).Succeeded();
        Assert.Matches("[1-9][0-9]* images", Medssl.Run("cache", run.File("compare-cache")).Succeeded().Output);

        var trials = Trials(alone);
        Assert.Equal(2 * 3 * 2, trials.Length);
        Assert.Equal(["random weights", "SimCLR", "SimCLR + MICLe"], trials.Select(t => t.Start).Distinct());
        Assert.Equal(12, trials.DistinctBy(t => (t.Seed, t.Start, t.Fraction)).Count());
        // Seeds are independent of each other: the same numbers whatever runs beside them.
        Assert.Equal(trials, Trials(together));
        Assert.True(trials.Select(t => t.Auroc).Distinct().Count() > 6, "the trials differ from each other");
        Assert.Equal(12, Directory.GetFiles(alone, "*.zip").Length);

        var picture = XDocument.Load(Path.Combine(alone, "compare.svg")).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(3, picture.Elements(svg + "polyline").Count());
        Assert.Equal(trials.Count(t => double.IsFinite(t.Auroc)), picture.Elements(svg + "circle").Count());
        Assert.Equal(2 + 3 * 2, File.ReadAllLines(Path.Combine(alone, "compare.md")).Length);
    }

    [Fact]
    public void A_wrong_option_of_the_last_stage_is_refused_before_anything_is_trained()
    {
        string folder = run.File("refused");
        Medssl.Run(["compare", "--manifest", run.Manifest, "--out", folder, .. TrainedRun.SmallOptions, "--tune-lr", "-1"]).FailedWith("LearningRate", "-1");
        Assert.False(Directory.Exists(folder));
    }

    private Medssl Compare(string folder, params string[] more) => Medssl.Run(["compare", "--manifest", run.Manifest, "--out", folder,
        .. TrainedRun.SmallOptions, "--seeds", "1", "2", "--threads", "1", "--label-fractions", "1", "0.5", .. more]);

    private static (int Seed, string Start, double Fraction, double Auroc)[] Trials(string folder)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "compare.json")));
        return [.. json.RootElement.EnumerateArray().Select(t => (t.GetProperty("seed").GetInt32(), t.GetProperty("start").GetString()!,
            t.GetProperty("labelFraction").GetDouble(), Number(t.GetProperty("test").GetProperty("macroAuroc").GetProperty("estimate"))))];
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
}
