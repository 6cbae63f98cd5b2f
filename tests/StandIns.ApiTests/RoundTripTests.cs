namespace StandIns.ApiTests;

/// <summary>The lister is held to the real lists: source written from them and listed again gives them back.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string> Assemblies => [.. ApiLists.Assemblies.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void ListsWrittenAsSourceAreListedTheSame(string assembly)
    {
        IEnumerable<MetadataReference> references = Framework.References.Values;
        if (assembly == "Microsoft.ML.ImageAnalytics")
        {
            references = references.Append(ReferenceSource.Compile("Microsoft.ML", ApiLists.Of("Microsoft.ML"), references).ToMetadataReference());
        }
        var listed = ApiLists.Of(assembly);
        var again = ApiLister.List(ReferenceSource.Compile(assembly, listed, references).Assembly);
        var wrong = listed.Where(line => again.GetValueOrDefault(line.Key) != line.Value).Select(line => $"{line.Key}\n  listed {line.Value}\n  again  {again.GetValueOrDefault(line.Key)}")
            .Concat(again.Keys.Except(listed.Keys).Select(id => id + "\n  not listed")).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {listed.Count} differ:\n" + string.Join("\n", wrong.Take(100)));
    }
}
