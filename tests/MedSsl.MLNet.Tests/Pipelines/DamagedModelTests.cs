using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

public sealed class DamagedModelTests : IDisposable
{
    private readonly SavedModelSample _sample = new();

    public void Dispose() => _sample.Dispose();

    private string Fault(string path) => Assert.Throws<InvalidDataException>(() => _sample.Ml.MedicalModels.Load(path, out _)).Message;

    [Fact]
    public void ACutOffFileIsRefused()
    {
        byte[] bytes = File.ReadAllBytes(_sample.Save());
        foreach (int length in (int[])[0, 1, 100, bytes.Length / 2, bytes.Length - 200, bytes.Length - 1])
        {
            string path = _sample.Folder.Write("cut.zip", bytes[..length]);
            Assert.Contains(path, Fault(path));
        }
    }

    /// <summary>A changed byte is refused, or changes nothing (times and attributes in the zip's directory).</summary>
    [Fact]
    public void AnAlteredFileIsRefusedOrTheSame()
    {
        byte[] bytes = File.ReadAllBytes(_sample.Save());
        float[][] expected = _sample.Transform(_sample.Model);
        int refused = 0, tried = 0;
        for (int i = 0; i < bytes.Length; i += bytes.Length / 150, tried++)
        {
            bytes[i] ^= 0x10;
            string path = _sample.Folder.Write("altered.zip", bytes);
            try
            {
                Assert.Equal(expected, _sample.Transform(_sample.Ml.MedicalModels.Load(path, out _)));
            }
            catch (InvalidDataException error)
            {
                Assert.Contains(path, error.Message);
                refused++;
            }
            bytes[i] ^= 0x10;
        }
        Assert.InRange(refused, tried * 9 / 10, tried);
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        Assert.Contains("no model", Fault(_sample.Paths[0]));
        Assert.Contains(_sample.Folder["none.zip"], Assert.Throws<FileNotFoundException>(() => _sample.Ml.MedicalModels.Load(_sample.Folder["none.zip"], out _)).Message);
    }

    [Fact]
    public void AnAlteredPayloadIsRefused()
    {
        byte[] payload = StagePayload.Write("load-image/1", new { Text = "header" }, [1, 2, 3], []);
        var read = StagePayload.Read(payload);
        Assert.Equal("load-image/1", read.Kind);
        Assert.Equal([1, 2, 3], read.Blob(0).ToArray());
        Assert.Empty(read.Blob(1).ToArray());
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => StagePayload.Read(payload));
            payload[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => StagePayload.Read(payload.AsMemory(0, i)));
        }
        Assert.Contains("'later/9'", Assert.Throws<InvalidDataException>(() => StageKinds.Build(_sample.Ml, StagePayload.Write("later/9", 0))).Message);
    }

    [Fact]
    public void AFailedSaveLeavesTheOldFileAndNoOther()
    {
        string path = _sample.Folder.Write("kept.zip", "as it was");
        var source = _sample.Ml.Data.LoadFromEnumerable(ImageRow.Make(1));
        Assert.ThrowsAny<Exception>(() => _sample.Ml.MedicalModels.Save(new SumTransformer(_sample.Ml), source.Schema, path));
        Assert.Equal("as it was", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_sample.Folder.Path, "kept*"));
    }
}
