using System.Text.Json;
using MedSsl.Cli.Synthetic;

namespace MedSsl.Cli.Tests;

/// <summary><c>medssl train --search</c>, with runs combined and ten crops.</summary>
public class SearchTests
{
    private static readonly string[] Tiny = ["--size", "32", "--width", "0.0625", "--tune-epochs", "1", "--tune-batch-size", "8", "--from-scratch"];

    [Fact]
    public void The_best_trial_is_fitted_and_all_are_listed()
    {
        using var folder = new TemporaryFolder();
        string manifest = SyntheticChestXrays.Write(folder["set"], patients: 24, size: 40, seed: 3, CancellationToken.None);
        Medssl run = Medssl.Run(["train", "--manifest", manifest, "--out", folder["run"], .. Tiny, "--search", "grid", "--search-rates", "1e-3", "1e-2",
            "--search-decays", "0", "--search-fraction", "0.4", "--tune-runs", "2", "--tune-combine", "AverageWeights", "--tta", "TenCrop"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("search: the best of 2 trials", run.Output);
        using var trials = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "search.json")));
        Assert.Equal(2, trials.RootElement.GetArrayLength());
        Assert.True(File.Exists(Path.Combine(folder["run"], "model.zip")));
    }

    [Fact]
    public void A_bad_search_is_refused_before_anything_is_read()
    {
        Medssl run = Medssl.Run(["train", "--manifest", "absent.csv", "--out", "absent", "--search", "random", "--search-trials", "0"]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Trials is 0; it must lie between 1 and 10000", run.Error);
    }
}
