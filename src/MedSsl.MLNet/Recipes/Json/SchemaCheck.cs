using System.Globalization;
using System.Text.Json;

namespace MedSsl.MLNet;

/// <summary>
/// Checks JSON against the part of JSON Schema (draft 2020-12) that options.schema.json uses: type, properties, additionalProperties, items, enum, minimum,
/// maximum, exclusiveMinimum, anyOf of a reference and null, and $ref to $defs.
/// </summary>
/// <param name="path">The file, for errors.</param>
/// <param name="schema">The whole schema.</param>
internal sealed class SchemaCheck(string path, JsonElement schema)
{
    /// <exception cref="InvalidDataException">A field is unknown, of another type, or out of range: the message names file, line, field, value and what it may be.</exception>
    internal void Check(JsonLines value) => Check(value, schema, "");

    private void Check(JsonLines value, JsonElement rule, string field)
    {
        rule = Resolve(rule, out bool nullable);
        if (value.Kind == JsonTokenType.Null && nullable)
            return;
        if (rule.TryGetProperty("enum", out var names))
        {
            if (!names.EnumerateArray().Any(name => name.ValueKind == JsonValueKind.Null ? value.Kind == JsonTokenType.Null : value.Kind == JsonTokenType.String && name.GetString() == value.Text))
                throw Wrong(value, rule, field, nullable);
            return;
        }
        if (!Types(rule).Contains(TypeOf(value, rule)) || !InRange(value, rule))
            throw Wrong(value, rule, field, nullable);
        foreach (var item in value.Items)
            Check(item, rule.GetProperty("items"), $"{field}[{value.Items.IndexOf(item)}]");
        foreach (var (name, line, member) in value.Members)
            Check(member, Member(rule, name, line, field), field.Length == 0 ? name : $"{field}.{name}");
    }

    private JsonElement Member(JsonElement rule, string name, int line, string field)
    {
        if (rule.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var found))
            return found;
        if (rule.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
            return others;
        string[] known = [.. properties.EnumerateObject().Select(property => property.Name)];
        string hint = ManifestFault.Suggest(name, known);
        throw new InvalidDataException($"{path}, line {line}: there is no option '{(field.Length == 0 ? name : $"{field}.{name}")}'.{(hint.Length > 0 ? hint : $" There are {string.Join(", ", known)}.")}");
    }

    /// <summary>What a reference leads to; one that may be null is anyOf a reference and null.</summary>
    private JsonElement Resolve(JsonElement rule, out bool nullable)
    {
        nullable = false;
        if (rule.TryGetProperty("anyOf", out var choices))
        {
            nullable = true;
            rule = choices[0];
        }
        return rule.TryGetProperty("$ref", out var reference) ? schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]) : rule;
    }

    private static string[] Types(JsonElement rule) => rule.GetProperty("type") is { ValueKind: JsonValueKind.Array } types
        ? [.. types.EnumerateArray().Select(type => type.GetString()!)] : [rule.GetProperty("type").GetString()!];

    private static string TypeOf(JsonLines value, JsonElement rule) => value.Kind switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.Null => "null",
        _ => Types(rule).Contains("integer") && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? "integer" : "number",
    };

    private static bool InRange(JsonLines value, JsonElement rule)
    {
        if (value.Kind != JsonTokenType.Number)
            return true;
        double number = double.Parse(value.Text, CultureInfo.InvariantCulture);
        return !(rule.TryGetProperty("minimum", out var minimum) && number < minimum.GetDouble())
            && !(rule.TryGetProperty("exclusiveMinimum", out var above) && number <= above.GetDouble())
            && !(rule.TryGetProperty("maximum", out var maximum) && number > maximum.GetDouble()) && double.IsFinite(number);
    }

    private InvalidDataException Wrong(JsonLines value, JsonElement rule, string field, bool nullable)
    {
        string shown = value.Kind == JsonTokenType.String ? $"\"{value.Text}\"" : value.Text;
        return new($"{path}, line {value.Line}: {(field.Length == 0 ? "the file" : $"'{field}'")} is {shown}; it must be {Allowed(rule)}{(nullable ? " or null" : "")}.");
    }

    private static string Allowed(JsonElement rule)
    {
        if (rule.TryGetProperty("enum", out var names))
            return "one of " + string.Join(", ", names.EnumerateArray().Select(name => name.GetRawText()));
        string Bound(string keyword, string words) => rule.TryGetProperty(keyword, out var bound) ? $" {words} {bound.GetRawText()}" : "";
        return string.Join(" or ", Types(rule).Select(type => type switch
        {
            "integer" => "a whole number" + Range(),
            "number" => "a number" + Range(),
            "string" => "text in quotes",
            "boolean" => "true or false",
            "array" => "a list in [ ]",
            "object" => "an object in { }",
            _ => type,
        }));
        string Range() => Bound("minimum", "from") + Bound("exclusiveMinimum", "above") + (rule.TryGetProperty("exclusiveMinimum", out _) ? Bound("maximum", "up to") : Bound("maximum", "to"));
    }
}
