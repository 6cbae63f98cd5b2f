using System.Text.Json;
using System.Text.RegularExpressions;

namespace StandIns.ApiTests;

/// <summary>The C# that a reader copies: README's pipelines and the notebooks' cells.</summary>
internal static partial class Documents
{
    /// <summary>README's blocks of C#, each a program.</summary>
    internal static IEnumerable<string> Readme(string root) =>
        CSharpBlock().Matches(File.ReadAllText(Path.Combine(root, "README.md"))).Select(match => match.Groups[1].Value);

    /// <summary>Each notebook as one program: its cells in order, without the lines that load assemblies.</summary>
    internal static IEnumerable<string> Notebooks(string root)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(root, "notebooks"), "*.ipynb"))
        {
            using JsonDocument notebook = JsonDocument.Parse(File.ReadAllText(file));
            var lines = notebook.RootElement.GetProperty("cells").EnumerateArray()
                .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
                .SelectMany(cell => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString())).Split('\n'));
            yield return string.Join('\n', lines.Where(line => !line.StartsWith("#r ", StringComparison.Ordinal)));
        }
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
