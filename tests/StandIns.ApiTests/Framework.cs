namespace StandIns.ApiTests;

/// <summary>References to the .NET libraries that this test runs on.</summary>
internal static class Framework
{
    internal static readonly Dictionary<string, MetadataReference> References =
        Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(file => !Path.GetFileName(file).Contains("Native"))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, file => (MetadataReference)MetadataReference.CreateFromFile(file));
}
