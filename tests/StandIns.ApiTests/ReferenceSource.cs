using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace StandIns.ApiTests;

/// <summary>
/// The lists as C# source without bodies, compiled to references that have every member of the real packages. They need not be complete programs (private
/// members are not listed): only their declarations are read.
/// </summary>
internal static partial class ReferenceSource
{
    private sealed class Node(string id, string signature)
    {
        internal readonly string Id = id, Signature = signature;
        internal readonly List<Node> Types = [];
        internal readonly List<(string Id, string Signature)> Members = [];
    }

    internal static CSharpCompilation Compile(string assembly, Dictionary<string, string> lines, IEnumerable<MetadataReference> references) => CSharpCompilation.Create(assembly,
        [CSharpSyntaxTree.ParseText(Write(lines), new CSharpParseOptions(LanguageVersion.Latest))], references,
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    /// <summary>Source with every listed type and member.</summary>
    internal static string Write(Dictionary<string, string> lines)
    {
        var types = lines.Where(line => line.Key.StartsWith("T:", StringComparison.Ordinal)).ToDictionary(line => line.Key[2..], line => new Node(line.Key[2..], line.Value));
        foreach (var (id, signature) in lines.Where(line => !line.Key.StartsWith("T:", StringComparison.Ordinal)))
        {
            types[Container(id[2..].Split('(')[0].Split('~')[0])].Members.Add((id, signature));
        }
        var text = new StringBuilder();
        foreach (var type in types.Values)
        {
            if (types.TryGetValue(Container(type.Id), out var outer))
            {
                outer.Types.Add(type);
            }
        }
        foreach (var type in types.Values.Where(type => !types.ContainsKey(Container(type.Id))))
        {
            text.Append($"namespace {Container(type.Id)} {{\n");
            Write(type, text);
            text.Append("}\n");
        }
        return text.ToString();
    }

    private static string Container(string name) => name[..name.LastIndexOf('.')];

    private static void Write(Node type, StringBuilder text)
    {
        var head = TypeHead().Match(type.Signature);
        int end = NameEnd(type.Signature, head.Length);
        string name = type.Signature[head.Length..end];
        name = name[(SimpleNameStart(name))..];
        string rest = type.Signature[end..];
        if (head.Value.Contains("delegate "))
        {
            // public delegate RESULT NAME(...): the result may itself hold dots and angle brackets.
            string simple = type.Id[(type.Id.LastIndexOf('.') + 1)..].Split('`')[0];
            text.Append(Regex.Replace(type.Signature, $@"(?<=\s)[\w.]+\.{Regex.Escape(simple)}(?=[<(])", simple)).Append(";\n");
            return;
        }
        text.Append(head.Value.Replace("class ", "partial class ").Replace("struct ", "partial struct ").Replace("interface ", "partial interface ")).Append(name).Append(rest).Append(" {\n");
        bool isEnum = head.Value.Contains("enum "), isInterface = head.Value.Contains("interface ");
        foreach (var (id, signature) in type.Members)
        {
            bool annotated = signature.Contains('?');
            text.Append(annotated ? "#nullable enable\n" : "#nullable disable\n").Append(isEnum ? signature + "," : Declare(id, signature, isInterface)).Append('\n');
        }
        if (head.Value.Contains("class ") && !head.Value.Contains("static ") && !type.Members.Any(member => member.Id.Contains(".#ctor")))
        {
            text.Append($"private protected {name.Split('<')[0]}() {{ }}\n");
        }
        type.Types.ForEach(nested => Write(nested, text));
        text.Append("}\n");
    }

    private static string Declare(string id, string signature, bool isInterface) => id[0] switch
    {
        'F' or 'E' => signature + ";",
        'P' when Indexer().Match(id) is { Success: true } name && name.Groups[1].Value != "Item" => $"[System.Runtime.CompilerServices.IndexerName(\"{name.Groups[1].Value}\")] {Declare("P", signature, isInterface)}",
        'P' when isInterface || signature.Contains(" abstract ") => signature,
        'P' => signature.Replace(" get;", " get => throw null;").Replace(" set;", " set { }").Replace(" init;", " init { }"),
        _ when isInterface || signature.Contains(" abstract ") => signature + ";",
        _ => signature + " => throw null;",
    };

    /// <summary>Where a type's name ends: at the first space outside angle brackets and parentheses.</summary>
    private static int NameEnd(string text, int from)
    {
        int depth = 0;
        for (int i = from; i < text.Length; i++)
        {
            depth += text[i] is '<' or '(' ? 1 : text[i] is '>' or ')' ? -1 : 0;
            if (text[i] == ' ' && depth == 0)
            {
                return i;
            }
        }
        return text.Length;
    }

    private static int SimpleNameStart(string name)
    {
        int depth = 0;
        for (int i = name.Length - 1; i >= 0; i--)
        {
            depth += name[i] == '>' ? 1 : name[i] == '<' ? -1 : 0;
            if (name[i] == '.' && depth == 0)
            {
                return i + 1;
            }
        }
        return 0;
    }

    [GeneratedRegex(@"\.(\w+)\(")]
    private static partial Regex Indexer();

    [GeneratedRegex(@"^.*?\b(class|struct|interface|enum|delegate) ")]
    private static partial Regex TypeHead();
}
