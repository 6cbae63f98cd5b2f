using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MedSsl.MLNet;

/// <summary>What is wrong with a value, and where.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Field">The field's path.</param>
/// <param name="Problem">The field, its value, and what it may be.</param>
internal sealed record SchemaFault(int Line, string Field, string Problem);

/// <summary>Holds values to a schema and says what is wrong with the first that does not fit.</summary>
/// <param name="schema">The schema.</param>
/// <param name="noun">What a member of an object is called: option, field.</param>
internal sealed class SchemaCheck(JsonSchema schema, string noun)
{
    /// <summary>The fault, or null.</summary>
    internal SchemaFault? Find(JsonLines value, JsonElement rule, string field)
    {
        rule = schema.Resolve(rule);
        if (rule.ValueKind == JsonValueKind.True)
            return null;
        if (rule.ValueKind == JsonValueKind.False)
            return new(value.Line, field, $"{Named(field)} must not be there.");
        if (rule.TryGetProperty("anyOf", out var choices) && FindInAll(value, [.. choices.EnumerateArray().Select(schema.Resolve)], field) is { } fault)
            return fault;
        if (!SchemaRules.Fits(value, rule))
            return new(value.Line, field, $"{Named(field)} is {Shown(value)}; it must be {SchemaRules.Allowed(rule)}.");
        return value.Kind switch
        {
            JsonTokenType.StartObject => FindInObject(value, rule, field),
            JsonTokenType.StartArray => FindInList(value, rule, field),
            _ => null,
        };
    }

    /// <summary>A value must fit one of several rules; if it fits none, the fault of the one that it comes nearest to.</summary>
    private SchemaFault? FindInAll(JsonLines value, JsonElement[] choices, string field)
    {
        SchemaFault? nearest = null;
        foreach (var choice in choices)
        {
            var fault = Find(value, choice, field);
            if (fault is null)
                return null;
            if (SchemaRules.HasType(value, choice) && (nearest is null || fault.Field.Length > nearest.Field.Length))
                nearest = fault;
        }
        bool orNull = choices.Any(choice => choice.TryGetProperty("type", out var type) && type.ValueEquals("null"));
        if (nearest is null || nearest.Field == field && choices.Length > (orNull ? 2 : 1) && !value.IsComposite)
            return new(value.Line, field, $"{Named(field)} is {Shown(value)}; it must be {string.Join(" or ", choices.Select(SchemaRules.Allowed))}.");
        return nearest.Field == field && orNull && !value.IsComposite ? nearest with { Problem = nearest.Problem.TrimEnd('.') + " or null." } : nearest;
    }

    private SchemaFault? FindInObject(JsonLines value, JsonElement rule, string field)
    {
        string Path(string name) => field.Length == 0 ? name : $"{field}.{name}";
        foreach (var (name, line, member) in value.Members)
        {
            JsonElement own = default;
            if (rule.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out own) || rule.TryGetProperty("additionalProperties", out own))
            {
                if (own.ValueKind == JsonValueKind.False)
                    return new(line, Path(name), Unknown(Path(name), name, properties));
                if (Find(member, own, Path(name)) is { } fault)
                    return fault;
            }
        }
        if (rule.TryGetProperty("required", out var required))
            foreach (string? name in required.EnumerateArray().Select(name => name.GetString()))
                if (!value.Members.Any(member => member.Name == name))
                    return new(value.Line, field, $"{Named(field)} has no '{name}'. Add it.");
        return null;
    }

    private string Unknown(string path, string name, JsonElement properties)
    {
        string[] known = properties.ValueKind == JsonValueKind.Object ? [.. properties.EnumerateObject().Select(property => property.Name)] : [];
        string hint = ManifestFault.Suggest(name, known);
        return $"there is no {noun} '{path}'.{(hint.Length > 0 ? hint : $" There are {string.Join(", ", known)}.")}";
    }

    private SchemaFault? FindInList(JsonLines value, JsonElement rule, string field)
    {
        for (int i = 0; i < value.Items.Count; i++)
        {
            if (rule.TryGetProperty("items", out var items) && Find(value.Items[i], items, $"{field}[{i}]") is { } fault)
                return fault;
            if (rule.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True && value.Items.Take(i).Any(value.Items[i].Same))
                return new(value.Items[i].Line, $"{field}[{i}]", $"'{field}[{i}]' is {Shown(value.Items[i])}, which is there already. Remove one of them.");
        }
        return null;
    }

    private static string Named(string field) => field.Length == 0 ? "the file" : $"'{field}'";

    private static string Shown(JsonLines value) => value.Kind == JsonTokenType.String ? $"\"{value.Text}\"" : value.Text;
}

/// <summary>The rules of a schema that look at a value and not at what is in it.</summary>
internal static class SchemaRules
{
    internal static bool Fits(JsonLines value, JsonElement rule) => HasType(value, rule) && IsListed(value, rule) && value.Kind switch
    {
        JsonTokenType.Number => InRange(value, rule),
        JsonTokenType.String => IsText(value.Text, rule),
        JsonTokenType.StartArray => Least(rule, "minItems") <= value.Items.Count,
        JsonTokenType.StartObject => Least(rule, "minProperties") <= value.Members.Count,
        _ => true,
    };

    /// <summary>Whether the value's type is among the rule's; every type is when the rule names none.</summary>
    internal static bool HasType(JsonLines value, JsonElement rule) => Types(rule) is not [_, ..] types || types.Any(type => type switch
    {
        "integer" => value.Kind == JsonTokenType.Number && value.Text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0,
        "number" => value.Kind == JsonTokenType.Number,
        "string" => value.Kind == JsonTokenType.String,
        "boolean" => value.Kind is JsonTokenType.True or JsonTokenType.False,
        "null" => value.Kind == JsonTokenType.Null,
        "array" => value.Kind == JsonTokenType.StartArray,
        "object" => value.Kind == JsonTokenType.StartObject,
        _ => throw new NotSupportedException($"The schema's type {type} is not known."),
    });

    /// <summary>What a rule allows, in words.</summary>
    internal static string Allowed(JsonElement rule)
    {
        if (rule.TryGetProperty("enum", out var names))
            return "one of " + string.Join(", ", names.EnumerateArray().Select(name => name.GetRawText()));
        if (rule.TryGetProperty("const", out var only))
            return only.GetRawText();
        string Bound(string keyword, string words) => rule.TryGetProperty(keyword, out var bound) ? $" {words} {bound.GetRawText()}" : "";
        string range = Bound("minimum", "from") + Bound("exclusiveMinimum", "above") + Bound("maximum", rule.TryGetProperty("exclusiveMinimum", out _) ? "up to" : "to");
        string[] types = Types(rule);
        return types.Length == 0 ? "something else" : string.Join(" or ", types.Select(type => type switch
        {
            "integer" => "a whole number" + range,
            "number" => "a number" + range,
            "string" => "text in quotes" + Bound("pattern", "of the form") + (Least(rule, "minLength") > 0 ? ", not empty" : ""),
            "boolean" => "true or false",
            "array" => "a list in [ ]" + Bound("minItems", "with at least so many values:"),
            "object" => "an object in { }" + Bound("minProperties", "with at least so many fields:"),
            _ => type,
        }));
    }

    private static string[] Types(JsonElement rule) => !rule.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];

    private static bool IsListed(JsonLines value, JsonElement rule) =>
        (!rule.TryGetProperty("enum", out var names) || names.EnumerateArray().Any(name => Equal(value, name))) && (!rule.TryGetProperty("const", out var only) || Equal(value, only));

    private static bool Equal(JsonLines value, JsonElement other) => other.ValueKind switch
    {
        JsonValueKind.String => value.Kind == JsonTokenType.String && value.Text == other.GetString(),
        JsonValueKind.Number => value.Kind == JsonTokenType.Number && value.Number == other.GetDouble(),
        JsonValueKind.Null => value.Kind == JsonTokenType.Null,
        JsonValueKind.True => value.Kind == JsonTokenType.True,
        _ => value.Kind == JsonTokenType.False,
    };

    private static bool InRange(JsonLines value, JsonElement rule) => double.IsFinite(value.Number)
        && !(rule.TryGetProperty("minimum", out var minimum) && value.Number < minimum.GetDouble())
        && !(rule.TryGetProperty("exclusiveMinimum", out var above) && value.Number <= above.GetDouble())
        && !(rule.TryGetProperty("maximum", out var maximum) && value.Number > maximum.GetDouble());

    private static bool IsText(string text, JsonElement rule) => Least(rule, "minLength") <= text.EnumerateRunes().Count()
        && (!rule.TryGetProperty("pattern", out var pattern) || Regex.IsMatch(text, pattern.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    private static int Least(JsonElement rule, string keyword) => rule.TryGetProperty(keyword, out var least) ? int.Parse(least.GetRawText(), CultureInfo.InvariantCulture) : 0;
}
