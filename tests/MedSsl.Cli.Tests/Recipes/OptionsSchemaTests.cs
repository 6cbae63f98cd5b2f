using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;

namespace MedSsl.Cli.Tests;

public class OptionsSchemaTests
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>MEDSSL_WRITE_SCHEMA=data-schemas/options.schema.json writes the file instead: read what changed before it is committed.</summary>
    [Fact]
    public void The_schema_has_every_option_with_type_range_and_description()
    {
        JsonObject expected = OptionsSchema.Make(typeof(RunOptions));
        if (Environment.GetEnvironmentVariable("MEDSSL_WRITE_SCHEMA") is { Length: > 0 } path)
            File.WriteAllText(path, expected.ToJsonString(Json) + "\n");
        else
        {
            List<string> differences = [];
            Compare(expected, JsonNode.Parse(OptionsFile.Schema), "", differences);
            Assert.True(differences.Count == 0, "data-schemas/options.schema.json does not agree with the options:\n" + string.Join("\n", differences)
                + "\nPut this in, or write the file anew: MEDSSL_WRITE_SCHEMA=$PWD/data-schemas/options.schema.json dotnet test tests/MedSsl.Cli.Tests --filter OptionsSchemaTests; then build again");
        }
    }

    private static void Compare(JsonNode? expected, JsonNode? found, string path, List<string> differences)
    {
        if (expected is JsonObject wanted && found is JsonObject there)
        {
            foreach (string name in wanted.Select(p => p.Key).Union(there.Select(p => p.Key)))
                if (!wanted.ContainsKey(name))
                    differences.Add($"take out {path}/{name}");
                else if (!there.ContainsKey(name))
                    differences.Add($"add {path}/{name}: {wanted[name]?.ToJsonString(Json).ReplaceLineEndings(" ")}");
                else
                    Compare(wanted[name], there[name], $"{path}/{name}", differences);
        }
        else if (!JsonNode.DeepEquals(expected, found))
            differences.Add($"{path} must be {expected?.ToJsonString(Json)}, not {found?.ToJsonString(Json)}");
    }

    [Fact]
    public void Ranges_and_names_of_the_schema_are_what_the_library_accepts()
    {
        // A sample by hand, independent of how the schema is made.
        JsonObject definitions = JsonNode.Parse(OptionsFile.Schema)!["$defs"]!.AsObject();
        JsonNode Of(string record, string option) => definitions[record]!["properties"]![option]!;
        Assert.Equal(0.01, Of("simClrOptions", "temperature")["minimum"]!.GetValue<double>());
        Assert.Equal(10, Of("simClrOptions", "temperature")["maximum"]!.GetValue<double>());
        Assert.Equal((2, 1), (Of("simClrOptions", "batchSize")["minimum"]!.GetValue<int>(), Of("fineTuneOptions", "batchSize")["minimum"]!.GetValue<int>()));
        Assert.Equal((0, 1), (Of("micleOptions", "epochs")["minimum"]!.GetValue<int>(), Of("fineTuneOptions", "epochs")["minimum"]!.GetValue<int>()));
        Assert.Equal(45, Of("viewAugmentationOptions", "maximumRotationDegrees")["maximum"]!.GetValue<double>());
        Assert.Equal(0, Of("fineTuneOptions", "learningRate")["exclusiveMinimum"]!.GetValue<double>());
        Assert.Equal("""["randomPair","allPairs","multiPositive"]""", Of("micleOptions", "pairing")["enum"]!.ToJsonString());
        Assert.Equal("""["integer","null"]""", Of("simClrOptions", "viewSize")["type"]!.ToJsonString());
        Assert.Equal("#/$defs/viewAugmentationOptions", Of("micleOptions", "augmentation")["$ref"]!.GetValue<string>());
    }
}
