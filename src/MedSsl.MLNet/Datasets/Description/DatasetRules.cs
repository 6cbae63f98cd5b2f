using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>A description as its file has it, member by member; data-schemas/dataset.schema.json says what each means.</summary>
internal sealed record DatasetRules
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new OneOrMoreConverter(), new FieldConverter(), new LabelColumnConverter(), new PathsConverter() },
    };

    public required string Name { get; init; }
    public required string Title { get; init; }
    public string Summary { get; init; } = "";
    public string Homepage { get; init; } = "";
    public string Licence { get; init; } = "";
    public string Citation { get; init; } = "";
    public string[] Sources { get; init; } = [];
    public string[] Notes { get; init; } = [];
    public TableRule[] Tables { get; init; } = [];
    public JoinRule[] Joins { get; init; } = [];
    public ListRule[] Lists { get; init; } = [];
    public ImageRule? Image { get; init; }
    public Dictionary<string, FieldRule> Columns { get; init; } = [];
    public LabelRule Labels { get; init; } = new();
    public RowCombination? Combine { get; init; }
    public NpzRule? Npz { get; init; }
    public ExpectRule Expect { get; init; } = new();
}

/// <summary>Names that a file may have.</summary>
internal sealed record OneOrMore(string[] Names);

internal sealed record TableRule(OneOrMore File, Dictionary<string, string>? Set, bool Optional);

internal sealed record JoinRule(OneOrMore File, string Key, string? With, bool Optional, bool Required);

internal sealed record ListRule(OneOrMore File, string Of, Dictionary<string, string> Set, bool Optional);

internal sealed record ImageRule(FieldRule[] Path, string[]? Folders);

internal sealed record NpzRule(OneOrMore File, string[] Labels);

/// <summary>A text made from columns.</summary>
internal sealed record FieldRule(string Value, string? Match = null, Dictionary<string, string>? Map = null, string? Otherwise = null);

/// <summary>A label and the column that has it, or several with | between them.</summary>
internal sealed record LabelColumnRule(string Name, string Column);

internal sealed record LabelRule
{
    public LabelColumnRule[]? Columns { get; init; }
    public FieldRule? List { get; init; }
    public string Separator { get; init; } = "|";
    public FieldRule? Class { get; init; }
    public string[]? Names { get; init; }
    public Dictionary<string, string> Aliases { get; init; } = [];
    public int AtLeast { get; init; } = 1;
    public Dictionary<string, LabelState> Values { get; init; } = [];
    public BlankLabels Blank { get; init; } = BlankLabels.Unknown;
    public UncertainLabels Uncertain { get; init; } = UncertainLabels.Ignore;
}

/// <summary>What a label's text means.</summary>
internal enum LabelState
{
    Present,
    Absent,
    Uncertain,
    Unknown,
}

internal sealed record ExpectRule
{
    public int? Images { get; init; }
    public int? Patients { get; init; }
    public Dictionary<string, int> Splits { get; init; } = [];
    public Dictionary<string, int> Labels { get; init; } = [];

    /// <summary>Every count, under the words that a report has for it.</summary>
    internal IEnumerable<KeyValuePair<string, int>> All() =>
    [
        .. new[] { KeyValuePair.Create("images", Images), KeyValuePair.Create("patients", Patients) }.Where(c => c.Value is not null).Select(c => KeyValuePair.Create(c.Key, c.Value!.Value)),
        .. Splits.Select(s => KeyValuePair.Create($"images of {s.Key}", s.Value)),
        .. Labels.Select(l => KeyValuePair.Create($"images with {l.Key}", l.Value)),
    ];
}

/// <summary>A text, or a list of texts.</summary>
internal sealed class OneOrMoreConverter : JsonConverter<OneOrMore>
{
    public override OneOrMore Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        new(reader.TokenType == JsonTokenType.String ? [reader.GetString()!] : JsonSerializer.Deserialize<string[]>(ref reader, options)!);

    public override void Write(Utf8JsonWriter writer, OneOrMore value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.Names, options);
}

/// <summary>A text, or an object with value, match, map and otherwise.</summary>
internal sealed class FieldConverter : JsonConverter<FieldRule>
{
    public override FieldRule Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new FieldRule(reader.GetString()!);
        var field = JsonSerializer.Deserialize<Whole>(ref reader, options)!;
        return new FieldRule(field.Value, field.Match, field.Map, field.Otherwise);
    }

    public override void Write(Utf8JsonWriter writer, FieldRule value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Whole(value.Value, value.Match, value.Map, value.Otherwise), options);

    private sealed record Whole(string Value, string? Match, Dictionary<string, string>? Map, string? Otherwise);
}

/// <summary>A label's name, which is its column too, or an object with both.</summary>
internal sealed class LabelColumnConverter : JsonConverter<LabelColumnRule>
{
    public override LabelColumnRule Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString() is var name ? new LabelColumnRule(name!, name!) : throw new JsonException();
        var whole = JsonSerializer.Deserialize<Whole>(ref reader, options)!;
        return new LabelColumnRule(whole.Name, whole.Column);
    }

    public override void Write(Utf8JsonWriter writer, LabelColumnRule value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Whole(value.Name, value.Column), options);

    private sealed record Whole(string Name, string Column);
}

/// <summary>A path, or several.</summary>
internal sealed class PathsConverter : JsonConverter<FieldRule[]>
{
    public override FieldRule[] Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return [JsonSerializer.Deserialize<FieldRule>(ref reader, options)!];
        var paths = new List<FieldRule>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            paths.Add(JsonSerializer.Deserialize<FieldRule>(ref reader, options)!);
        return [.. paths];
    }

    public override void Write(Utf8JsonWriter writer, FieldRule[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var path in value)
            JsonSerializer.Serialize(writer, path, options);
        writer.WriteEndArray();
    }
}
