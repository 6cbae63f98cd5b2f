using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MedSsl.MLNet.Tests;

/// <summary>Bytes that someone made: whatever they are, they are refused, and no memory is taken for sizes that they only claim.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyRun.Options _options;
    private readonly string _path;
    private readonly byte[] _bytes;

    public CheckpointFileTests()
    {
        _options = TinyRun.Default with { Checkpoints = new() { Folder = _folder.Path } };
        TinyRun.Interrupted(_options, 6);
        _path = _folder["tiny-run-000000006.checkpoint"];
        _bytes = File.ReadAllBytes(_path);
    }

    public void Dispose() => _folder.Dispose();

    private string Header => Encoding.UTF8.GetString(_bytes.AsSpan(12, BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(8))));

    /// <summary>The checkpoint with another header, and a hash that fits.</summary>
    private void Forge(string header)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] forged = [.. _bytes[..12], .. json, .. _bytes[(12 + Encoding.UTF8.GetByteCount(Header))..^32], .. new byte[32]];
        BinaryPrimitives.WriteInt32LittleEndian(forged.AsSpan(8), json.Length);
        Seal(forged);
    }

    private void Seal(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32), bytes.AsSpan(bytes.Length - 32));
        File.WriteAllBytes(_path, bytes);
    }

    private static string Refusal(string path) => Assert.Throws<InvalidDataException>(() => CheckpointFile.Open(path).Dispose()).Message;

    [Theory]
    [InlineData("\"Shape\":[3,2]", "\"Shape\":[3000000000,3000000000,2]")]
    [InlineData("\"Shape\":[3,2]", "\"Shape\":[300000000,2]")]
    [InlineData("\"Shape\":[3,2]", "\"Shape\":[-3,2]")]
    [InlineData("\"Shape\":[3,2]", "\"Shape\":null")]
    [InlineData("\"Shape\":[3,2]", "\"Shape\":[3,1]")]
    [InlineData("\"Shape\":[3,2]", "\"Shape\":\"3,2\"")]
    [InlineData("\"Type\":\"Float32\"", "\"Type\":\"QInt8\"")]
    [InlineData("\"Name\":\"model/bias\"", "\"Name\":\"model/weight\"")]
    [InlineData("\"Name\":\"model/bias\"", "\"Name\":null")]
    [InlineData("\"Tensors\":[", "\"Tensors\":[null,")]
    [InlineData("\"Run\":{", "\"Run\":null,\"Other\":{")]
    [InlineData("\"Stage\"", "\"Stage")]
    public void AForgedHeaderIsRefused(string from, string to)
    {
        Assert.Contains(from, Header, StringComparison.Ordinal);
        Forge(Header.Replace(from, to, StringComparison.Ordinal));
        Refusal(_path);
    }

    /// <summary>These open, as they are checkpoints, and do not fit the run.</summary>
    [Theory]
    [InlineData("\"Epoch\":1", "\"Epoch\":-1")]
    [InlineData("\"Epoch\":1", "\"Epoch\":9")]
    [InlineData("\"Batch\":2", "\"Batch\":4")]
    [InlineData("\"Steps\":6", "\"Steps\":600")]
    [InlineData("\"Epoch\":1", "\"Epoch\":\"one\"")]
    [InlineData("\"Name\":\"model/bias\"", "\"Name\":\"model/base\"")]
    [InlineData("\"Name\":\"optimizer/0/mean\"", "\"Name\":\"optimizer/0/mode\"")]
    [InlineData("\"optimizer/steps\":[6,6]", "\"optimizer/steps\":[6]")]
    [InlineData("\"optimizer/steps\":[6,6]", "\"optimizer/steps\":null")]
    [InlineData("\"Monitor/sum\"", "\"Monitor/some\"")]
    public void AForgedStateIsRefused(string from, string to)
    {
        Assert.Contains(from, Header, StringComparison.Ordinal);
        Forge(Header.Replace(from, to, StringComparison.Ordinal));
        string message = Assert.Throws<InvalidDataException>(() => new TinyRun().Train(_options)).Message;
        Assert.Contains(_path, message);
        Assert.Contains("does not fit this run", message);
    }

    [Fact]
    public void ACutOrAlteredFileIsRefused()
    {
        for (int length = 0; length < _bytes.Length; length += length < 100 ? 1 : 97)
        {
            File.WriteAllBytes(_path, _bytes[..length]);
            Refusal(_path);
        }
        for (int at = 0; at < _bytes.Length; at += 53)
        {
            byte[] altered = [.. _bytes];
            altered[at] ^= 0x20;
            File.WriteAllBytes(_path, altered);
            Refusal(_path);
        }
    }

    /// <summary>A length field that lies, with a hash that fits: negative, beyond the file, and larger than any header.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(100_000)]
    public void AHeaderLengthThatLiesIsRefused(int length)
    {
        byte[] forged = [.. _bytes];
        BinaryPrimitives.WriteInt32LittleEndian(forged.AsSpan(8), length);
        Seal(forged);
        Refusal(_path);
    }

    [Fact]
    public void TheHeaderIsReadBackAsWritten()
    {
        using var file = CheckpointFile.Open(_path);
        Assert.Equal(("Tiny run", 7UL, false), (file.Header.Stage, file.Header.Seed, file.Header.Finished));
        Assert.Equal((1, 2, 6), (file.State.Get<TrainingPosition>("position").Epoch, file.State.Get<TrainingPosition>("position").Batch, 6));
        Assert.Equal("the data", (string?)file.Header.Run["content"]);
    }
}
