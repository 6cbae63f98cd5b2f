using System.Text.Json;

namespace MedSsl.MLNet;

/// <summary>
/// A schema of the part of JSON Schema, draft 2020-12, that data-schemas/ uses: type, enum, const, properties, required, additionalProperties, minProperties,
/// items, minItems, uniqueItems, minimum, maximum, exclusiveMinimum, minLength, pattern, anyOf, and $ref to $defs. A schema with another keyword is refused,
/// rather than read as if the keyword were not there. One departure: 2.0 is no whole number, since .NET reads it as none.
/// </summary>
internal sealed class JsonSchema
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "$comment", "title", "description", "default", "examples"];
    private static readonly HashSet<string> Rules = ["$ref", "type", "enum", "const", "properties", "required", "additionalProperties", "minProperties", "items",
        "minItems", "uniqueItems", "minimum", "maximum", "exclusiveMinimum", "minLength", "pattern", "anyOf"];

    private readonly JsonElement _root;

    /// <param name="text">The schema as JSON.</param>
    /// <exception cref="NotSupportedException">It has a keyword that is not known, or a reference that leads nowhere.</exception>
    internal JsonSchema(string text)
    {
        _root = JsonDocument.Parse(text).RootElement;
        Inspect(_root, "#");
        if (_root.TryGetProperty("$defs", out var definitions))
            foreach (var definition in definitions.EnumerateObject())
                Inspect(definition.Value, "#/$defs/" + definition.Name);
    }

    /// <summary>Checks a file.</summary>
    /// <param name="path">For errors.</param>
    /// <param name="value">Its content.</param>
    /// <param name="noun">What a member of an object is called: option, field.</param>
    /// <exception cref="InvalidDataException">A field is unknown, missing, of another type or out of range: the message names file, line, field, value and what it may be.</exception>
    internal void Check(string path, JsonLines value, string noun)
    {
        if (new SchemaCheck(this, noun).Find(value, _root, "") is { } fault)
            throw new InvalidDataException($"{path}, line {fault.Line}: {fault.Problem}");
    }

    /// <summary>Whether a value fits.</summary>
    internal bool Fits(JsonLines value) => new SchemaCheck(this, "field").Find(value, _root, "") is null;

    /// <summary>What a reference leads to; any other rule itself.</summary>
    internal JsonElement Resolve(JsonElement rule)
    {
        while (rule.ValueKind == JsonValueKind.Object && rule.TryGetProperty("$ref", out var reference))
            rule = _root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        return rule;
    }

    private void Inspect(JsonElement rule, string place)
    {
        if (rule.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return;
        if (rule.ValueKind != JsonValueKind.Object)
            throw new NotSupportedException($"The schema's rule at {place} is no object.");
        foreach (var keyword in rule.EnumerateObject())
        {
            string at = $"{place}/{keyword.Name}";
            if (!Rules.Contains(keyword.Name) && !Annotations.Contains(keyword.Name) && !(keyword.Name == "$defs" && place == "#"))
                throw new NotSupportedException($"The schema's keyword {at} is not known.");
            if (keyword.Name == "$ref")
                InspectReference(rule, keyword.Value.GetString()!, at);
            else if (keyword.Name is "items" or "additionalProperties")
                Inspect(keyword.Value, at);
            else if (keyword.Name == "properties")
                foreach (var property in keyword.Value.EnumerateObject())
                    Inspect(property.Value, $"{at}/{property.Name}");
            else if (keyword.Name == "anyOf")
                foreach (var choice in keyword.Value.EnumerateArray())
                    Inspect(choice, at);
            else if (keyword.Name is "enum" && keyword.Value.EnumerateArray().Any(IsComposite) || keyword.Name == "const" && IsComposite(keyword.Value))
                throw new NotSupportedException($"The schema's {at} holds an object or a list.");
        }
    }

    private void InspectReference(JsonElement rule, string reference, string place)
    {
        if (!reference.StartsWith("#/$defs/", StringComparison.Ordinal)
            || !(_root.TryGetProperty("$defs", out var definitions) && definitions.TryGetProperty(reference["#/$defs/".Length..], out _)))
            throw new NotSupportedException($"The schema's {place} leads nowhere: {reference}.");
        if (rule.EnumerateObject().Any(keyword => keyword.Name != "$ref" && Rules.Contains(keyword.Name)))
            throw new NotSupportedException($"The schema's {place} has rules beside it.");
    }

    private static bool IsComposite(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
}
