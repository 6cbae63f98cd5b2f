using System.IO.Compression;
using System.Text;

namespace MedSsl.MLNet.Tests;

/// <summary>A folder with the tables of a data set as they are published, and empty files for its images.</summary>
internal sealed class DatasetFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder["set"];

    public string Out => _folder["out/manifest.csv"];

    public string this[string name] => _folder["set/" + name];

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes a table, compressed if its name says so.</summary>
    public DatasetFolder Table(string name, params string[] lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        using Stream file = File.Create(this[name]);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(bytes);
        return this;
    }

    public DatasetFolder Images(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
            File.WriteAllBytes(this[name], []);
        }
        return this;
    }

    /// <summary>The manifest's lines, with the set's folder cut off from paths.</summary>
    public string[] Convert(string dataset, DatasetOptions? options = null) => Convert(dataset, out _, options);

    public string[] Convert(string dataset, out DatasetReport report, DatasetOptions? options = null)
    {
        report = (dataset.EndsWith(".json", StringComparison.Ordinal) ? DatasetDescription.Read(this[dataset]) : DatasetDescription.Get(dataset)).WriteManifest(Path, Out, options);
        return [.. File.ReadAllLines(Out).Select(line => line.Replace(Path + "/", "", StringComparison.Ordinal))];
    }

    public string Fault(string dataset, DatasetOptions? options = null)
    {
        var error = Assert.ThrowsAny<Exception>(() => Convert(dataset, options));
        Assert.True(error is InvalidDataException or FileNotFoundException or ArgumentException, error.ToString());
        Assert.False(File.Exists(Out));
        return error.Message;
    }
}
