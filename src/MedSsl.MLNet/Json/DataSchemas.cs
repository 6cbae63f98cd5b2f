using System.Collections.Concurrent;

namespace MedSsl.MLNet;

/// <summary>The JSON Schemas, draft 2020-12, of the files that this library reads and writes; data-schemas/ holds the same files for editors.</summary>
public static class DataSchemas
{
    /// <summary>Options and recipes: options.json.</summary>
    public const string Options = "options.schema.json";

    /// <summary>Descriptions of data sets.</summary>
    public const string Dataset = "dataset.schema.json";

    /// <summary>Metrics of an evaluation or of a training run: metrics.json.</summary>
    public const string Metrics = "metrics.schema.json";

    private static readonly ConcurrentDictionary<string, JsonSchema> _schemas = new();

    /// <summary>The names of all schemas.</summary>
    public static IReadOnlyList<string> Names { get; } = [Options, Dataset, Metrics];

    /// <summary>A schema's text.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such schema.</exception>
    public static string Get(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Names.Contains(name) ? Resource(name) : throw new ArgumentException($"There is no schema '{name}'. The schemas are {string.Join(", ", Names)}.", nameof(name));
    }

    /// <summary>Holds a file to a schema.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file does not fit: the message names file, line, field, value and what it may be.</exception>
    public static void Check(string name, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(name, path, File.Exists(path) ? File.ReadAllText(path) : throw new FileNotFoundException($"{path}: there is no such file.", path), "field");
    }

    /// <summary>Holds text to a schema, and gives what was read.</summary>
    internal static JsonLines Check(string name, string path, string text, string noun)
    {
        var value = JsonLines.Read(path, text);
        _schemas.GetOrAdd(name, static name => new JsonSchema(Get(name))).Check(path, value, noun);
        return value;
    }

    /// <summary>A file of data-schemas/, which the library holds.</summary>
    internal static string Resource(string name)
    {
        using var stream = typeof(DataSchemas).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
