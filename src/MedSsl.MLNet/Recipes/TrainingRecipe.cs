using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>
/// Every number of a training, from the images' size to the last learning rate, with where it comes from. Take one from <see cref="Recipes"/>, change it
/// <c>with { }</c>, write it with <see cref="OptionsFile.ToJson{T}"/> and read it back with <see cref="OptionsFile.Read{T}"/>.
/// </summary>
/// <remarks>Nothing is hidden in a recipe: each stage takes its options as if they had been written out.</remarks>
/// <example>
/// <code>
/// var recipe = Recipes.Azizi2021.ChestXray with { Size = 320 };
/// var pipeline = ml.MedicalImages.Load("Image", "ImagePath", recipe.Size, new() { Channels = recipe.Channels, Resize = recipe.Resize })
///     .Append(ml.SelfSupervised.SimClr("Features", "Image", recipe.SimClr with { Encoder = recipe.Encoder }))
///     .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features", recipe.FineTune));
/// </code>
/// </example>
public record TrainingRecipe
{
    /// <summary>The recipe that it is, or that it was made from: one of <see cref="Recipes.All"/>; null for none.</summary>
    [JsonPropertyName("recipe")]
    public string? Name { get; init; }

    /// <summary>The paper or code that the numbers come from.</summary>
    public string? Source { get; init; }

    /// <summary>How sure the numbers are: what was read in code or papers, and what is recollected and should be checked before it is quoted.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>In what the recipe departs from its source.</summary>
    public IReadOnlyList<string> Departures { get; init; } = [];

    /// <summary>Side in pixels to which images are resized when read, 8 to 4,096.</summary>
    public int Size { get; init; } = 64;

    /// <summary>1 for gray, 3 for colour.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Pad to a square, or cut the centre out.</summary>
    public ResizeMode Resize { get; init; } = ResizeMode.CentreCrop;

    /// <summary>The frame of DICOM files, or page of TIFF files, that is read, from 1; null for files with one.</summary>
    public int? Frame { get; init; }

    /// <summary>Which values of gray DICOM images become black and white.</summary>
    public WindowOptions Window { get; init; } = new();

    /// <summary>Whether large JPEG files are decoded at a half, quarter or eighth of their size: see <see cref="ImageLoadOptions.JpegAtReducedScale"/>.</summary>
    public bool JpegAtReducedScale { get; init; }

    /// <summary>The network.</summary>
    public EncoderSpec Encoder { get; init; } = Encoders.ResNet18(widthMultiplier: 0.5);

    /// <summary>SimCLR; 0 epochs leave it out.</summary>
    public SimClrOptions SimClr { get; init; } = new();

    /// <summary>MICLe; 0 epochs leave it out.</summary>
    public MicleOptions Micle { get; init; } = new();

    /// <summary>Fine-tuning.</summary>
    public FineTuneOptions FineTune { get; init; } = new();

    /// <summary>Learning rates among which a search chooses on validation patients; empty for no search.</summary>
    public IReadOnlyList<double> SearchLearningRates { get; init; } = [];

    /// <summary>Weight decays among which a search chooses on validation patients; empty for no search.</summary>
    public IReadOnlyList<double> SearchWeightDecays { get; init; } = [];

    /// <summary>Checks every option that will be used.</summary>
    /// <exception cref="ArgumentException">An option is out of its range: the message names it, its value and the range.</exception>
    public void CheckOptions()
    {
        OptionChecks.InRange(nameof(Size), Size, 8, 4096);
        new ImageLoadOptions { Channels = Channels, Resize = Resize, Frame = Frame, Window = Window }.Validate();
        ArgumentNullException.ThrowIfNull(Encoder);
        Encoder.Validate();
        if (SimClr.Epochs != 0)
            SimClr.Validate();
        if (Micle.Epochs != 0)
            Micle.Validate();
        FineTune.Validate();
        foreach (double rate in SearchLearningRates)
            OptionChecks.Positive(nameof(SearchLearningRates), rate);
        foreach (double decay in SearchWeightDecays)
            OptionChecks.InRange(nameof(SearchWeightDecays), decay, 0, 1);
    }
}
