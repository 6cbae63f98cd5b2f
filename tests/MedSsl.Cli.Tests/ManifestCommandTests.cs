using System.Text;

namespace MedSsl.Cli.Tests;

/// <summary><c>medssl manifest</c> on small DICOM files in implicit little endian, made here byte by byte.</summary>
public sealed class ManifestCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_becomes_a_manifest()
    {
        Write("set/one.dcm", "p1");
        Write("set/deep/two.dcm", "p2");
        File.WriteAllText(Path.Combine(_folder["set"], "readme.txt"), "text");
        Medssl result = Medssl.Run("manifest", _folder["set"]).Succeeded();
        Assert.Contains("files that are no DICOM", result.Output, StringComparison.Ordinal);
        Assert.Equal(["image_path,patient_id,study_id,series,view,laterality,modality", "deep/two.dcm,p2,1.2,1.2.3,PA,,CR", "one.dcm,p1,1.2,1.2.3,PA,,CR"],
            File.ReadAllLines(Path.Combine(_folder["set"], "manifest.csv")));
        Medssl.Run("manifest", _folder["set"]).FailedWith("manifest.csv", "--overwrite");
        Medssl.Run("manifest", _folder["none"]).FailedWith("none", "no such folder");
    }

    [Fact]
    public void Identifiers_become_hashes_by_a_key_that_is_made_once()
    {
        Write("set/one.dcm", "p1");
        string key = _folder["key"], first = _folder["a.csv"], second = _folder["b.csv"];
        Assert.Contains("names of folders", Medssl.Run("manifest", _folder["set"], "--out", first, "--pseudonymize", key, "--new-key").Succeeded().Output, StringComparison.Ordinal);
        Medssl.Run("manifest", _folder["set"], "--out", second, "--pseudonymize", key, "--row", "series").Succeeded();
        Assert.Matches("^set/one.dcm,[0-9a-f]{32},[0-9a-f]{32},[0-9a-f]{32},PA,,CR$", File.ReadAllLines(first)[1]);
        Assert.Equal(File.ReadAllText(first), File.ReadAllText(second));
        Medssl.Run("manifest", _folder["set"], "--out", _folder["c.csv"], "--pseudonymize", key, "--new-key").FailedWith("never replaced");
        File.WriteAllText(key, "short");
        Medssl.Run("manifest", _folder["set"], "--out", _folder["c.csv"], "--pseudonymize", key).FailedWith("5 bytes", "32");
    }

    [Fact]
    public void Damaged_files_are_listed_or_stop()
    {
        Write("set/one.dcm", "p1");
        byte[] whole = File.ReadAllBytes(_folder["set/one.dcm"]);
        File.WriteAllBytes(_folder["set/two.dcm"], whole[..^76]);
        Assert.Contains("two.dcm is left out", Medssl.Run("manifest", _folder["set"]).Succeeded().Output, StringComparison.Ordinal);
        Medssl.Run("manifest", _folder["set"], "--overwrite", "--stop-on-damage").FailedWith("two.dcm", "leave out --stop-on-damage");
    }

    [Fact]
    public void A_folder_without_DICOM_images_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder["set"]);
        File.WriteAllText(_folder["set/readme.txt"], "text");
        Medssl.Run("manifest", _folder["set"], "--out", _folder["new/m.csv"], "--pseudonymize", _folder["key"], "--new-key").FailedWith("holds no DICOM image", "no DICOM: 1", "--other-images");
        Assert.False(File.Exists(_folder["key"]));
        Assert.False(Directory.Exists(_folder["new"]));
        Write("set/one.dcm", "p1");
        Medssl.Run("manifest", _folder["set"], "--out", _folder["new/m.csv"]).Succeeded();
        Assert.Equal(2, File.ReadAllLines(_folder["new/m.csv"]).Length);
    }

    private void Write(string name, string patient)
    {
        using var file = new MemoryStream();
        void Element(int group, int element, byte[] value, string vr = "")
        {
            if (value.Length % 2 != 0)
                value = [.. value, 0];
            file.Write([(byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8)]);
            file.Write(vr.Length > 0 ? [(byte)vr[0], (byte)vr[1], (byte)value.Length, 0] : BitConverter.GetBytes(value.Length));
            file.Write(value);
        }
        byte[] Text(string text) => Encoding.ASCII.GetBytes(text);
        file.Write([.. new byte[128], .. "DICM"u8]);
        Element(2, 0, [26, 0, 0, 0], "UL");
        Element(2, 0x10, Text("1.2.840.10008.1.2"), "UI");
        Element(8, 0x60, Text("CR"));
        Element(0x10, 0x20, Text(patient));
        Element(0x18, 0x5101, Text("PA"));
        Element(0x20, 0x0D, Text("1.2"));
        Element(0x20, 0x0E, Text("1.2.3"));
        Element(0x28, 0x10, [8, 0]);
        Element(0x28, 0x11, [8, 0]);
        Element(0x28, 0x100, [8, 0]);
        Element(0x7FE0, 0x10, new byte[64]);
        string path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.ToArray());
    }
}
