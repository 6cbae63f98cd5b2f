using System.Buffers.Binary;
using System.Text;

namespace MedSsl.MLNet.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(string header, int data, long? claimed = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + data];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, claimed ?? text.Length);
        text.CopyTo(bytes, 8);
        return bytes;
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "5 bytes follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap before tensor 'a'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "'b' overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' at 'a'")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "'F8_E4M3'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "impossible shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,4],"data_offsets":[0,4]}}""", 4, "impossible shape")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4611686018427387904],"data_offsets":[0,4611686018427387904]}}""", 4, "4 bytes follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "needs 4")]
    [InlineData("""{"a":7}""", 0, "an object at 'a'")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "a text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "no sense")]
    [InlineData("""{} {}""", 0, "no sense")]
    [InlineData("""{}""", 0, "conv1.weight")]
    public void HeadersThatLieAreRefused(string header, int data, string reason)
    {
        var error = Assert.Throws<InvalidDataException>(() => Encoders.Load(_folder.Write("lie.safetensors", Bytes(header, data))));
        Assert.Contains("lie.safetensors", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void HeaderLengthsThatLieTakeNoMemory(long claimed)
    {
        string path = _folder.Write("long.safetensors", Bytes("{}", 0, claimed));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("header of", Assert.Throws<InvalidDataException>(() => Encoders.Load(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void HeaderThatIsNotUtf8IsRefused()
    {
        var bytes = Bytes("""{"ab":{}}""", 0);
        bytes[10] = 0xff;
        Assert.Contains("UTF-8", Assert.Throws<InvalidDataException>(() => Encoders.Load(_folder.Write("x.safetensors", bytes))).Message);
    }

    /// <summary>The numbers 1.5 and -2 in each type, by hand: IEEE 754 bits, two's complement.</summary>
    [Theory]
    [InlineData("F64", "000000000000f83f00000000000000c0", 1.5f, -2f)]
    [InlineData("F32", "0000c03f000000c0", 1.5f, -2f)]
    [InlineData("F16", "003e00c0", 1.5f, -2f)]
    [InlineData("BF16", "c03f00c0", 1.5f, -2f)]
    [InlineData("I64", "0100000000000000feffffffffffffff", 1f, -2f)]
    [InlineData("I32", "01000000feffffff", 1f, -2f)]
    [InlineData("I16", "0100feff", 1f, -2f)]
    [InlineData("I8", "01fe", 1f, -2f)]
    [InlineData("U8", "01fe", 1f, 254f)]
    [InlineData("BOOL", "0100", 1f, 0f)]
    public void TypesAreRead(string type, string hex, float first, float second)
    {
        var data = Convert.FromHexString(hex);
        var bytes = Bytes($$$"""{"a":{"dtype":"{{{type}}}","shape":[2,1],"data_offsets":[0,{{{data.Length}}}]}}""", data.Length);
        data.CopyTo(bytes.AsSpan(bytes.Length - data.Length));
        using var file = TensorFile.Open(_folder.Write("types", bytes));
        var tensor = Assert.Single(file.Groups[0].Tensors);
        Assert.Equal([2, 1], tensor.Shape);
        Assert.Equal([first, second], tensor.Read());
    }

    /// <summary>A file with 200 MB of zeros that the disk does not hold: opening it reads the header only, and one tensor costs that tensor.</summary>
    [Fact]
    public void TensorsAreReadWhenTheyAreUsed()
    {
        string path = _folder.Write("large.safetensors",
            Bytes("""{"a":{"dtype":"F32","shape":[50000000],"data_offsets":[8,200000008]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8));
        using (var stream = File.OpenWrite(path))
            stream.SetLength(stream.Length + 200_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var file = TensorFile.Open(path);
        Assert.Equal([0f, 0f], file.Groups[0].Tensors.Single(tensor => tensor.Name == "b").Read());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void ExportComesBackTheSame(int channels, bool colour)
    {
        var spec = Encoders.ResNet50(0.0625, smallImageStem: true) with { PixelMean = 0.3f };
        if (colour)
            spec = spec with { ColourMean = ColourValues.ImageNetMean, ColourStd = new(0.1f, 0.2f, 0.3f) };
        var encoder = TrainedEncoder.Untrained(spec, channels, 24, 40, "Image", 5);
        string path = _folder["encoder.safetensors"];
        encoder.SaveSafetensors(path);
        var back = Encoders.Load(path, null, out var report);
        Assert.Equal(encoder.ToBytes(), back.ToBytes());
        Assert.True(report.IsComplete);
        Assert.Equal(path, Assert.Single(Directory.GetFiles(_folder.Path)));

        // Readers of torchvision's names take it too: here, without the metadata, by its shapes.
        using var file = TensorFile.Open(path);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("ResNet50", file.Metadata["architecture"]);
        Assert.Equal(0, (8 + BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(path))) % 8);
    }

    [Fact]
    public void MetadataThatLieAreRefused()
    {
        var encoder = TrainedEncoder.Untrained(Encoders.ResNet18(0.0625), 1, 32, 32, "Image", 5);
        foreach (var (key, value, reason) in ((string, string, string)[])[
            ("medssl.spec", "{", "no sense"), ("medssl.spec", """{"WidthMultiplier":99}""", "WidthMultiplier"), ("medssl.spec", """{"WidthMultiplier":8}""", "conv1.weight"),
            ("medssl.height", "", "no sense"), ("medssl.channels", "0", "medssl.channels")])
        {
            var texts = EncoderMetadata.Of(encoder).ToTexts();
            texts[key] = value;
            string path = _folder["lie.safetensors"];
            WholeFile.Write(path, stream => SafetensorsWriter.Write(stream, encoder.Weights.Tensors, texts));
            Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Encoders.Load(path)).Message);
        }
    }
}
