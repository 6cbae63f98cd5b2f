using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>
/// Where a component reads itself from: what <see cref="ModelSaveContext"/> wrote. To follow in a new component: a static Create(IHostEnvironment,
/// ModelLoadContext), named with the loader signature in a <see cref="Runtime.LoadableModelAttribute"/> on the assembly, that calls
/// <see cref="CheckVersion"/> first and then reads its block in the order in which the real package writes it; all of the block must be read.
/// Content that cannot be right is refused by <see cref="Require"/>, as a <see cref="FormatException"/>.
/// </summary>
internal sealed class ModelLoadContext
{
    // Real models nest a few levels; a hostile one may not exhaust the stack.
    private const int DeepestNesting = 64;

    private readonly ModelArchiveReader _archive;
    private readonly string _directory;
    private readonly ModelHeader _header;

    private ModelLoadContext(ModelArchiveReader archive, string directory, ModelHeader header)
    {
        _archive = archive;
        _directory = directory;
        _header = header;
        Block = new MemoryStream(header.Block, 0, header.Block.Length, writable: false, publiclyVisible: true);
        Reader = new BinaryReader(Block);
    }

    /// <summary>Reads the component's own block.</summary>
    internal BinaryReader Reader { get; }

    /// <summary>The version of the layout that the block was written in.</summary>
    internal uint Version => _header.Written;

    /// <summary>What may still be decompressed.</summary>
    internal InflationBudget Budget => _archive.Budget;

    private MemoryStream Block { get; }

    /// <summary>Checks that the block was written with this signature, in a version that these sources understand.</summary>
    internal void CheckVersion(VersionInfo version)
    {
        Require(_header.Signature == version.Signature, $"the block's signature is '{_header.Signature}', not '{version.Signature}'");
        Require(_header.Readable <= _header.Written, $"version {_header.Written:x8} of '{_header.Signature}' contradicts itself");
        // The real package refuses these too, even where a newer one says that older readers would understand it.
        Require(
            _header.Written <= version.Written,
            $"'{_header.Signature}' has version {_header.Written:x8}, which a newer version of ML.NET wrote: up to {version.Written:x8} can be read");
        Require(
            _header.Written >= version.OldestRead,
            $"'{_header.Signature}' has version {_header.Written:x8}, which is too old: from {version.OldestRead:x8} on can be read");
    }

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

    /// <summary>An array with its length before it.</summary>
    internal int[] LoadIntegers() => LoadIntegers(LoadCount(sizeof(int)));

    internal int[] LoadIntegers(int count) => LoadArray<int>(count);

    /// <summary>An array with its length before it.</summary>
    internal float[] LoadSingles() => LoadSingles(LoadCount(sizeof(float)));

    internal float[] LoadSingles(int count) => LoadArray<float>(count);

    internal T[] LoadArray<T>(int count) where T : unmanaged
    {
        long bytes = (long)count * Unsafe.SizeOf<T>();
        Require(count >= 0 && bytes <= Block.Length - Block.Position, $"a count of {count} does not fit");
        var values = new T[count];
        Block.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A boolean byte.</summary>
    internal bool LoadBoolean()
    {
        byte value = Reader.ReadByte();
        Require(value <= 1, $"{value} is no truth value");
        return value == 1;
    }

    internal bool HasStream(string name) => _archive.Contains(Path(name));

    /// <summary>The stream that SaveBinaryStream wrote, with every byte checked.</summary>
    internal byte[] LoadBinaryStream(string name) => _archive.ReadEntry(Path(name));

    /// <summary>The stored data that SaveBinaryStream wrote.</summary>
    internal IDataView LoadData(string name) => _archive.ReadEntry(Path(name), bytes => IdvFile.Read(bytes, Budget));

    internal void Require(bool ok, string problem)
    {
        if (!ok)
            throw new FormatException($"in '{_directory}' {problem}");
    }

    /// <summary>Reads a part of this component from a directory below.</summary>
    internal T LoadModel<T>(IHostEnvironment env, string name) where T : class => LoadModel<T>(env, _archive, Path(name));

    internal bool HasModel(string name) => _archive.Contains(Path($"{name}/{ModelHeader.FileName}"));

    /// <summary>Reads a block in a directory below that is part of this component and no component of its own.</summary>
    internal T LoadSubModel<T>(string name, VersionInfo version, Func<ModelLoadContext, T> read)
    {
        ModelLoadContext context = Open(_archive, Path(name));
        context.CheckVersion(version);
        T part = read(context);
        context.RequireEnd();
        return part;
    }

    /// <summary>The loader signature of the block in a directory below.</summary>
    internal string LoaderOf(string name) => Open(_archive, Path(name))._header.LoaderSignature;

    /// <summary>Reads the component in a directory of the archive.</summary>
    internal static T LoadModel<T>(IHostEnvironment env, ModelArchiveReader archive, string directory) where T : class
    {
        ModelLoadContext context = Open(archive, directory);
        object component = Create(env, context);
        context.RequireEnd();
        return component as T ?? throw new FormatException($"'{directory}' holds a '{component.GetType()}' where a '{typeof(T)}' belongs");
    }

    private static ModelLoadContext Open(ModelArchiveReader archive, string directory)
    {
        if (directory.Count(c => c == '/') > DeepestNesting)
            throw new FormatException($"its parts are nested more than {DeepestNesting} deep");
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

        return new ModelLoadContext(archive, directory, header);
    }

    private void RequireEnd() => Require(Block.Position == Block.Length, $"{Block.Length - Block.Position} bytes are left over");

    private static object Create(IHostEnvironment env, ModelLoadContext context)
    {
        string signature = context._header.LoaderSignature;
        if (context._header.AssemblyName.Length > 0)
            RegisterAssembly(env, context._header.AssemblyName);
        Type type = env.ComponentCatalog.FindLoadable(signature) ?? env.ComponentCatalog.FindLoadable(context._header.Alternate)
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
