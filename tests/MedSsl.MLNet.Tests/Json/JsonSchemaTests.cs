using System.Text.Json;

namespace MedSsl.MLNet.Tests;

public class JsonSchemaTests
{
    /// <summary>1,134 values and schemas; what is valid is python3-jsonschema's word (tests/peers/schema_cases.py).</summary>
    [Fact]
    public void Values_fit_where_another_validator_says_so()
    {
        using var stream = typeof(JsonSchemaTests).Assembly.GetManifestResourceStream("schema_cases.json")!;
        using var table = JsonDocument.Parse(stream);
        string[] values = [.. table.RootElement.GetProperty("values").EnumerateArray().Select(v => v.GetString()!)];
        List<string> differences = [];
        foreach (var entry in table.RootElement.GetProperty("cases").EnumerateArray())
        {
            string text = entry.GetProperty("schema").GetRawText();
            var schema = new JsonSchema(text);
            HashSet<string> valid = [.. entry.GetProperty("valid").EnumerateArray().Select(v => v.GetString()!)];
            differences.AddRange(values.Where(value => schema.Fits(JsonLines.Read("value.json", value)) != valid.Contains(value)).Select(value => $"{text}: {value}"));
        }
        // The one departure: a whole number has no point.
        Assert.Equal(["""{"items": {"type": "integer"}}: [1, 1.0]"""], differences);
        Assert.Equal(27, values.Length);
    }

    [Theory]
    [InlineData("""{ "oneOf": [] }""", "#/oneOf")]
    [InlineData("""{ "properties": { "a": { "maxLength": 3 } } }""", "#/properties/a/maxLength")]
    [InlineData("""{ "$defs": { "x": { "items": { "format": "date" } } } }""", "#/$defs/x/items/format")]
    [InlineData("""{ "anyOf": [ { "if": {} } ] }""", "#/anyOf/if")]
    [InlineData("""{ "$ref": "#/$defs/none" }""", "leads nowhere")]
    [InlineData("""{ "$ref": "other.json" }""", "leads nowhere")]
    [InlineData("""{ "$ref": "#/$defs/x", "type": "null", "$defs": { "x": {} } }""", "rules beside it")]
    [InlineData("""{ "enum": [ {} ] }""", "#/enum")]
    public void A_schema_that_says_more_than_is_checked_is_refused(string schema, string place) =>
        Assert.Contains(place, Assert.Throws<NotSupportedException>(() => new JsonSchema(schema)).Message);

    [Theory]
    [InlineData("{\n \"a\": 1,\n \"b\": [ 1,\n 2.5 ] }", "line 4: 'b[1]' is 2.5; it must be a whole number.")]
    [InlineData("{ \"a\": 1,\n\n \"c\": { \"d\": \"x y\" } }", "line 3: 'c.d' is \"x y\"; it must be text in quotes of the form \"^[a-z]+$\".")]
    [InlineData("{ \"a\": 1, \"other\": {} }", "line 1: there is no field 'other'. There are a, b, c, f.")]
    [InlineData("{ \"a\": 1,\n \"c\": { \"dd\": \"x\" } }", "line 2: there is no field 'c.dd'. Did you mean 'd'?")]
    [InlineData("{\n\"b\": [1] }", "line 1: the file has no 'a'. Add it.")]
    [InlineData("{ \"a\": 1,\n\"c\": {} }", "line 2: 'c' has no 'd'. Add it.")]
    [InlineData("{ \"a\": 1, \"b\": [1,\n1] }", "line 2: 'b[1]' is 1, which is there already. Remove one of them.")]
    [InlineData("{ \"a\": 1, \"b\": [] }", "'b' is a list; it must be a list in [ ] with at least so many values: 1.")]
    [InlineData("{ \"a\": 1, \"f\": true }", "'f' is true; it must be text in quotes, not empty or a list in [ ] or null.")]
    [InlineData("{ \"a\": 1, \"f\": [2] }", "'f[0]' is 2; it must be text in quotes.")]
    [InlineData("{ \"a\": 1e999 }", "'a' is 1e999; it must be a number.")]
    public void A_fault_is_named_with_line_field_value_and_remedy(string text, string message)
    {
        var schema = new JsonSchema("""
            { "type": "object", "required": ["a"], "additionalProperties": false, "properties": {
              "a": { "type": "number" },
              "b": { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "type": "integer" } },
              "c": { "$ref": "#/$defs/named" },
              "f": { "anyOf": [ { "type": "string", "minLength": 1 }, { "type": "array", "items": { "type": "string" } }, { "type": "null" } ] } },
              "$defs": { "named": { "type": "object", "required": ["d"], "additionalProperties": false, "properties": { "d": { "type": "string", "pattern": "^[a-z]+$" } } } } }
            """);
        Assert.EndsWith(message, Assert.Throws<InvalidDataException>(() => schema.Check("x.json", JsonLines.Read("x.json", text), "field")).Message);
    }

    [Fact]
    public void The_librarys_schemas_are_there_by_name()
    {
        Assert.All(DataSchemas.Names, name => Assert.Contains("2020-12", DataSchemas.Get(name)));
        Assert.Contains("metrics.schema.json", Assert.Throws<ArgumentException>(() => DataSchemas.Get("manifest.schema.json")).Message);
        Assert.Throws<FileNotFoundException>(() => DataSchemas.Check(DataSchemas.Metrics, "none.json"));
    }
}
