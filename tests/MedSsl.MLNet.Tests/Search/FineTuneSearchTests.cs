using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

public class FineTuneSearchTests
{
    private static readonly FineTuneOptions Quick = new()
    {
        Optimizer = OptimizerKind.Sgd,
        Nesterov = true,
        Epochs = 1,
        MinimumSteps = 0,
        BatchSize = 8,
        WarmupEpochs = 0,
        Seed = 3,
        ProbeFirst = false,
    };

    private static readonly FineTuneSearchOptions Small = new() { LearningRates = [0.001, 0.03], WeightDecays = [0, 1e-3], ValidationFraction = 0.3, FineTune = Quick };

    private static IDataView Data(MLContext ml, int patients = 12)
    {
        var rows = BlobImages.View(ml, BlobImages.Rows(patients));
        return ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.0625), 1).Fit(rows).Transform(rows);
    }

    private static FineTuneSearchResult Search(FineTuneSearchOptions options, List<FineTuneTrial>? finished = null)
    {
        var ml = new MLContext(seed: 1);
        return ml.MultiLabelClassification.Trainers.Search(Data(ml), options: options with { Finished = new Direct<FineTuneTrial>(trial => finished?.Add(trial)) });
    }

    private static (double, double, double)[] Numbers(FineTuneSearchResult result) => [.. result.Trials.Select(trial => (trial.LearningRate, trial.WeightDecay, trial.MacroAuroc))];

    [Fact]
    public void The_default_is_the_papers_grid()
    {
        var plan = TrialPlan.Of(new(), 1);
        Assert.Equal(28, plan.Length);
        Assert.Equal(28, plan.Distinct().Count());
        double[] rates = [.. plan.Select(tried => tried.LearningRate).Distinct()];
        Assert.All(rates.Zip([-3.5, -3, -2.5, -2, -1.5, -1, -0.5]), pair => Assert.Equal(pair.Second, Math.Log10(pair.First), 1e-12));
        Assert.Equal([0, 1e-5, 1e-4, 1e-3], plan.Take(4).Select(tried => tried.WeightDecay));
        Assert.Equal(-5, Math.Log10(TrialPlan.Of(new() { FineTune = new() }, 1)[0].LearningRate), 1e-12);
    }

    [Fact]
    public void Random_trials_lie_between_the_extremes_and_come_from_the_seed()
    {
        var options = new FineTuneSearchOptions { Method = SearchMethod.Random, Trials = 2000 };
        var plan = TrialPlan.Of(options, 1);
        Assert.Equal(plan, TrialPlan.Of(options, 1));
        Assert.NotEqual(plan, TrialPlan.Of(options, 2));
        Assert.Equal(plan[..5], TrialPlan.Of(options with { Trials = 5 }, 1));
        Assert.All(plan, tried => Assert.InRange(Math.Log10(tried.LearningRate), -3.5, -0.5));
        Assert.All(plan, tried => Assert.True(tried.WeightDecay is 0 or >= 0.99999e-5 and <= 1.00001e-3));
        Assert.Equal(-2, plan.Average(tried => Math.Log10(tried.LearningRate)), 0.1);
        Assert.InRange(plan.Count(tried => tried.WeightDecay == 0), 420, 580);
    }

    [Fact]
    public void A_killed_search_goes_on_and_ends_as_if_it_had_not_been()
    {
        using var folder = new TemporaryFolder();
        var whole = Numbers(Search(Small with { Folder = folder["whole"] }));
        Assert.Equal(4, whole.Length);
        Assert.Equal(whole.OrderByDescending(trial => trial.Item3).Select(trial => trial.Item3), whole.Select(trial => trial.Item3));
        string[] lines = File.ReadAllLines(Path.Combine(folder["whole"], "trials.jsonl"));
        Assert.Equal(5, lines.Length);

        // As a kill leaves it: two trials done, the third line cut off. One number is altered, to see that the trial is not run again.
        Directory.CreateDirectory(folder["killed"]);
        string[] done = [lines[0], lines[1], lines[2]];
        var second = System.Text.Json.Nodes.JsonNode.Parse(done[2])!;
        second["MacroAuroc"] = 0.99;
        done[2] = second.ToJsonString();
        File.WriteAllText(Path.Combine(folder["killed"], "trials.jsonl"), string.Join('\n', done) + "\n" + lines[3][..20]);
        var finished = new List<FineTuneTrial>();
        var again = Search(Small with { Folder = folder["killed"] }, finished);
        Assert.Equal(0.99, again.Trials[0].MacroAuroc);
        Assert.Equal((again.Trials[0].LearningRate, again.Trials[0].WeightDecay), (again.Best.LearningRate, again.Best.WeightDecay));
        Assert.Equal(whole.Where(trial => (trial.Item1, trial.Item2) != (again.Best.LearningRate, again.Best.WeightDecay)).OrderBy(t => t),
            Numbers(again)[1..].OrderBy(t => t));
        Assert.Equal(4, finished.Count);
        Assert.Equal(lines.Length, File.ReadAllLines(Path.Combine(folder["killed"], "trials.jsonl")).Length);

        var error = Assert.Throws<InvalidDataException>(() => Search(Small with { Folder = folder["killed"], FineTune = Quick with { Epochs = 2 } }));
        Assert.Contains("holds the trials of another search: Epochs was 1 and is 2", error.Message);
        File.AppendAllText(Path.Combine(folder["killed"], "trials.jsonl"), "nonsense\n");
        Assert.Contains("line 6", Assert.Throws<InvalidDataException>(() => Search(Small with { Folder = folder["killed"] })).Message);
    }

    [Fact]
    public void Folds_measure_every_patient_once_and_a_diverging_rate_comes_last()
    {
        var result = Search(Small with { Folds = 2, LearningRates = [1e30, 0.01], WeightDecays = [0] });
        Assert.All(result.Trials, trial => Assert.Equal(2, trial.Folds.Count));
        Assert.Equal(0.01, result.Best.LearningRate);
        Assert.True(double.IsNaN(result.Trials[1].MacroAuroc));
        Assert.Contains("Every one of the 1 trials diverged", Assert.Throws<InvalidOperationException>(() => Search(Small with { LearningRates = [1e30], WeightDecays = [0] })).Message);
    }

    [Fact]
    public void Bad_options_are_named_before_any_data_is_read()
    {
        var ml = new MLContext(seed: 1);
        string Error(FineTuneSearchOptions options) => Assert.Throws<ArgumentException>(() => ml.MultiLabelClassification.Trainers.Search(ml.Data.LoadFromEnumerable(BlobImages.Rows(1)), options: options)).Message;
        Assert.Contains("The number of LearningRates is 0;", Error(new() { LearningRates = [] }));
        Assert.Contains("One of LearningRates is -1;", Error(new() { LearningRates = [0.1, -1] }));
        Assert.Contains("One of WeightDecays is 2;", Error(new() { WeightDecays = [2] }));
        Assert.Contains("Folds is 0;", Error(new() { Folds = 0 }));
        Assert.Contains("ValidationFraction is 0.7;", Error(new() { ValidationFraction = 0.7 }));
        Assert.Contains("Method is 5;", Error(new() { Method = (SearchMethod)5 }));
        Assert.Contains("FineTune.Runs is 2;", Error(new() { FineTune = new() { Runs = 2 } }));
        Assert.Contains("FineTune has validation of its own", Error(new() { FineTune = new() { ValidationFraction = 0.2 } }));
    }

    private sealed class Direct<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
