using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// Where a component reads itself from: what <see cref="ModelSaveContext"/> wrote.
/// A component's Create throws <see cref="FormatException"/> (through <see cref="Require"/>) for content that cannot be right.
/// </summary>
internal sealed class ModelLoadContext
{
    private readonly ModelArchiveReader _archive;
    private readonly string _directory;
    private readonly ModelHeader _header;

    private ModelLoadContext(ModelArchiveReader archive, string directory, ModelHeader header)
    {
        _archive = archive;
        _directory = directory;
        _header = header;
        Reader = new BinaryReader(new MemoryStream(header.Block));
    }

    /// <summary>Reads the component's own block.</summary>
    internal BinaryReader Reader { get; }

    internal uint Version => _header.Written;

    /// <summary>Checks that the block was written with this signature, in a version that these sources understand.</summary>
    internal void CheckVersion(VersionInfo version) => Require(
        _header.Signature == version.Signature && _header.Readable <= version.Written,
        $"'{_header.Signature}' of version {_header.Readable:x8} is not '{version.Signature}' of version {version.Written:x8} or older");

    internal string LoadString()
    {
        string value = LoadStringOrNull();
        Require(value != null, "a name is missing");
        return value;
    }

    internal string LoadStringOrNull()
    {
        int id = Reader.ReadInt32();
        Require(id >= -1 && id < _header.Strings.Length, $"string {id} is not in its table");
        return id < 0 ? null : _header.Strings[id];
    }

    /// <summary>A count that the rest of the block can hold, given the least bytes of an item.</summary>
    internal int LoadCount(int bytesPerItem)
    {
        int count = Reader.ReadInt32();
        long rest = Reader.BaseStream.Length - Reader.BaseStream.Position;
        Require(count >= 0 && (long)count * bytesPerItem <= rest, $"a count of {count} does not fit");
        return count;
    }

    internal bool HasStream(string name) => _archive.Contains(Path(name));

    /// <summary>The stream that SaveBinaryStream wrote, with every byte checked.</summary>
    internal byte[] LoadBinaryStream(string name) => _archive.ReadEntry(Path(name));

    internal void Require(bool ok, string problem)
    {
        if (!ok)
            throw new FormatException($"in '{_directory}' {problem}");
    }

    /// <summary>Reads a part of this component from a directory below.</summary>
    internal T LoadModel<T>(IHostEnvironment env, string name) where T : class => LoadModel<T>(env, _archive, Path(name));

    internal bool HasModel(string name) => _archive.Contains(Path($"{name}/{ModelHeader.FileName}"));

    /// <summary>Reads the component in a directory of the archive.</summary>
    internal static T LoadModel<T>(IHostEnvironment env, ModelArchiveReader archive, string directory) where T : class
    {
        string file = directory.Length == 0 ? ModelHeader.FileName : $"{directory}/{ModelHeader.FileName}";
        ModelHeader header;
        try
        {
            header = ModelHeader.Read(archive.ReadEntry(file));
        }
        catch (FormatException e) when (e.InnerException == null && !e.Message.Contains(file))
        {
            throw new FormatException($"its entry '{file}' {e.Message}", e);
        }

        var context = new ModelLoadContext(archive, directory, header);
        object component = Create(env, context);
        context.Require(
            context.Reader.BaseStream.Position == context.Reader.BaseStream.Length,
            $"{context.Reader.BaseStream.Length - context.Reader.BaseStream.Position} bytes are left over");
        return component as T ?? throw new FormatException($"'{directory}' holds a '{component.GetType()}' where a '{typeof(T)}' belongs");
    }

    private static object Create(IHostEnvironment env, ModelLoadContext context)
    {
        string signature = context._header.LoaderSignature;
        if (context._header.AssemblyName.Length > 0)
            RegisterAssembly(env, context._header.AssemblyName);
        Type type = env.ComponentCatalog.FindLoadable(signature)
            ?? throw new NotSupportedException($"This version cannot read a '{signature}' ('{context._directory}').");
        MethodInfo create = type.GetMethod(
            "Create",
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy,
            [typeof(IHostEnvironment), typeof(ModelLoadContext)])
            ?? throw new InvalidOperationException($"'{type}' has no method Create(IHostEnvironment, ModelLoadContext).");
        try
        {
            return create.Invoke(null, [env, context]);
        }
        catch (TargetInvocationException e) when (e.InnerException is EndOfStreamException)
        {
            throw new FormatException($"in '{context._directory}' the content ends too early", e.InnerException);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    private static void RegisterAssembly(IHostEnvironment env, string fullName)
    {
        try
        {
            env.ComponentCatalog.RegisterAssembly(VersionInfo.LoadAssembly(fullName));
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException)
        {
            throw new InvalidOperationException($"The model needs the assembly '{fullName}', which cannot be loaded.", e);
        }
    }

    private string Path(string name) => _directory.Length == 0 ? name : $"{_directory}/{name}";
}
