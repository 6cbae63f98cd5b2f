using System.Text.Json.Nodes;

namespace MedSsl.Cli.Runs;

/// <summary>Names the first difference of two JSON values.</summary>
internal static class JsonDifference
{
    /// <summary>For example <c>simClr.learningRate was 0.001 and is 0.002</c>, or null.</summary>
    public static string? Of(JsonNode? then, JsonNode? now, string name = "")
    {
        if (then is JsonObject before && now is JsonObject after)
        {
            return before.Select(e => e.Key).Union(after.Select(e => e.Key))
                .Select(key => Of(before[key], after[key], name.Length == 0 ? key : $"{name}.{key}")).FirstOrDefault(found => found is not null);
        }
        return JsonNode.DeepEquals(then, now) ? null : $"{name} was {Text(then)} and is {Text(now)}";
    }

    private static string Text(JsonNode? node) => node?.ToJsonString().Trim('"') ?? "not given";
}
