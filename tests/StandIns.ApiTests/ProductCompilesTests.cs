namespace StandIns.ApiTests;

/// <summary>
/// The product compiles against everything that the real packages offer, so that a call that would be ambiguous there, or an annotation that would warn there, shows here,
/// where those packages are not served.
/// </summary>
public sealed class ProductCompilesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AgainstTheWholeListedApi(int torchSharpColumn)
    {
        var product = new ProductCompilation(torchSharpColumn);
        List<string> found =
        [
            .. product.Add("src/MedSsl.MLNet", "MedSsl.MLNet", ["MedSsl.MLNet.Tests"]),
            .. product.Add("src/MedSsl.Cli", "medssl", ["MedSsl.Cli.Tests"]),
            .. product.Add("tests/MedSsl.MLNet.Tests", "MedSsl.MLNet.Tests", [], "global using Xunit;\n"),
            .. product.Add("tests/MedSsl.Cli.Tests", "MedSsl.Cli.Tests", [], "global using Xunit;\n"),
        ];
        Assert.True(found.Count == 0, $"{found.Count} errors and warnings:\n" + string.Join("\n", found.Take(200)));
    }
}
