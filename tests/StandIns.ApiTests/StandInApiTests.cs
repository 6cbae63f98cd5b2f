using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace StandIns.ApiTests;

/// <summary>A stand-in has no public member that the real package lacks, and none that differs.</summary>
public sealed class StandInApiTests(ITestOutputHelper output)
{
    public static TheoryData<string> Assemblies => [.. ApiLists.Assemblies.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void EveryMemberIsListed(string assembly)
    {
        var listed = ApiLists.Of(assembly);
        var members = ApiLister.List(Load(assembly));
        var allowed = ApiLists.DeliberateDifferences();
        string coverage = $"{assembly}: {members.Keys.Count(listed.ContainsKey)} of {listed.Count} listed members";
        output.WriteLine(coverage);
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"coverage.{assembly}.txt"), coverage + "\n");

        var wrong = members.Where(line => listed.GetValueOrDefault(line.Key) != line.Value && allowed.GetValueOrDefault(line.Key) != line.Value).ToList();
        if (wrong.Count > 0)
        {
            var text = new StringBuilder($"{assembly} has {wrong.Count} public members that the real package has not:\n");
            foreach (var (id, signature) in wrong)
            {
                text.Append($"\n{id}\n  ours   {signature}\n  {Closest(id, listed)}\n");
            }
            Assert.Fail(text.ToString());
        }
    }

    [Fact]
    public void EveryDeliberateDifferenceIsStillThere()
    {
        var members = ApiLists.Assemblies.Keys.SelectMany(assembly => ApiLister.List(Load(assembly))).ToLookup(line => line.Key, line => line.Value);
        Assert.All(ApiLists.DeliberateDifferences(), line => Assert.Contains(line.Value, members[line.Key]));
    }

    private static IAssemblySymbol Load(string assembly)
    {
        var ours = ApiLists.Assemblies.Keys.ToDictionary(name => name, name => MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        var packages = Directory.GetFiles(AppContext.BaseDirectory, "Microsoft.Extensions.*.dll").Where(file => !ours.ContainsKey(Path.GetFileNameWithoutExtension(file)))
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create("probe", references: [.. Framework.References.Values, .. packages, .. ours.Values], options: new(OutputKind.DynamicallyLinkedLibrary));
        return (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(ours[assembly])!;
    }

    /// <summary>The listed line of the same id, or else the listed members of that name, nearest first.</summary>
    private static string Closest(string id, Dictionary<string, string> listed)
    {
        if (listed.TryGetValue(id, out string? signature))
        {
            return "listed " + signature;
        }
        string name = id.Split('(')[0];
        var near = listed.Where(line => line.Key.Split('(')[0].Split("``")[0] == name.Split("``")[0]).OrderBy(line => Distance(line.Key, id)).Take(3).ToList();
        return near.Count > 0 ? string.Join("\n  ", near.Select(line => "listed " + line.Value)) : "no listed member has this name";
    }

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }
        return row[^1];
    }
}
