using System.IO.Compression;
using MedSsl.Cli.Synthetic;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Tests;

public sealed class ImportExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private sealed class Row
    {
        [VectorType(1, 32, 32)]
        public float[] Image { get; set; } = new float[32 * 32];
    }

    private string Encoder()
    {
        var ml = new MLContext(seed: 1);
        string path = _folder["encoder.safetensors"];
        ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), seed: 1).Fit(ml.Data.LoadFromEnumerable([new Row()])).Encoder.SaveSafetensors(path);
        return path;
    }

    [Fact]
    public void Import_shows_the_mapping_and_writes_safetensors()
    {
        string copy = _folder["copy.safetensors"];
        Medssl run = Medssl.Run("import", Encoder(), "--out", copy).Succeeded();
        Assert.Contains("ResNet18, width 0.125", run.Output);
        Assert.Contains("100 matched, 0 left out, 0 unmatched, 0 missing, 0 misshaped", run.Output);
        Assert.Equal(File.ReadAllBytes(_folder["encoder.safetensors"]), File.ReadAllBytes(copy));
    }

    /// <summary>A pickle in a zip file as torch.save writes it, here written by hand: os.system by name.</summary>
    [Fact]
    public void Import_refuses_a_pickle_that_names_a_function()
    {
        string path = _folder["hostile.pth"];
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (Stream stream = archive.CreateEntry("archive/data.pkl", CompressionLevel.NoCompression).Open())
            stream.Write([0x80, 2, .. "cos\nsystem\nX\x02\0\0\0ls"u8, 0x85, (byte)'R', (byte)'.']);
        Medssl.Run("import", path).FailedWith("hostile.pth", "os.system");
    }

    [Fact]
    public void Export_writes_onnx_and_refuses_other_names()
    {
        string path = _folder["encoder.onnx"];
        Medssl.Run("export", "--model", Encoder(), "--out", path).Succeeded();
        Assert.InRange(new FileInfo(path).Length, 4 * 170_000, 4 * 200_000); // some 175,000 weights
        Medssl.Run("export", "--model", _folder["encoder.safetensors"], "--out", _folder["encoder.pth"]).FailedWith("encoder.pth", ".onnx");
    }

    [Fact]
    public void Training_starts_from_a_weight_file()
    {
        string manifest = SyntheticChestXrays.Write(_folder["set"], patients: 20, size: 32, seed: 3, CancellationToken.None);
        string[] flags = ["train", "--manifest", manifest, "--init", Encoder(), "--size", "32", "--simclr-epochs", "0", "--micle-epochs", "0", "--tune-epochs", "1", "--tune-batch-size", "8", "--freeze"];
        Medssl.Run([.. flags, "--out", _folder["run"]]).Succeeded();
        Assert.Contains("\"widthMultiplier\": 0.125", File.ReadAllText(Path.Combine(_folder["run"], "options.json")));
        Medssl.Run("export", "--model", Path.Combine(_folder["run"], "model.zip"), "--out", _folder["kept.safetensors"]).Succeeded();
        Assert.Equal(File.ReadAllBytes(_folder["encoder.safetensors"]), File.ReadAllBytes(_folder["kept.safetensors"]));
        Medssl.Run([.. flags, "--out", _folder["other"], "--from-scratch"]).FailedWith("--init");
        Medssl.Run("export", "--model", Path.Combine(_folder["run"], "model.zip"), "--out", _folder["c.onnx"], "--classifier").Succeeded();
    }
}
