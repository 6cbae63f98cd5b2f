using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedSsl.MLNet;

/// <summary>
/// How a data set as it is published becomes a manifest: its tables, how they join, where images lie, which columns are patient, view, split and labels. A description
/// is a JSON file that fits data-schemas/dataset.schema.json; the library holds those of data-schemas/datasets/.
/// </summary>
public sealed class DatasetDescription
{
    private const string Prefix = "datasets/", Suffix = ".json";

    private DatasetDescription(string path, DatasetRules rules) => (Path, Rules) = (path, rules);

    /// <summary>The names of the descriptions that the library holds, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(DatasetDescription).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The name, such as chexpert.</summary>
    public string Name => Rules.Name;

    /// <summary>The set's title.</summary>
    public string Title => Rules.Title;

    /// <summary>What the set is, in a sentence.</summary>
    public string Summary => Rules.Summary;

    /// <summary>Where the set can be had.</summary>
    public string Homepage => Rules.Homepage;

    /// <summary>Under which terms the images may be used.</summary>
    public string Licence => Rules.Licence;

    /// <summary>The paper to cite.</summary>
    public string Citation => Rules.Citation;

    /// <summary>Where the description's facts come from.</summary>
    public IReadOnlyList<string> Sources => Rules.Sources;

    /// <summary>Quirks of the set.</summary>
    public IReadOnlyList<string> Notes => Rules.Notes;

    /// <summary>The labels; empty where the rows of the set name them.</summary>
    public IReadOnlyList<string> Labels => Rules.Npz?.Labels ?? Rules.Labels.Columns?.Select(column => column.Name).ToArray() ?? Rules.Labels.Names ?? [];

    /// <summary>The counts that the set was published with, such as images, patients, images of train; a report names what differs.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> PublishedCounts => [.. Rules.Expect.All()];

    /// <summary>Whether the set is an .npz of MedMNIST, whose images are written as files.</summary>
    public bool IsNpz => Rules.Npz is not null;

    internal string Path { get; }

    internal DatasetRules Rules { get; }

    /// <summary>A description that the library holds.</summary>
    /// <param name="name">One of <see cref="Names"/>, in any case.</param>
    /// <exception cref="ArgumentException">There is no such description.</exception>
    public static DatasetDescription Get(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string known = Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException(
            $"There is no data set '{name}'.{ManifestFault.Suggest(name, Names)} The data sets are {string.Join(", ", Names)}; a file that describes another ends in .json.");
        return Parse(known + Suffix, DataSchemas.Resource(Prefix + known + Suffix), null);
    }

    /// <summary>Reads a description of one's own.</summary>
    /// <param name="path">A JSON file that fits data-schemas/dataset.schema.json.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It does not fit: the message names file, line, field, value and what it may be.</exception>
    public static DatasetDescription Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(path, Text(path), System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)));
    }

    /// <summary>Reads the tables of a set and writes a manifest.</summary>
    /// <param name="folder">The folder that holds the set as it is published.</param>
    /// <param name="manifest">The manifest, a .csv file; its folder is made. Paths are relative to it where the images lie below it, and full otherwise.</param>
    /// <param name="options">How labels are read, and what is left out.</param>
    /// <param name="cancellation">Ends the work; no manifest is there then.</param>
    /// <returns>What was found, and what is missing.</returns>
    /// <exception cref="FileNotFoundException">The folder, or a table in it, is not there.</exception>
    /// <exception cref="InvalidDataException">A table does not hold what the description says: the message names file, row, column, value and remedy.</exception>
    /// <exception cref="NotSupportedException">The set is an .npz of MedMNIST: <see cref="WriteImages"/> writes it.</exception>
    public DatasetReport WriteManifest(string folder, string manifest, DatasetOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(manifest);
        using var writer = new ManifestWriter(manifest);
        var report = new DatasetReader(this, folder, options ?? new(), cancellation).Read(writer);
        writer.Finish();
        return report;
    }

    /// <summary>The description of an .npz of MedMNIST by the file's name, or null if none is known.</summary>
    /// <param name="file">The file.</param>
    public static DatasetDescription? OfNpz(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string name = System.IO.Path.GetFileNameWithoutExtension(file).Split('_')[0];
        return Names.Contains(name, StringComparer.OrdinalIgnoreCase) && Get(name) is { IsNpz: true } known ? known : null;
    }

    /// <summary>Writes an .npz of MedMNIST as PNG files with a manifest.</summary>
    /// <param name="source">The file, or the folder that holds it.</param>
    /// <param name="folder">A new folder for images and manifest.csv.</param>
    /// <param name="cancellation">Ends the work; no manifest is there then.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="FileNotFoundException">The file is not there.</exception>
    /// <exception cref="InvalidDataException">The file is no such set.</exception>
    /// <exception cref="NotSupportedException">The set has tables: <see cref="WriteManifest"/> reads them.</exception>
    public DatasetReport WriteImages(string source, string folder, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Rules.Npz is null)
            throw new NotSupportedException($"{Title} has images and tables; {nameof(WriteManifest)} reads them.");
        string file = Directory.Exists(source) ? DatasetFiles.Require(source, Rules, Rules.Npz.File) : source;
        return MedMnist.Convert(file, folder, Rules.Npz.Labels, Rules.Expect, cancellation);
    }

    /// <summary>Writes an .npz of MedMNIST that no description is known of; its labels are called label0, label1, and so on.</summary>
    /// <inheritdoc cref="WriteImages"/>
    /// <param name="file">The file.</param>
    /// <param name="folder">A new folder for images and manifest.csv.</param>
    /// <param name="cancellation">Ends the work; no manifest is there then.</param>
    public static DatasetReport WriteNpz(string file, string folder, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return MedMnist.Convert(file, folder, null, new(), cancellation);
    }

    private static string Text(string path) =>
        File.Exists(path) ? File.ReadAllText(path) : throw new FileNotFoundException($"{path}: there is no such description of a data set.", path);

    private static DatasetDescription Parse(string path, string text, string? folder)
    {
        var merged = Merged(path, text, folder, 0);
        var rules = merged.Deserialize<DatasetRules>(DatasetRules.Json)!;
        DatasetRuleCheck.Check(path, rules);
        return new DatasetDescription(path, rules);
    }

    /// <summary>The file's members, and those of the description that it extends where it has none.</summary>
    private static JsonObject Merged(string path, string text, string? folder, int depth)
    {
        DataSchemas.Check(DataSchemas.Dataset, path, text, "field");
        var own = JsonNode.Parse(text.TrimStart('\uFEFF'))!.AsObject();
        own.Remove("$schema");
        if (own["extends"]?.GetValue<string>() is not { } name)
            return own;
        if (depth == 8)
            throw new InvalidDataException($"{path}: 'extends' goes round in a circle, or through more than 8 files. Let one of them stand by itself.");
        own.Remove("extends");
        JsonObject parent;
        if (Names.Contains(name))
            parent = Merged(name + Suffix, DataSchemas.Resource(Prefix + name + Suffix), null, depth + 1);
        else if (folder is not null && System.IO.Path.Combine(folder, name) is var file && File.Exists(file))
            parent = Merged(file, File.ReadAllText(file), System.IO.Path.GetDirectoryName(file), depth + 1);
        else
            throw new InvalidDataException($"{path}: 'extends' is \"{name}\"; it must be one of {string.Join(", ", Names)}, or a file beside this one.");
        foreach (var (member, value) in own.ToArray())
            parent[member] = value?.DeepClone();
        return parent;
    }
}
