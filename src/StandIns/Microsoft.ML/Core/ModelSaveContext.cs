using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML;

/// <summary>
/// Where a component writes itself: its own block, and parts beside it. To follow in a new component: call <see cref="SetVersionInfo"/> with the real
/// package's signature and versions, then write the block in the real package's order: numbers with <see cref="Writer"/>, strings as ids.
/// </summary>
public sealed class ModelSaveContext : IDisposable
{
    private readonly ModelArchiveWriter _archive;
    private readonly string _directory;
    private readonly MemoryStream _block = new();
    private readonly List<string> _strings = [];
    private readonly Dictionary<string, int> _stringIds = [];
    private VersionInfo _version;

    private ModelSaveContext(ModelArchiveWriter archive, string directory)
    {
        _archive = archive;
        _directory = directory;
        Writer = new BinaryWriter(_block, Encoding.UTF8, leaveOpen: true);
    }

    /// <summary>Writes the component's own block, little-endian.</summary>
    internal BinaryWriter Writer { get; }

    public void Dispose() => Writer.Dispose();

    /// <summary>Writes a component to a directory of the archive.</summary>
    internal static void SaveModel(ModelArchiveWriter archive, ICanSaveModel component, string directory)
    {
        using var context = new ModelSaveContext(archive, directory);
        component.Save(context);
        context.Done(component);
    }

    /// <summary>Writes a part of this component, such as a transformer of a chain, to a directory below.</summary>
    internal void SaveModel(ICanSaveModel component, string name) => SaveModel(_archive, component, Path(name));

    /// <summary>Writes a block to a directory below that is part of this component and no component of its own.</summary>
    internal void SaveSubModel(string name, VersionInfo version, Action<ModelSaveContext> write)
    {
        using var context = new ModelSaveContext(_archive, Path(name));
        context.SetVersionInfo(version);
        write(context);
        context.Close();
    }

    /// <summary>Must be called once by each component.</summary>
    internal void SetVersionInfo(VersionInfo version) => _version = version;

    /// <summary>Writes a stream beside the component's block.</summary>
    internal void SaveBinaryStream(string name, Action<BinaryWriter> write)
    {
        Writer.Flush();
        _archive.WriteEntry(Path(name), stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            write(writer);
        });
    }

    /// <summary>An array's length and values.</summary>
    internal void SaveIntegers(ReadOnlySpan<int> values)
    {
        Writer.Write(values.Length);
        Writer.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>An array's length and values.</summary>
    internal void SaveSingles(ReadOnlySpan<float> values)
    {
        Writer.Write(values.Length);
        SaveSinglesOnly(values);
    }

    /// <summary>Values alone, their number being known.</summary>
    internal void SaveSinglesOnly(ReadOnlySpan<float> values) => Writer.Write(MemoryMarshal.AsBytes(values));

    internal void SaveString(string value)
    {
        Check.Value(value, nameof(value));
        SaveStringOrNull(value);
    }

    /// <summary>A string is an id in the model's own table, -1 for null.</summary>
    internal void SaveStringOrNull(string value)
    {
        if (value == null)
        {
            Writer.Write(-1);
            return;
        }
        if (!_stringIds.TryGetValue(value, out int id))
        {
            id = _strings.Count;
            _strings.Add(value);
            _stringIds.Add(value, id);
        }
        Writer.Write(id);
    }

    private string Path(string name) => _directory.Length == 0 ? name : $"{_directory}/{name}";

    private void Done(ICanSaveModel component)
    {
        if (_version == null)
            throw new InvalidOperationException($"'{component.GetType()}' saved nothing: its Save must call that of a stock transformer.");
        Close();
    }

    private void Close()
    {
        Writer.Flush();
        _archive.WriteEntry(Path(ModelHeader.FileName), stream => ModelHeader.Write(stream, _block.ToArray(), _version, _strings));
    }
}
