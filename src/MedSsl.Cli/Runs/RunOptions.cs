using System.Text.Json.Serialization;
using MedSsl.MLNet;

namespace MedSsl.Cli.Runs;

/// <summary>Everything that decides what a training run does, a recipe and what it is applied to; written whole to <c>options.json</c>.</summary>
internal sealed record RunOptions : TrainingRecipe
{
    /// <summary>The default recipe.</summary>
    public RunOptions() : this(Recipes.SmallCpu)
    {
    }

    /// <summary>A recipe, applied to nothing yet.</summary>
    public RunOptions(TrainingRecipe recipe) : base(recipe)
    {
    }

    /// <summary>Manifest of the labelled set; its split column says what is train, validation and test.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>Manifests of further images for pretraining; their labels and splits are not used.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>Label columns, or null for every column that is no known metadata.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of libtorch, 0 to 1,024; 0 for one a processor. One is nearly as fast for small networks, and two runs side by side then do twice the work.</summary>
    public int Threads { get; init; }

    /// <summary>Stop at a broken image, or leave it out.</summary>
    public BadImagePolicy OnBadImage { get; init; } = BadImagePolicy.Stop;

    /// <summary>Compare the contents of all image files before anything else, and refuse one that is in two parts or that pretraining and test share.</summary>
    public bool CheckImages { get; init; }

    /// <summary>A weight file to start from instead of random weights; its network replaces the recipe's. Null for random weights.</summary>
    public string? Init { get; init; }

    /// <summary>Skip pretraining: fine-tune from random weights.</summary>
    public bool FromScratch { get; init; }

    /// <summary>Share of the labelled training patients whose labels are used, above 0 up to 1.</summary>
    public double LabelFraction { get; init; } = 1;

    /// <summary>The search for fine-tuning's learning rate and weight decay; null: none. Its trials, in search.json, tell what it was.</summary>
    [JsonIgnore]
    public FineTuneSearchOptions? Search { get; init; }
}
