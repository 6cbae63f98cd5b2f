using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MedSsl.MLNet;

namespace MedSsl.Cli.Tests;

/// <summary>
/// What data-schemas/options.schema.json must be, from the records themselves: names and types by reflection, descriptions from the documentation comments,
/// ranges from what <c>Validate</c> says when it is given a number outside of them.
/// </summary>
internal static class OptionsSchema
{
    /// <summary>Ranges that Validate states relative to another option, or with an exception; the widest that can be right.</summary>
    private static readonly Dictionary<string, (double Minimum, double Maximum)> Widest = new()
    {
        ["SimClrOptions.Epochs"] = (0, 1_000_000), // 0 leaves the stage out
        ["MicleOptions.Epochs"] = (0, 1_000_000),
        ["TrainingOptions.WarmupEpochs"] = (0, 1_000_000), // up to the epochs
        ["TrainingOptions.WeightAveraging"] = (0, 0.9999), // 0, or 0.5 and more
        ["TrainingOptions.MinimumLearningRate"] = (0, 1e9), // up to the learning rate
        ["ContrastiveOptions.KeepHeadLayers"] = (0, 7), // less than the projection's layers
        ["ViewAugmentationOptions.MinimumCropArea"] = (0.001, 1),
        ["ViewAugmentationOptions.MinimumAspectRatio"] = (0.1, 10),
        ["ViewAugmentationOptions.MaximumAspectRatio"] = (0.1, 10),
        ["ViewAugmentationOptions.MinimumBlurSigma"] = (0.01, 100),
        ["ViewAugmentationOptions.MaximumBlurSigma"] = (0.01, 100),
        ["TrainingRecipe.Size"] = (8, 4096),
        ["RunOptions.Seed"] = (int.MinValue, int.MaxValue),
        ["TrainingOptions.Seed"] = (int.MinValue, int.MaxValue),
        ["RunOptions.Threads"] = (0, 1024),
        ["TrainingRecipe.Channels"] = (1, 3),
        ["TrainingRecipe.Frame"] = (1, 1_000_000),
        ["ColourValues.Red"] = (-1e6, 1e6),
        ["ColourValues.Green"] = (-1e6, 1e6),
        ["ColourValues.Blue"] = (-1e6, 1e6),
    };

    internal static JsonObject Make(Type root)
    {
        var definitions = new JsonObject();
        var schema = Object(root, definitions);
        schema["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string", ["description"] = "Where this schema is; editors read it." });
        var result = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Options of medssl train",
            ["description"] = "A recipe, a run's options.json, or the few fields that should differ from a recipe. Fields left out keep the recipe's values.",
        };
        foreach (var (name, value) in schema.ToArray())
            result[name] = value!.DeepClone();
        result["$defs"] = definitions;
        return result;
    }

    /// <summary>Properties that are written as JSON, the base's first.</summary>
    internal static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null && p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .OrderBy(p => Depth(p.DeclaringType!)).ThenBy(p => p.MetadataToken);

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    internal static string JsonName(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static JsonObject Object(Type type, JsonObject definitions)
    {
        var properties = new JsonObject();
        foreach (PropertyInfo property in Properties(type))
            properties[JsonName(property)] = Property(type, property, definitions);
        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private static JsonObject Property(Type owner, PropertyInfo property, JsonObject definitions)
    {
        bool nullable = new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        JsonObject rule = Value(type, definitions);
        if (rule["type"]?.GetValue<string>() is "integer" or "number")
            AddRange(rule, owner, property);
        if (nullable && rule.ContainsKey("$ref"))
            rule = new JsonObject { ["anyOf"] = new JsonArray(rule, new JsonObject { ["type"] = "null" }) };
        else if (nullable && rule["enum"] is JsonArray names)
            names.Add(null);
        else if (nullable)
            rule["type"] = new JsonArray(rule["type"]!.GetValue<string>(), "null");
        rule["description"] = Documentation.Summary(property);
        return rule;
    }

    private static JsonObject Value(Type type, JsonObject definitions)
    {
        if (type == typeof(bool))
            return new JsonObject { ["type"] = "boolean" };
        if (type == typeof(int))
            return new JsonObject { ["type"] = "integer" };
        if (type == typeof(double) || type == typeof(float))
            return new JsonObject { ["type"] = "number" };
        if (type == typeof(string))
            return new JsonObject { ["type"] = "string" };
        if (type.IsEnum)
            return new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(type.GetGenericArguments()[1], definitions) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return new JsonObject { ["type"] = "array", ["items"] = Value(type.GetGenericArguments()[0], definitions) };
        string name = JsonNamingPolicy.CamelCase.ConvertName(type.Name);
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = new JsonObject();
            definitions[name] = Object(type, definitions);
        }
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    private static void AddRange(JsonObject rule, Type owner, PropertyInfo property)
    {
        string key = $"{property.DeclaringType!.Name}.{property.Name}";
        (double Minimum, double Maximum)? range = Widest.TryGetValue($"{owner.Name}.{property.Name}", out var widest) || Widest.TryGetValue(key, out widest) ? widest : null;
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        string message = range is null ? Refusal(owner, property, type == typeof(int) ? (object)int.MinValue : type == typeof(float) ? (object)float.NaN : double.NaN) : "";
        // A derived record may ask for more than its base, whose range comes first.
        if (type == typeof(int) && Regex.Match(message, @"between (\S+) and") is { Success: true } first && Refusal(owner, property, int.Parse(first.Groups[1].Value, CultureInfo.InvariantCulture)) is { Length: > 0 } narrower)
            message = narrower;
        Match between = Regex.Match(message, @"between (\S+) and (\S+)\.$"), above = Regex.Match(message, @"greater than (\S+)\.$"), least = Regex.Match(message, @"must be (\S+) or more\.$");
        if (between.Success)
            range = (Number(between.Groups[1]), Number(between.Groups[2]));
        if (range is var (minimum, maximum))
            (rule["minimum"], rule["maximum"]) = (Node(rule, minimum), Node(rule, maximum));
        else if (above.Success)
            rule["exclusiveMinimum"] = Node(rule, Number(above.Groups[1]));
        else if (least.Success)
            rule["minimum"] = Node(rule, Number(least.Groups[1]));
        else if (key == "RunOptions.LabelFraction")
            (rule["exclusiveMinimum"], rule["maximum"]) = (0, 1);
        else
            throw new InvalidOperationException($"{key}: Validate of {owner.Name} says no range for it (\"{message}\"). Add OptionChecks.InRange(nameof({property.Name}), ...) there, or its range to OptionsSchema.Widest.");
    }

    private static double Number(Group text) => double.Parse(text.Value, CultureInfo.InvariantCulture);

    private static JsonNode Node(JsonObject rule, double value) => rule["type"]!.GetValue<string>() == "integer" ? JsonValue.Create((long)value) : JsonValue.Create(value);

    /// <summary>What the record says when one property is impossible.</summary>
    private static string Refusal(Type owner, PropertyInfo property, object value)
    {
        if (owner.IsAssignableTo(typeof(TrainingRecipe)))
            return "";
        object options = Activator.CreateInstance(owner)!;
        property.SetValue(options, value);
        MethodInfo validate = owner.GetMethod("Validate", BindingFlags.NonPublic | BindingFlags.Instance)
            ?? throw new InvalidOperationException($"{owner.Name} has no Validate.");
        try
        {
            validate.Invoke(options, null);
            return "";
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException!.Message.StartsWith(property.Name, StringComparison.Ordinal) ? e.InnerException.Message : "";
        }
    }
}

/// <summary>Summaries from the compiler's documentation files, as plain text.</summary>
internal static class Documentation
{
    private static readonly Dictionary<string, XElement> Members = Load();

    private static Dictionary<string, XElement> Load()
    {
        var members = new Dictionary<string, XElement>();
        foreach (string file in new[] { "MedSsl.MLNet.xml", "medssl.xml" })
            foreach (XElement member in XDocument.Load(Path.Combine(AppContext.BaseDirectory, file), LoadOptions.PreserveWhitespace).Descendants("member"))
                members[member.Attribute("name")!.Value] = member;
        return members;
    }

    internal static string Summary(PropertyInfo property)
    {
        string owner = property.DeclaringType!.FullName!;
        // Records with parameters document them as such.
        string? text = Members.TryGetValue($"P:{owner}.{property.Name}", out XElement? member) ? Plain(member.Element("summary"))
            : Members.TryGetValue($"T:{owner}", out XElement? type) ? Plain(type.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == property.Name)) : null;
        return text ?? throw new InvalidOperationException($"{owner}.{property.Name} has no summary.");
    }

    private static string? Plain(XElement? element)
    {
        if (element is null)
            return null;
        foreach (XElement see in element.Descendants("see").ToArray())
            see.ReplaceWith((see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? see.Value).Split('(')[0].Split('.', ':').Last());
        return Regex.Replace(element.Value, @"\s+", " ").Trim();
    }
}
