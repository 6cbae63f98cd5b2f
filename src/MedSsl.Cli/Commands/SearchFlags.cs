using System.CommandLine;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>The flags of a search over learning rates and weight decays before the final fine-tuning.</summary>
internal sealed class SearchFlags
{
    private static readonly FineTuneSearchOptions Defaults = new();

    private readonly Option<SearchMethod?> _method = new("--search") { Description = "look for fine-tuning's learning rate and weight decay first, on training patients set aside: grid (the paper's 7 by 4) or random" };
    private readonly Option<int> _trials = new("--search-trials") { Description = "draws of a random search", DefaultValueFactory = _ => Defaults.Trials };
    private readonly Option<int> _folds = new("--search-folds") { Description = "1 for one split of the patients, 2 to 20 for cross-validation", DefaultValueFactory = _ => Defaults.Folds };
    private readonly Option<double> _fraction = new("--search-fraction") { Description = "share of the training patients that one split measures on, 0.05 to 0.5", DefaultValueFactory = _ => Defaults.ValidationFraction };
    private readonly Option<double[]?> _rates = new("--search-rates") { Description = "learning rates [default: the recipe's, else seven from 10^-3.5 to 10^-0.5 for sgd and lars, from 10^-5 to 10^-2 for adam and adamw]", AllowMultipleArgumentsPerToken = true };
    private readonly Option<double[]?> _decays = new("--search-decays") { Description = "weight decays [default: the recipe's, else 0 1e-5 1e-4 1e-3]", AllowMultipleArgumentsPerToken = true };

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _method, _trials, _folds, _fraction, _rates, _decays })
            command.Options.Add(option);
    }

    /// <summary>The search, checked, or null where none is asked for.</summary>
    public FineTuneSearchOptions? Read(ParseResult parsed, TrainingRecipe recipe)
    {
        if (parsed.GetValue(_method) is not { } method)
            return null;
        var search = new FineTuneSearchOptions
        {
            Method = method,
            Trials = parsed.GetValue(_trials),
            Folds = parsed.GetValue(_folds),
            ValidationFraction = parsed.GetValue(_fraction),
            LearningRates = parsed.GetValue(_rates) is { Length: > 0 } rates ? rates : recipe.SearchLearningRates is { Count: > 0 } own ? own : null,
            WeightDecays = parsed.GetValue(_decays) is { Length: > 0 } decays ? decays : recipe.SearchWeightDecays is { Count: > 0 } given ? given : Defaults.WeightDecays,
            FineTune = recipe.FineTune with { Runs = 1 },
        };
        search.Validate();
        return search;
    }
}
