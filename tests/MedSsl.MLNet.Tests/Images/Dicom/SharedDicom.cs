using System.Text.Json;

namespace MedSsl.MLNet.Tests;

/// <summary>The folder of DICOM files with pydicom's results, beside the repository (shared/data/dicom); where it is absent, its tests have nothing to do.</summary>
internal static class SharedDicom
{
    internal static string? Folder { get; } = Find();

    /// <summary>The entries of expected.json.</summary>
    internal static IReadOnlyDictionary<string, JsonElement> Files { get; } = Folder is null ? new Dictionary<string, JsonElement>()
        : JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty("files").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);

    internal static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder!, name));

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "dicom") is var path && File.Exists(Path.Combine(path, "expected.json")))
                return path;
        return null;
    }
}
