using System.CommandLine;
using System.Text.Json.Nodes;
using MedSsl.Cli.Commands;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;

namespace MedSsl.Cli.Tests;

public sealed class RunFlagsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static RunOptions Read(params string[] flags)
    {
        var train = new TrainCommand();
        ParseResult parsed = train.Parse(["--out", "x", .. flags]);
        Assert.Empty(parsed.Errors);
        return train.Read(parsed);
    }

    /// <summary>The paper's grid (7 rates, 3 decays and 0) comes with the recipe; flags go before it, and without a recipe's grid the optimizer decides.</summary>
    [Fact]
    public void A_search_takes_the_recipes_grid()
    {
        string[] manifest = ["--manifest", "m.csv", "--search", "grid"];
        FineTuneSearchOptions paper = Read([.. manifest, "--recipe", "Azizi2021.ChestXray"]).Search!;
        Assert.Equal(Recipes.Azizi2021.ChestXray.SearchLearningRates, paper.LearningRates);
        Assert.Equal(7, paper.LearningRates!.Count);
        Assert.Equal([0, 1e-5, 1e-4, 1e-3], paper.WeightDecays);
        Assert.Equal(OptimizerKind.Sgd, paper.FineTune.Optimizer);
        Assert.Equal([0.5], Read([.. manifest, "--recipe", "Azizi2021.ChestXray", "--search-rates", "0.5"]).Search!.LearningRates);
        Assert.Null(Read(manifest).Search!.LearningRates);
    }

    /// <summary>Every field another than by default, as the schema allows it.</summary>
    private static JsonNode? Other(JsonNode? value, JsonNode rule, JsonNode schema)
    {
        rule = rule["anyOf"]?[0] ?? rule;
        rule = rule["$ref"] is { } reference ? schema["$defs"]![reference.GetValue<string>()["#/$defs/".Length..]]! : rule;
        if (rule["enum"] is JsonArray names)
            return names.First(name => name is not null && !JsonNode.DeepEquals(name, value))!.DeepClone();
        string type = rule["type"] is JsonArray types ? types[0]!.GetValue<string>() : rule["type"]!.GetValue<string>();
        if (type == "object" && rule["properties"] is JsonObject properties)
            return new JsonObject(properties.Where(p => p.Key is not ("$schema" or "recipe")).Select(p => KeyValuePair.Create(p.Key, Other(value?[p.Key], p.Value!, schema))));
        return type switch
        {
            "boolean" => !(value?.GetValue<bool>() ?? false),
            "string" => "other",
            "array" => new JsonArray(rule["items"]!["type"]!.GetValue<string>() == "number" ? 0.25 : "other"),
            "object" => new JsonObject { ["Effusion"] = 2 },
            _ => OtherNumber(value, rule["minimum"], rule["maximum"]),
        };
    }

    private static JsonNode OtherNumber(JsonNode? value, JsonNode? minimum, JsonNode? maximum) =>
        maximum is null ? 0.125 : JsonNode.DeepEquals(value, maximum) ? minimum?.DeepClone() ?? 0.5 : maximum.DeepClone();

    /// <summary>A flag that reads its own default instead of the recipe's or the file's value would show here.</summary>
    [Fact]
    public void Flags_that_are_not_given_leave_every_option_of_the_file()
    {
        JsonNode schema = JsonNode.Parse(OptionsFile.Schema)!, defaults = JsonNode.Parse(OptionsFile.ToJson(new RunOptions()))!;
        JsonObject other = Other(defaults, schema, schema)!.AsObject();
        other["recipe"] = "SimClrV2";
        File.WriteAllText(_folder["options.json"], other.ToJsonString());
        JsonNode read = JsonNode.Parse(OptionsFile.ToJson(Read("--options", _folder["options.json"])))!;
        Compare(other, read, "");
    }

    private static void Compare(JsonNode? expected, JsonNode? found, string path)
    {
        if (expected is JsonObject fields)
            foreach (var (name, value) in fields)
                Compare(value, found?[name], $"{path}.{name}");
        else
            Assert.True(JsonNode.DeepEquals(expected, found), $"{path} was {expected?.ToJsonString()} in the file and is {found?.ToJsonString()}: a flag that is not given must keep it (parsed.Given(option, start...))");
    }

    [Fact]
    public void Without_any_it_is_the_default_recipe() =>
        Assert.Equal(OptionsFile.ToJson(new RunOptions { Manifest = "m.csv" }), OptionsFile.ToJson(Read("--manifest", "m.csv")));

    [Fact]
    public void Flags_go_before_the_file_and_the_file_before_the_recipe()
    {
        File.WriteAllText(_folder["options.json"], """{ "manifest": "m.csv", "size": 128, "simClr": { "epochs": 9, "temperature": 0.2 } }""");
        RunOptions options = Read("--recipe", "azizi2021.chestxray", "--options", _folder["options.json"], "--simclr-epochs", "5", "--micle-views", "different",
            "--micle-pairing", "allpairs", "--supervised-weight", "0.5", "--simclr-rotation", "20");
        Assert.Equal(("m.csv", 128, 5, 0.2, 20.0), (options.Manifest, options.Size, options.SimClr.Epochs, options.SimClr.Temperature, options.SimClr.Augmentation.MaximumRotationDegrees));
        Assert.Equal((EncoderArchitecture.ResNet152, 1024, "Azizi2021.ChestXray"), (options.Encoder.Architecture, options.SimClr.BatchSize, options.Name));
        Assert.Equal((PairCondition.Different, "View", BagPairing.AllPairs), (options.Micle.PairViews, options.Micle.ViewColumnName, options.Micle.Pairing));
        Assert.Equal(("Labels", 0.5, "Labels"), (options.SimClr.LabelColumnName, options.SimClr.SupervisedWeight, options.Micle.LabelColumnName));
    }

    [Fact]
    public void From_scratch_takes_its_own_fine_tuning_unless_another_is_asked_for()
    {
        Assert.Equal(FineTuneOptions.FromScratch, Read("--manifest", "m.csv", "--from-scratch").FineTune);
        Assert.Equal(Recipes.SimClrV2.FineTune, Read("--manifest", "m.csv", "--from-scratch", "--recipe", "SimClrV2").FineTune);
    }

    [Fact]
    public void Flags_of_the_network_reach_the_stages_that_have_them()
    {
        RunOptions options = Read("--manifest", "m.csv", "--encoder", "resnet50", "--selective-kernels", "--projection-layers", "3", "--keep-head-layers", "1",
            "--micro-batch", "16", "--gradient-checkpointing", "--precision", "bfloat16");
        Assert.True(options.Encoder.SelectiveKernels);
        foreach (ContrastiveOptions stage in new ContrastiveOptions[] { options.SimClr, options.Micle })
            Assert.Equal((3, 1, 16), (stage.ProjectionLayers, stage.KeepHeadLayers, stage.MicroBatchSize));
        foreach (TrainingOptions stage in new TrainingOptions[] { options.SimClr, options.Micle, options.FineTune })
            Assert.Equal((true, Precision.BFloat16), (stage.GradientCheckpointing, stage.Precision));
    }

    [Fact]
    public void Window_and_frame_are_read()
    {
        RunOptions options = Read("--manifest", "m.csv", "--window", "-600,1500", "--frame", "2");
        Assert.Equal((new WindowOptions { Source = WindowSource.Values, Centre = -600, Width = 1500 }, 2), (options.Window, options.Frame));
        Assert.Equal(TissueWindow.Brain, Read("--manifest", "m.csv", "--window", "brain").Window.Tissue);
        Assert.Equal("say which with --frame, 1 to 10", MedSsl.Cli.Display.FlagNames.Translate("say which with ImageLoadOptions.Frame, 1 to 10"));
        Assert.Contains("lungs", Assert.Throws<ArgumentException>(() => Read("--manifest", "m.csv", "--window", "lungs")).Message);
    }

    [Fact]
    public void A_manifest_must_come_from_somewhere() => Assert.Contains("--manifest FILE", Assert.Throws<ArgumentException>(() => Read()).Message);
}
