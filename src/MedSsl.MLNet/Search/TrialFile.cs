using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedSsl.MLNet;

/// <summary>
/// The finished folds of a search, one JSON object a line after a first line that tells what the search is of. A line is written whole and flushed to the disk
/// before the next fold begins; a last line that a kill cut off is dropped.
/// </summary>
internal sealed class TrialFile
{
    private const string FileName = "trials.jsonl";

    private readonly string _path;
    private readonly List<FinishedFold> _folds = [];

    /// <summary>Opens the folder's file, or begins it.</summary>
    /// <exception cref="InvalidDataException">It is of another search, or is no such file.</exception>
    internal TrialFile(string folder, JsonObject identity)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, FileName);
        if (!File.Exists(_path) || Read(identity) is not { } length)
            Append(FileMode.Create, identity.ToJsonString(StateJson.Options));
        else
            Cut(length);
    }

    /// <summary>A fold that was measured, or null.</summary>
    internal FinishedFold? Find(double learningRate, double weightDecay, int fold)
        => _folds.Find(done => done.LearningRate == learningRate && done.WeightDecay == weightDecay && done.Fold == fold);

    internal void Add(FinishedFold fold)
    {
        Append(FileMode.Append, JsonSerializer.Serialize(fold, StateJson.Options));
        _folds.Add(fold);
    }

    /// <summary>Reads all whole lines; their length in bytes, or null where there is not even a first one.</summary>
    private long? Read(JsonObject identity)
    {
        byte[] bytes = File.ReadAllBytes(_path);
        int length = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        string[] lines = Encoding.UTF8.GetString(bytes, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            return null;
        int line = 0;
        try
        {
            if (RunIdentity.Difference(JsonNode.Parse(lines[0])!.AsObject(), identity) is { } difference)
            {
                throw new InvalidDataException(
                    $"{_path} holds the trials of another search: {difference}. Give this search a folder of its own, or delete the file.");
            }
            for (line = 1; line < lines.Length; line++)
                _folds.Add(JsonSerializer.Deserialize<FinishedFold>(lines[line], StateJson.Options)!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{_path}, line {line + 1}, is no trial of a search ({error.Message}). Delete the file, or give another folder.");
        }
        return length;
    }

    private void Cut(long length)
    {
        using var stream = new FileStream(_path, FileMode.Open, FileAccess.Write);
        stream.SetLength(length);
    }

    private void Append(FileMode mode, string line)
    {
        using var stream = new FileStream(_path, mode, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
        stream.Flush(flushToDisk: true);
    }
}

/// <summary>A line of the file.</summary>
internal sealed record FinishedFold(double LearningRate, double WeightDecay, int Fold, double MacroAuroc, double Seconds);
