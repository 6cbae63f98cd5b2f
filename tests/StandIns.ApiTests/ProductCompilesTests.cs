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
            .. product.Add("tests/MedSsl.MLNet.KilledProcess", "MedSsl.MLNet.KilledProcess", []),
            .. product.Add("tests/MedSsl.Cli.Tests", "MedSsl.Cli.Tests", [], "global using Xunit;\n"),
        ];
        Assert.True(found.Count == 0, $"{found.Count} errors and warnings:\n" + string.Join("\n", found.Take(200)));
    }

    [Fact]
    public void ReadmeAndNotebooksToo()
    {
        var product = new ProductCompilation(1);
        Assert.Empty(product.Add("src/MedSsl.MLNet", "MedSsl.MLNet", []));
        string root = ProductCompilation.Root();
        string[] programs = [.. Documents.Readme(root), .. Documents.Notebooks(root)];
        Assert.True(programs.Length >= 2);
        Assert.All(programs, program => Assert.Empty(product.Add(program)));
    }

    [Theory]
    [InlineData("torch.zeros(2).add(1)", "")]
    [InlineData("torch.zeros(2).addition(1)", "CS1061")] // no such member
    [InlineData("torch.nn.functional.relu(input: torch.zeros(2), inPlace: true)", "CS1739")] // the parameter's name is inplace
    [InlineData("torch.nn.Conv2d(1, 2, (3, 3), (1, 1)).get_buffer(\"x\").item<float>()", "CS8602")] // may be null
    [InlineData("new MLContext(1).Data.LoadFromEnumerable(Array.Empty<string>(), null)", "CS0121")] // a schema or a schema definition
    [InlineData("new FellowOakDicom.Imaging.NativeCodec.NativeTranscoderManager().GetCodec(FellowOakDicom.DicomFile.Open(\"a\").Dataset.InternalTransferSyntax)", "")]
    [InlineData("FellowOakDicom.DicomFile.Open(\"a\").Dataset.Get<int>(FellowOakDicom.DicomTag.Rows)", "CS1061")] // that was fo-dicom 4
    public void FindsWhatWouldNotCompile(string expression, string error)
    {
        var found = new ProductCompilation(1).Add($"using Microsoft.ML; using TorchSharp; internal static class A {{ internal static object? B() => {expression}; }}");
        Assert.Equal(error.Length > 0 ? 1 : 0, found.Count);
        Assert.All(found, line => Assert.Contains(error, line));
    }
}
