using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MedSsl.MLNet;

/// <summary>A JSON value with the line that it stands in, for errors that a person can find.</summary>
internal sealed class JsonLines
{
    private JsonLines(JsonTokenType kind, string text, int line) => (Kind, Text, Line) = (kind, text, line);

    /// <summary>StartObject, StartArray, String, Number, True, False or Null.</summary>
    internal JsonTokenType Kind { get; }

    /// <summary>The value as it stands in the file, strings without their quotes.</summary>
    internal string Text { get; }

    /// <summary>From 1.</summary>
    internal int Line { get; }

    /// <summary>Whether it is an object or a list.</summary>
    internal bool IsComposite => Kind is JsonTokenType.StartObject or JsonTokenType.StartArray;

    /// <summary>The value of a number; infinite when it is too large.</summary>
    internal double Number => double.Parse(Text, CultureInfo.InvariantCulture);

    /// <summary>Of an object, in the file's order.</summary>
    internal List<(string Name, int Line, JsonLines Value)> Members { get; } = [];

    /// <summary>Of an array.</summary>
    internal List<JsonLines> Items { get; } = [];

    /// <summary>Reads one value.</summary>
    /// <param name="path">For errors.</param>
    /// <param name="text">The file's content.</param>
    /// <exception cref="InvalidDataException">It is no JSON, or a name comes twice in an object.</exception>
    internal static JsonLines Read(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        var reader = new Utf8JsonReader(bytes);
        int[] ends = [.. Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n')];
        try
        {
            reader.Read();
            var value = Read(path, ends, ref reader);
            if (reader.Read())
                throw new InvalidDataException($"{path}, line {LineOf(ends, ref reader)}: there is more after the end of the object.");
            return value;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}, line {e.LineNumber + 1}: this is no valid JSON (character {e.BytePositionInLine + 1}). Look for a missing comma, quote or bracket.", e);
        }
    }

    private static JsonLines Read(string path, int[] ends, ref Utf8JsonReader reader)
    {
        int line = LineOf(ends, ref reader);
        string text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            _ => Encoding.UTF8.GetString(reader.ValueSpan),
        };
        var value = new JsonLines(reader.TokenType, text, line);
        if (value.Kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                value.Items.Add(Read(path, ends, ref reader));
        }
        else if (value.Kind == JsonTokenType.StartObject)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                string name = reader.GetString()!;
                int at = LineOf(ends, ref reader);
                if (!names.Add(name))
                    throw new InvalidDataException($"{path}, line {at}: '{name}' is given twice in one object. Remove one of them.");
                reader.Read();
                value.Members.Add((name, at, Read(path, ends, ref reader)));
            }
        }
        return value;
    }

    /// <summary>Whether another value is the same: numbers by value, members in any order.</summary>
    internal bool Same(JsonLines other) => Kind == other.Kind && Kind switch
    {
        JsonTokenType.Number => Number == other.Number,
        JsonTokenType.StartArray => Items.Count == other.Items.Count && Items.Zip(other.Items).All(pair => pair.First.Same(pair.Second)),
        JsonTokenType.StartObject => Members.Count == other.Members.Count
            && Members.All(member => other.Members.Exists(m => m.Name == member.Name && m.Value.Same(member.Value))),
        _ => Text == other.Text,
    };

    /// <summary>One more than the line ends before the token.</summary>
    private static int LineOf(int[] ends, ref Utf8JsonReader reader) => 1 + ~Array.BinarySearch(ends, (int)reader.TokenStartIndex);
}
