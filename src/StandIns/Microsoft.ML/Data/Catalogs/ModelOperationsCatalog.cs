using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Saves and loads models, and makes prediction engines.</summary>
public sealed partial class ModelOperationsCatalog
{
    private const string TransformerDirectory = "TransformerChain";
    private const string SchemaEntry = "Schema";

    internal ModelOperationsCatalog(IHostEnvironment env) => Environment = env;

    internal IHostEnvironment Environment { get; }

    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        Check.Value(model, nameof(model));
        Check.NonEmpty(filePath, nameof(filePath));
        using FileStream file = File.Create(filePath);
        Save(model, inputSchema, file);
    }

    /// <summary>Saves a model with the schema of its input (null for none); columns of users' own types are left out of that.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        Check.Value(model, nameof(model));
        Check.Value(stream, nameof(stream));
        using var archive = new ModelArchiveWriter(stream);
        archive.WriteEntry("TrainingInfo/Version.txt", entry =>
        {
            using var text = new StreamWriter(entry);
            text.Write("5.0.0\n");
        });
        ModelSaveContext.SaveModel(archive, model, TransformerDirectory);
        if (inputSchema != null)
            archive.WriteEntry(SchemaEntry, entry => IdvFile.Write(entry, inputSchema, keepHidden: true));
    }

    public ITransformer Load(string filePath, out DataViewSchema inputSchema)
    {
        Check.NonEmpty(filePath, nameof(filePath));
        using FileStream file = File.OpenRead(filePath);
        return Load(file, $"The model '{filePath}'", out inputSchema);
    }

    public ITransformer Load(Stream stream, out DataViewSchema inputSchema)
    {
        Check.Value(stream, nameof(stream));
        return Load(stream, "The model", out inputSchema);
    }

    private ITransformer Load(Stream stream, string name, out DataViewSchema inputSchema)
    {
        try
        {
            using var archive = new ModelArchiveReader(stream);
            ITransformer model = ModelLoadContext.LoadModel<ITransformer>(Environment, archive, TransformerDirectory);
            inputSchema = archive.Contains(SchemaEntry) ? archive.ReadEntry(SchemaEntry, bytes => IdvFile.Read(bytes, archive.Budget)).Schema : null;
            return model;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or EndOfStreamException or InvalidDataException)
        {
            throw new FormatException($"{name} cannot be read, for {e.Message}. It is cut off, altered, or no ML.NET model: save or copy it again.", e);
        }
    }
}
