using System.IO.Compression;
using System.Text.Json;

namespace MedSsl.MLNet.Tests;

/// <summary>Weight files that PyTorch wrote, and what it computes with them: made by tests/peers/weight_fixtures.py.</summary>
internal static class WeightFixture
{
    internal const int Size = 48;
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Weights", "Fixtures");

    internal sealed record Expected(string Architecture, int Channels, double[] Features, double[]? Gray);

    private static readonly Lazy<Dictionary<string, Expected>> All = new(() => JsonSerializer.Deserialize<Dictionary<string, Expected>>(
        File.ReadAllText(Path.Combine(Folder, "expected.json")), JsonSerializerOptions.Web)!);

    internal static Expected Of(string name) => All.Value[name];

    internal static byte[] Bytes(string name)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(Folder, name + ".gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Unpacks a file into a folder and gives its path.</summary>
    internal static string Unpack(TemporaryFolder folder, string name) => folder.Write(name, Bytes(name));

    /// <summary>The features of the script's image.</summary>
    internal static float[] Features(TrainedEncoder encoder)
    {
        var features = new float[encoder.FeatureSize];
        encoder.Encode(Formula.Image(encoder.Channels * Size * Size), 1, Size, Size, features);
        return features;
    }

    internal static void CheckFeatures(double[] expected, float[] actual, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"feature {i}: {actual[i]} instead of {expected[i]}");
    }
}
