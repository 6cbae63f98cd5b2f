namespace MedSsl.MLNet;

/// <summary>Whole trainings by name, with every number visible: change one <c>with { }</c>. <c>medssl recipes</c> prints them.</summary>
public static partial class Recipes
{
    /// <summary>The defaults of <c>medssl train</c>: a half-width ResNet-18 on gray images of 64 pixels, minutes on two cores.</summary>
    public static TrainingRecipe SmallCpu { get; } = new()
    {
        Name = nameof(SmallCpu),
        Source = "Chosen on held-out patients of NIH ChestX-ray14; the stages are those of Azizi et al. (2021), arXiv 2101.05224",
        Notes = ["measured here on some hundred chest X-rays, see the project's README"],
        Departures =
        [
            "64 pixels and a half-width ResNet-18 instead of 224 pixels and ResNet-50 (1x, 4x) or ResNet-152 (2x)",
            "AdamW and batches of 64 instead of LARS and batches of 512 to 1,024",
            "random weights at the start instead of ImageNet's",
            "milder crops: 30% to 100% of the image instead of 8% to 100%",
            "fine-tuning starts with a fitted linear layer and takes AdamW instead of SGD with Nesterov momentum; no search of its learning rate",
        ],
    };

    /// <summary>All recipes.</summary>
    public static IReadOnlyList<TrainingRecipe> All => [SmallCpu, Azizi2021.Dermatology, Azizi2021.ChestXray, SimClrV2];

    /// <summary>A recipe by its name, in any case.</summary>
    /// <param name="name">For example "Azizi2021.ChestXray".</param>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    public static TrainingRecipe Get(string name) =>
        All.FirstOrDefault(recipe => string.Equals(recipe.Name, name, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException(
            $"There is no recipe '{name}'.{ManifestFault.Suggest(name, All.Select(recipe => recipe.Name!))} The recipes are {string.Join(", ", All.Select(recipe => recipe.Name))}.");

    /// <summary>SimCLR's views: Chen et al. (2020), arXiv 2002.05709, appendix A, with jitter of strength 1.</summary>
    private static ViewAugmentationOptions SimClrViews => new()
    {
        MinimumCropArea = 0.08,
        MaximumRotationDegrees = 0,
        Brightness = 0.8,
        Contrast = 0.8,
        Saturation = 0.8,
        Hue = 0.2,
        JitterProbability = 0.8,
        GrayscaleProbability = 0.2,
        BlurProbability = 0.5,
    };
}
