namespace StandIns.ApiTests;

/// <summary>
/// The API of the real packages, one member a line: documentation id, tab, signature (TorchSharp: where 0.102 differs, a third column has its signature).
/// lists/README.md says where they come from and how to refresh them.
/// </summary>
internal static class ApiLists
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "lists");

    /// <summary>Each stand-in assembly, and the lists of the real assemblies that it stands for.</summary>
    internal static readonly Dictionary<string, string[]> Assemblies = new()
    {
        ["Microsoft.ML"] = ["Microsoft.ML.DataView", "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.Transforms", "Microsoft.ML.StandardTrainers", "Microsoft.ML.KMeansClustering", "Microsoft.ML.PCA"],
        ["Microsoft.ML.ImageAnalytics"] = ["Microsoft.ML.ImageAnalytics"],
        ["Microsoft.Data.Analysis"] = ["Microsoft.Data.Analysis"],
        ["Microsoft.Extensions.ML"] = ["Microsoft.Extensions.ML"],
        ["TorchSharp"] = ["TorchSharp"],
        ["fo-dicom.core"] = ["fo-dicom.core"],
        // Not read from the package but written by hand: its list says why.
        ["fo-dicom.Codecs"] = ["fo-dicom.Codecs"],
    };

    /// <summary>Signature by id, of the lists that an assembly stands for; column 2 takes the third column where there is one.</summary>
    internal static Dictionary<string, string> Of(string assembly, int column = 1) =>
        Assemblies[assembly].SelectMany(list => Read(list + ".tsv")).GroupBy(line => line[0]).ToDictionary(group => group.Key, group => Signature(group.First(), column));

    private static string Signature(string[] line, int column) => line.Length > column ? line[column].Replace("0.102: ", "") : line[1];

    /// <summary>Lines of the stand-ins that differ on purpose: signature by id.</summary>
    internal static Dictionary<string, string> DeliberateDifferences() => Read("deliberate-differences.tsv").ToDictionary(line => line[0], line => line[1]);

    private static IEnumerable<string[]> Read(string file) =>
        File.ReadLines(Path.Combine(Folder, file)).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'));
}
