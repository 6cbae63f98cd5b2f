using MedSsl.Cli.Runs;
using MedSsl.MLNet;

namespace MedSsl.Cli.Tests;

public sealed class OptionsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write(string text)
    {
        File.WriteAllText(_folder["options.json"], text);
        return _folder["options.json"];
    }

    private TrainingRecipe Read(string text) => OptionsFile.Read(Write(text), Recipes.SmallCpu);

    public static TheoryData<string> Names => new(Recipes.All.Select(recipe => recipe.Name!));

    [Theory, MemberData(nameof(Names))]
    public void Recipes_are_valid_and_come_back_from_JSON(string name)
    {
        TrainingRecipe recipe = Recipes.Get(name.ToLowerInvariant());
        recipe.CheckOptions();
        Assert.NotEmpty(recipe.Departures);
        Assert.NotEmpty(recipe.Notes);
        string json = OptionsFile.ToJson(recipe);
        Assert.Equal(json, OptionsFile.ToJson(Read(json)));
        Assert.Equal(name, OptionsFile.RecipeOf(Write(json)));
    }

    /// <summary>The numbers of shared design notes on the papers, each once.</summary>
    [Fact]
    public void The_papers_numbers()
    {
        TrainingRecipe skin = Recipes.Azizi2021.Dermatology, chest = Recipes.Azizi2021.ChestXray, v2 = Recipes.SimClrV2;
        Assert.Equal((EncoderArchitecture.ResNet50, 4.0), (skin.Encoder.Architecture, skin.Encoder.WidthMultiplier));
        Assert.Equal((OptimizerKind.Lars, 0.3, LearningRateScaling.Linear, 1e-6, 0.1, 10.0), (skin.SimClr.Optimizer, skin.SimClr.LearningRate, skin.SimClr.LearningRateScaling, skin.SimClr.WeightDecay, skin.SimClr.Temperature, skin.SimClr.WarmupEpochs));
        Assert.Equal((0.08, 0.8, 0.8, 0.8, 0.2, 0.2, 0.5), (skin.SimClr.Augmentation.MinimumCropArea, skin.SimClr.Augmentation.Brightness, skin.SimClr.Augmentation.Contrast, skin.SimClr.Augmentation.Saturation, skin.SimClr.Augmentation.Hue, skin.SimClr.Augmentation.GrayscaleProbability, skin.SimClr.Augmentation.BlurProbability));
        Assert.Equal((0, 45.0, 0.5, 0.0), (chest.Micle.Epochs, chest.SimClr.Augmentation.MaximumRotationDegrees, chest.SimClr.Augmentation.Brightness, chest.SimClr.Augmentation.BlurProbability));
        Assert.Equal((7, 4), (chest.SearchLearningRates.Count, chest.SearchWeightDecays.Count));
        for (int i = 0; i < 7; i++)
            Assert.Equal(-3.5 + 0.5 * i, Math.Log10(chest.SearchLearningRates[i]), 1e-4);
        Assert.Equal((4096, 0.075, LearningRateScaling.SquareRoot, 1e-4), (v2.SimClr.BatchSize, v2.SimClr.LearningRate, v2.SimClr.LearningRateScaling, v2.SimClr.WeightDecay));
        Assert.Equal((true, 3, 1), (v2.Encoder.SelectiveKernels, v2.SimClr.ProjectionLayers, v2.SimClr.KeepHeadLayers));
        Assert.Equal(OptionsFile.ToJson(new TrainingRecipe { Name = "SmallCpu", Source = Recipes.SmallCpu.Source, Notes = Recipes.SmallCpu.Notes, Departures = Recipes.SmallCpu.Departures }), OptionsFile.ToJson(Recipes.SmallCpu));
    }

    [Fact]
    public void Fields_that_are_left_out_keep_their_values_at_any_depth()
    {
        TrainingRecipe read = OptionsFile.Read(Write("""{ "size": 96, "simClr": { "epochs": 7, "augmentation": { "hue": 0.1 } }, "encoder": { "smallImageStem": true } }"""), Recipes.Azizi2021.ChestXray);
        TrainingRecipe chest = Recipes.Azizi2021.ChestXray;
        TrainingRecipe expected = chest with
        {
            Size = 96,
            SimClr = chest.SimClr with { Epochs = 7, Augmentation = chest.SimClr.Augmentation with { Hue = 0.1 } },
            Encoder = chest.Encoder with { SmallImageStem = true },
        };
        Assert.Equal(OptionsFile.ToJson(expected), OptionsFile.ToJson(read));
    }

    [Fact]
    public void A_runs_options_can_be_read_as_a_recipe_and_back()
    {
        var run = new RunOptions(Recipes.SimClrV2) { Manifest = "m.csv", Unlabelled = ["a.csv", "b.csv"], Labels = ["Effusion"], Seed = -4, Threads = 2, LabelFraction = 0.25, OnBadImage = BadImagePolicy.Skip };
        string json = OptionsFile.ToJson(run);
        Assert.Equal(json, OptionsFile.ToJson(OptionsFile.Read(Write(json), new RunOptions())));
        Assert.Equal(OptionsFile.ToJson(Recipes.SimClrV2), OptionsFile.ToJson(Read(json)));
    }

    [Theory]
    [InlineData("{ \"size\": 64,\n  \"simClr\": {\n    \"epoch\": 3 } }", "line 3: there is no option 'simClr.epoch'. Did you mean 'epochs'?")]
    [InlineData("{\n\"epochs\": 3 }", "line 2: there is no option 'epochs'.")]
    [InlineData("{ \"size\": \"64\" }", "line 1: 'size' is \"64\"; it must be a whole number from 8 to 4096.")]
    [InlineData("{ \"size\": 64.5 }", "'size' is 64.5; it must be a whole number from 8 to 4096.")]
    [InlineData("{ \"micle\": { \"temperature\": 0 } }", "'micle.temperature' is 0; it must be a number from 0.01 to 10.")]
    [InlineData("{ \"fineTune\": { \"learningRate\": 0 } }", "'fineTune.learningRate' is 0; it must be a number above 0.")]
    [InlineData("{ \"micle\": {\n\n\"pairing\": \"all\" } }", "line 3: 'micle.pairing' is \"all\"; it must be one of \"randomPair\", \"allPairs\", \"multiPositive\".")]
    [InlineData("{ \"simClr\": { \"viewSize\": true } }", "'simClr.viewSize' is true; it must be a whole number from 8 to 65536 or null.")]
    [InlineData("{ \"simClr\": 5 }", "'simClr' is 5; it must be an object in { }.")]
    [InlineData("{ \"searchLearningRates\": [0.1,\n\"x\"] }", "line 2: 'searchLearningRates[1]' is \"x\"; it must be a number.")]
    [InlineData("{ \"labelFraction\": 0 }", "'labelFraction' is 0; it must be a number above 0 up to 1.")]
    [InlineData("{ \"size\": 64,\n \"size\": 32 }", "line 2: 'size' is given twice")]
    [InlineData("{ \"size\": 64\n \"channels\": 1 }", "line 2: this is no valid JSON")]
    [InlineData("[]", "line 1: the file is a list; it must be an object in { }.")]
    public void A_wrong_field_is_named_with_its_line(string text, string message)
    {
        string error = Assert.Throws<InvalidDataException>(() => Read(text)).Message;
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.StartsWith(_folder["options.json"], error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_an_unknown_recipe_are_named()
    {
        Assert.Contains("none.json", Assert.Throws<FileNotFoundException>(() => OptionsFile.Read(_folder["none.json"], Recipes.SmallCpu)).Message);
        Assert.Contains("Did you mean 'Azizi2021.ChestXray'?", Assert.Throws<ArgumentException>(() => Recipes.Get("Azizi2021.ChestXry")).Message);
    }
}
