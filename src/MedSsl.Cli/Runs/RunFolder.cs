using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedSsl.Cli.Runs;

/// <summary>The folder that a run writes to. Every file is written whole under another name and then moved, so that none is ever half there.</summary>
internal sealed class RunFolder
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly string _path;

    private RunFolder(string path) => _path = path;

    public string Model => File("model.zip");
    public string Metrics => File("metrics.json");
    public string Options => File("options.json");
    public string Log => File("train.log");

    /// <summary>Makes the folder, or takes an existing one without a run in it.</summary>
    public static RunFolder Create(string path, bool overwrite)
    {
        var folder = new RunFolder(Path.GetFullPath(path));
        if (System.IO.File.Exists(folder._path))
            throw new IOException($"{path} is a file; give --out a folder.");
        if (!overwrite && (System.IO.File.Exists(folder.Model) || System.IO.File.Exists(folder.Metrics)))
            throw new IOException($"{path} already holds a run; give another --out, or --overwrite.");
        Directory.CreateDirectory(folder._path);
        if (overwrite)
            foreach (string file in new[] { folder.Model, folder.Metrics, folder.Options })
                System.IO.File.Delete(file);
        return folder;
    }

    public string File(string name) => Path.Combine(_path, name);

    /// <summary>Writes an object as JSON.</summary>
    public static void WriteJson<T>(string path, T value) => WriteText(path, JsonSerializer.Serialize(value, Json) + "\n");

    /// <summary>Writes text whole or not at all.</summary>
    public static void WriteText(string path, string text)
    {
        string temporary = path + ".tmp";
        try
        {
            System.IO.File.WriteAllText(temporary, text);
            System.IO.File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            System.IO.File.Delete(temporary);
            throw;
        }
    }
}
