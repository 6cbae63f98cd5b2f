using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>Recipes and options as JSON: data-schemas/options.schema.json describes every field, and nothing that it does not allow is read.</summary>
public static class OptionsFile
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The schema, JSON Schema draft 2020-12.</summary>
    public static string Schema => DataSchemas.Get(DataSchemas.Options);

    /// <summary>Options as indented JSON, with every field.</summary>
    /// <typeparam name="T"><see cref="TrainingRecipe"/> or a record made from it.</typeparam>
    /// <param name="options">What to write.</param>
    public static string ToJson<T>(T options) where T : TrainingRecipe => JsonSerializer.Serialize(options, _json) + "\n";

    /// <summary>Reads a file of options: a recipe's, a run's options.json, or one with the few fields that should differ from <paramref name="defaults"/>.</summary>
    /// <typeparam name="T"><see cref="TrainingRecipe"/> or a record made from it; fields of the schema that it lacks are left out.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="defaults">What the fields have that the file does not name, at any depth.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A field is unknown, of another type or out of range: the message names file, line, field, value and what it may be.</exception>
    public static T Read<T>(string path, T defaults) where T : TrainingRecipe
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(defaults);
        string text = Text(path);
        DataSchemas.Check(DataSchemas.Options, path, text, "option");
        var merged = JsonSerializer.SerializeToNode(defaults, _json)!.AsObject();
        Merge(merged, JsonNode.Parse(text.TrimStart('\uFEFF'))!.AsObject());
        merged.Remove("$schema");
        return merged.Deserialize<T>(_json)!;
    }

    /// <summary>The recipe that a file of options says it was made from, or null.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no JSON.</exception>
    public static string? RecipeOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = JsonLines.Read(path, Text(path));
        return file.Members.FirstOrDefault(member => member is { Name: "recipe", Value.Kind: JsonTokenType.String }).Value?.Text;
    }

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path) : throw new FileNotFoundException($"{path}: there is no such options file.", path);

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject inner && into[name] is JsonObject own)
                Merge(own, inner);
            else
                into[name] = value?.DeepClone();
        }
    }
}
