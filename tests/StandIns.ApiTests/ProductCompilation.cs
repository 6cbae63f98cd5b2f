using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StandIns.ApiTests;

/// <summary>The product's own sources and tests, compiled against references written from the API lists instead of the stand-ins.</summary>
internal sealed partial class ProductCompilation
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest, DocumentationMode.None);
    private readonly List<MetadataReference> _references = [.. Framework.References.Values];

    /// <param name="torchSharpColumn">1 for TorchSharp's newest signatures, 2 for those of 0.102 where they differ.</param>
    internal ProductCompilation(int torchSharpColumn)
    {
        // The packages that a debian build restores too.
        var ours = ApiLists.Assemblies.Keys.Append(typeof(ProductCompilation).Assembly.GetName().Name!).ToHashSet();
        _references.AddRange(Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(file => IsManagedPackage(file, ours)).Select(file => MetadataReference.CreateFromFile(file)));
        foreach (string assembly in ApiLists.Assemblies.Keys)
        {
            var lines = ApiLists.Of(assembly, torchSharpColumn).ToDictionary(line => line.Key, line => WithListedBase(line.Key, line.Value));
            _references.Add(ReferenceSource.Compile(assembly, lines, _references).ToMetadataReference());
        }
    }

    /// <summary>Errors and warnings of a project's sources, and the project itself as a reference for the next.</summary>
    internal IReadOnlyList<string> Add(string folder, string assembly, string[] friends, string moreUsings = "")
    {
        string root = Path.Combine(Root(), folder);
        var trees = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[..^1].Any(part => part is "obj" or "bin"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Parse, file)).ToList();
        return Add(assembly, trees, moreUsings + string.Concat(friends.Select(friend => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend}\")]\n")));
    }

    /// <summary>Errors and warnings of one piece of source.</summary>
    internal IReadOnlyList<string> Add(string source) => Add("snippet", [CSharpSyntaxTree.ParseText(source, Parse, "snippet")], "");

    private List<string> Add(string assembly, List<SyntaxTree> trees, string usingsAndFriends)
    {
        trees.Add(CSharpSyntaxTree.ParseText(ImplicitUsings + usingsAndFriends, Parse, "usings"));
        bool isProgram = trees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(member => member.IsKind(SyntaxKind.GlobalStatement)));
        Compilation compilation = CSharpCompilation.Create(assembly, trees, _references,
            new(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true,
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));
        CSharpGeneratorDriver.Create(Generators(), parseOptions: Parse).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        _references.Add(compilation.ToMetadataReference());
        return [.. compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning && !found.IsSuppressed).Select(found => found.ToString().Replace(Root() + "/", ""))];
    }

    /// <summary>0.106 has classes between a module and its layers that 0.102, and so the list, has not.</summary>
    private static string WithListedBase(string id, string signature) => id[0] != 'T' ? signature
        : UnlistedBase().Replace(signature.Replace(" : TorchSharp.Modules.ParameterLessModule<", " : TorchSharp.torch.nn.Module<"),
            " : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>");

    [GeneratedRegex(@" : TorchSharp\.Modules\.(PadBase|InstanceNorm|ConvolutionTranspose|BatchNorm)(?!\w)")]
    private static partial Regex UnlistedBase();

    private static bool IsManagedPackage(string file, HashSet<string> ours)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return !ours.Contains(name) && !Framework.References.ContainsKey(name) && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
    }

    /// <summary>The repository's folder.</summary>
    internal static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MedSsl.MLNet.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This test reads the repository that it was built in.");
        }
        return folder;
    }

    /// <summary>The SDK's source generators (regular expressions, JSON, interop).</summary>
    private static IEnumerable<ISourceGenerator> Generators()
    {
        string packs = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../packs/Microsoft.NETCore.App.Ref"));
        string? newest = Directory.Exists(packs) ? Directory.GetDirectories(packs, $"{Environment.Version.Major}.*").Order(StringComparer.Ordinal).LastOrDefault() : null;
        return newest is null ? [] : Directory.GetFiles(Path.Combine(newest, "analyzers/dotnet/cs"), "*.dll")
            .SelectMany(file => new AnalyzerFileReference(file, new Loader()).GetGenerators(LanguageNames.CSharp));
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
