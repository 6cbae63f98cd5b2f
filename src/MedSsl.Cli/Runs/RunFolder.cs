using System.Text.Json;
using System.Text.Json.Nodes;
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

    private RunFolder(string path) => _path = Path.GetFullPath(path);

    public string Model => File("model.zip");
    public string Metrics => File("metrics.json");
    public string Options => File("options.json");
    public string Log => File("train.log");
    public string Search => File("search.json");
    public string Monitors => File("monitors");
    public string Checkpoints => File("checkpoints");

    /// <summary>Model and metrics are there.</summary>
    public bool IsFinished => System.IO.File.Exists(Model) && System.IO.File.Exists(Metrics);

    /// <summary>Checkpoints are there.</summary>
    public bool IsInterrupted => Directory.Exists(Checkpoints) && Directory.EnumerateFiles(Checkpoints, "*.checkpoint").Any();

    /// <summary>Makes the folder, or takes an existing one without a run in it.</summary>
    public static RunFolder Create(string path, bool overwrite)
    {
        var folder = new RunFolder(path);
        folder.CheckVacant(path, overwrite);
        folder.Begin(overwrite);
        return folder;
    }

    /// <summary>Looks whether a run can be made, or gone on with, in a folder; nothing that is there is changed.</summary>
    public static RunFolder Find(string path, RunControl control, RunOptions options)
    {
        var folder = new RunFolder(path);
        if (control.Resume)
            folder.CheckSameRun(options);
        else
            folder.CheckVacant(path, control.Overwrite);
        return folder;
    }

    /// <summary>Makes the folder, and removes what an overwritten run left.</summary>
    public void Begin(bool overwrite)
    {
        Directory.CreateDirectory(_path);
        if (!overwrite)
            return;
        foreach (string file in new[] { Model, Metrics, Options, Search })
            System.IO.File.Delete(file);
        RemoveCheckpoints();
    }

    /// <summary>Removes the checkpoints, and their folder if nothing else is in it.</summary>
    public void RemoveCheckpoints()
    {
        if (!Directory.Exists(Checkpoints))
            return;
        foreach (string file in Directory.GetFiles(Checkpoints, "*.checkpoint*"))
            System.IO.File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(Checkpoints).Any())
            Directory.Delete(Checkpoints);
    }

    private void CheckVacant(string path, bool overwrite)
    {
        if (System.IO.File.Exists(_path))
            throw new IOException($"{path} is a file; give --out a folder.");
        if (overwrite)
            return;
        if (System.IO.File.Exists(Model) || System.IO.File.Exists(Metrics))
            throw new IOException($"{path} already holds a run; give another --out, or --overwrite.");
        if (IsInterrupted)
            throw new IOException($"{path} holds a run that was interrupted; --resume goes on with it, --overwrite replaces it.");
    }

    private void CheckSameRun(RunOptions options)
    {
        if (!System.IO.File.Exists(Options))
            return;
        JsonNode? then;
        try
        {
            then = JsonNode.Parse(System.IO.File.ReadAllText(Options));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Options} is no JSON ({e.Message}); start again with --overwrite.", e);
        }
        if (JsonDifference.Of(then, JsonSerializer.SerializeToNode(options, Json)) is { } difference)
            throw new InvalidOperationException($"{_path} holds a run with other options: {difference}. Put that back, or start again with --overwrite or another --out.");
    }

    public string File(string name) => Path.Combine(_path, name);

    /// <summary>Reads what <see cref="WriteJson{T}"/> wrote.</summary>
    public static T ReadJson<T>(string path) => JsonSerializer.Deserialize<T>(System.IO.File.ReadAllText(path), Json)!;

    /// <summary>Writes an object as JSON.</summary>
    public static void WriteJson<T>(string path, T value) => WriteText(path, JsonSerializer.Serialize(value, Json) + "\n");

    /// <summary>Writes text whole or not at all.</summary>
    public static void WriteText(string path, string text)
    {
        string temporary = path + ".tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
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
