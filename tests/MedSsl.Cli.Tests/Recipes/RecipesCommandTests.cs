using MedSsl.MLNet;

namespace MedSsl.Cli.Tests;

public class RecipesCommandTests
{
    [Fact]
    public void All_are_shown_side_by_side()
    {
        Medssl result = Medssl.Run("recipes").Succeeded();
        foreach (TrainingRecipe recipe in Recipes.All)
            Assert.Contains(recipe.Source!, result.Output, StringComparison.Ordinal);
        Assert.Contains("simClr.batchSize", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_is_shown_with_every_number_and_departure()
    {
        Medssl result = Medssl.Run("recipes", "azizi2021.chestxray").Succeeded();
        foreach (string part in (string[])["simClr.augmentation.maximumRotationDegrees", "searchWeightDecays", "fineTune.nesterov", "recollected", .. Recipes.Azizi2021.ChestXray.Departures])
            Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_the_recipe() => Assert.Equal(OptionsFile.ToJson(Recipes.SimClrV2), Medssl.Run("recipes", "SimClrV2", "--json").Succeeded().Output);

    [Fact]
    public void An_unknown_name_is_refused() => Medssl.Run("recipes", "SimClrV3").FailedWith("SimClrV3", "Did you mean 'SimClrV2'?");
}
