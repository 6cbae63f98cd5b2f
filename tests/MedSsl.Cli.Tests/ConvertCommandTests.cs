using System.IO.Compression;
using System.Text;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Tests;

/// <summary>MedMNIST files, made here byte by byte, to images and a manifest.</summary>
public sealed class ConvertCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_MedMNIST_file_becomes_images_and_a_manifest()
    {
        string file = Npz("pneumoniamnist.npz");
        Medssl result = Medssl.Run("convert", file, "--out", _folder["set"]).Succeeded();
        Assert.Contains("Pneumonia", result.Output, StringComparison.Ordinal);
        string[] lines = File.ReadAllLines(Path.Combine(_folder["set"], "manifest.csv"));
        Assert.Equal("image_path,patient_id,split,Pneumonia", lines[0]);
        Assert.Equal(["images/train00000.png,train00000,train,0", "images/train00001.png,train00001,train,1", "images/train00002.png,train00002,train,0",
            "images/val00000.png,val00000,validation,0", "images/val00001.png,val00001,validation,1", "images/test00000.png,test00000,test,0"], lines[1..]);

        using MLImage image = MLImage.CreateFromFile(Path.Combine(_folder["set"], "images", "train00001.png"));
        Assert.Equal((28, 28), (image.Width, image.Height));
        // The second image's values are 1, 2, 3 … along the rows.
        Assert.Equal(2, image.Pixels[4 * 1]);
        Assert.Equal(29, image.Pixels[4 * 28]);
    }

    [Theory]
    [InlineData("<f4", "(3, 28, 28)", "<f4")]
    [InlineData("|u1", "(84, 28)", "(84, 28)")]
    [InlineData("|u1", "(4, 28, 28)", "ends after")]
    [InlineData("|u1", "(2, 28, 28)", "left behind")]
    [InlineData("|u1", "(2000000000, 2000000000, 2000000000)", "at most")]
    [InlineData("|u1", "(99999999999999, 28, 28)", "too large")]
    public void A_header_that_does_not_fit_is_refused(string type, string shape, string reason)
    {
        string file = Npz("set.npz", (type, shape));
        Medssl.Run("convert", file, "--out", _folder["set"]).FailedWith("set.npz", "train_images", reason);
        Assert.False(File.Exists(Path.Combine(_folder["set"], "manifest.csv")));
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        string file = _folder["set.npz"];
        File.WriteAllText(file, "hello");
        Medssl.Run("convert", file, "--out", _folder["set"]).FailedWith(file, ".npz");
    }

    [Fact]
    public void A_MedMNIST_file_is_found_in_its_folder_by_the_data_sets_name()
    {
        Npz("pneumoniamnist_64.npz");
        Medssl result = Medssl.Run("convert", _folder[""], "--dataset", "pneumoniamnist", "--out", _folder["set"]).Succeeded();
        Assert.Contains("images: 6, published 5,856", result.Output, StringComparison.Ordinal);
        Medssl.Run("convert", Npz("set.npz"), "--dataset", "chestmnist", "--out", _folder["other"]).FailedWith("train_labels has 1 labels, the description 14");
        Medssl.Run("convert", _folder["set.npz"], "--out", _folder["other.csv"]).FailedWith("other.csv", "a new folder");
    }

    [Fact]
    public void A_data_set_gets_a_manifest_and_a_report()
    {
        Directory.CreateDirectory(_folder["isic/train"]);
        File.WriteAllText(_folder["isic/ISIC_2019_Training_GroundTruth.csv"], "image,MEL,NV,BCC,AK,BKL,DF,VASC,SCC,UNK\nISIC_0000000,0.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\nISIC_0000001,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n");
        File.WriteAllText(_folder["isic/ISIC_2019_Training_Metadata.csv"], "image,age_approx,anatom_site_general,lesion_id,sex\nISIC_0000000,55.0,anterior torso,,female\nISIC_0000001,30.0,anterior torso,BCN_0000001,female\n");
        File.WriteAllBytes(_folder["isic/train/ISIC_0000000.jpg"], []);
        Medssl result = Medssl.Run("convert", _folder["isic"], "--dataset", "isic-2019", "--labels", "NV,MEL", "--out", _folder["isic/m.csv"]).Succeeded();
        Assert.Equal("image_path,patient_id,sex,age,body_site,NV,MEL\ntrain/ISIC_0000000.jpg,ISIC_0000000,F,55.0,anterior torso,1,0\n", File.ReadAllText(_folder["isic/m.csv"]));
        foreach (string part in new[] { "ISIC 2019", "left out 1: there is no such file", "ISIC_0000001.jpg", "images: 1, published 25,331", "m.csv" })
            Assert.Contains(part, result.Output, StringComparison.Ordinal);
        Medssl.Run("convert", _folder["isic"], "--dataset", "isic-2019", "--out", _folder["isic/m.csv"]).FailedWith("m.csv is there already");
        Medssl.Run("convert", _folder["isic"], "--dataset", "isic-2018", "--out", _folder["n.csv"]).FailedWith("Did you mean 'isic-2019'?");
        Medssl.Run("convert", _folder["isic"], "--out", _folder["n.csv"]).FailedWith("--dataset", "chexpert");
    }

    [Fact]
    public void Data_sets_are_listed_with_their_sources()
    {
        Medssl all = Medssl.Run("datasets").Succeeded();
        Assert.Contains("mimic-cxr-jpg", all.Output, StringComparison.Ordinal);
        Medssl one = Medssl.Run("datasets", "chexpert").Succeeded();
        Assert.Contains("arXiv:1901.07031", one.Output, StringComparison.Ordinal);
        Assert.Contains("U-Ones", one.Output, StringComparison.Ordinal);
        Assert.Contains("\"title\": \"Description of a data set", Medssl.Run("datasets", "--schema").Succeeded().Output, StringComparison.Ordinal);
        Medssl.Run("datasets", "cheXray").FailedWith("There is no data set 'cheXray'");
    }

    private string Npz(string name, (string Type, string Shape)? train = null)
    {
        string file = _folder[name];
        using ZipArchive zip = ZipFile.Open(file, ZipArchiveMode.Create);
        int count = 3;
        foreach (string split in new[] { "train", "val", "test" })
        {
            byte[] pixels = [.. Enumerable.Range(0, count * 784).Select(i => (byte)(i / 784 * (i % 784 + 1)))];
            var header = split == "train" && train is { } given ? given : ("|u1", $"({count}, 28, 28)");
            Write(zip, $"{split}_images.npy", header.Item1, header.Item2, pixels);
            Write(zip, $"{split}_labels.npy", "|u1", $"({count}, 1)", [.. Enumerable.Range(0, count).Select(i => (byte)(i % 2))]);
            count--;
        }
        return file;
    }

    /// <summary>NumPy's format, version 1.0: the header is padded with blanks to a multiple of 64 and ends in a line feed.</summary>
    private static void Write(ZipArchive zip, string name, string type, string shape, byte[] values)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(values);
    }
}
