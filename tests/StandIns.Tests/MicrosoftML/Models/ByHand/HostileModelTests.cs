using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;

namespace StandIns.Tests.MicrosoftML.Models.ByHand;

/// <summary>Files that no honest writer makes are refused, with the reason; none exhausts memory or stack.</summary>
public sealed class HostileModelTests
{
    private const string Chain = "TransformerChain/", Key = Chain + "Model.key", Map = Chain + "DefaultMap.idv";

    private static string Refusal(byte[] model)
    {
        Exception error = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(new MemoryStream(model), out _));
        Assert.True(error is FormatException or NotSupportedException or InvalidOperationException, $"{error}");
        return error.Message;
    }

    private static byte[] Edited(string name, string entry, Func<byte[], byte[]> edit)
    {
        var entries = ModelBytes.Of(name);
        entries[entry] = edit(entries[entry]);
        return ModelBytes.Zip(entries);
    }

    private static byte[] Set(byte[] bytes, int at, params byte[] values)
    {
        values.CopyTo(bytes, at);
        return bytes;
    }

    [Theory]
    // Offsets are of ModelHeader.
    [InlineData(0x00, 0x4D4D, "does not begin like a model")]
    [InlineData(0x0C, 0x0003, "contradicts itself in its version")]
    [InlineData(0x10, 0x0110, "where none belongs")]
    [InlineData(0x18, 0x7FFF, "outside the file")]
    [InlineData(0x1E, 0x8000, "outside the file")]
    [InlineData(0x28, 0x000C, "where none belongs")]
    [InlineData(0x30, 0x0008, "where none belongs")]
    [InlineData(0x40, 0x4F4E, "signature")]
    [InlineData(0x48, 0x0002, "a newer version of ML.NET wrote")]
    [InlineData(0x4C, 0x0007, "contradicts itself")]
    [InlineData(0x80, 0x0001, "cut off or altered at its end")]
    [InlineData(0x88, 0x0001, "cut off or altered at its end")]
    [InlineData(0x90, 0x0001, "where none belongs")]
    [InlineData(0x98, 0x0FFF, "outside the file")]
    // The block of a ValueMapping: one pair of strings 0 and 1; then the ends of the strings.
    [InlineData(0x100, 0x7FFF, "does not fit")]
    [InlineData(0x104, 0x0002, "string 2 is not in its table")]
    [InlineData(0x106, 0x8000, "not in its table")]
    [InlineData(0x10C, 0x0003, "damaged string table")]
    [InlineData(0x114, 0x0008, "damaged string table")]
    public void Header(int at, int value, string reason) =>
        Assert.Contains(reason, Refusal(Edited("value-mapping", Key, bytes => Set(bytes, at, (byte)value, (byte)(value >> 8)))));

    [Fact]
    public void Newer_formats()
    {
        Assert.Contains("newer than this version reads", Refusal(Edited("convert", Key, bytes => Set(bytes, 0x08, 3, 0, 1, 0, 3, 0, 1, 0))));
        Assert.Contains("newer than can be read", Refusal(Edited("value-mapping", Map, bytes => Set(Set(bytes, 8, 7), 16, 7))));
        Assert.Contains("older than can be read", Refusal(Edited("value-mapping", Map, bytes => Set(Set(bytes, 8, 3), 16, 3))));
    }

    [Fact]
    public void Old_signature_version() => Assert.Contains(
        "too old", Refusal(Edited("convert", Key, bytes => Set(bytes, 0x48, 2, 0, 1, 0, 2, 0, 1, 0))));

    [Fact]
    public void Bytes_left_over_in_a_block() => Assert.Contains(
        "bytes are left over", Refusal(Edited("chain", Key, bytes => Set(bytes, 0x100, 1))));

    [Fact]
    public void Unknown_component_and_assembly()
    {
        Assert.Contains("SelectColumnsTransformX", Refusal(Edited("select-columns", Key, bytes => Set(bytes, 0x66, (byte)'X'))));
        Assert.Contains("cannot be loaded", Refusal(Edited("custom-mapping", Key, bytes => Replaced(bytes, "Microsoft.ML.Transforms", "Nobody.ML.HasTransforms"))));
        Assert.Contains("'StandIns.Tests/by-hand/9'", Refusal(Edited("custom-mapping", Key, bytes => Replaced(bytes, "by-hand/1", "by-hand/9"))));
    }

    private static byte[] Replaced(byte[] bytes, string old, string with) =>
        Set(bytes, bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(old)), Encoding.Unicode.GetBytes(with[..old.Length]));

    [Theory]
    [InlineData("../Schema", "outside the model")]
    [InlineData("TransformerChain/../../etc/passwd", "outside the model")]
    [InlineData("TransformerChain\\..\\..\\x", "outside the model")]
    [InlineData("/etc/passwd", "outside the model")]
    [InlineData("C:/windows/x", "outside the model")]
    [InlineData("TransformerChain/Model.key", "is there twice")]
    [InlineData("transformerchain\\model.KEY", "is there twice")]
    public void Entry_names(string name, string reason) =>
        Assert.Contains(reason, Refusal(ModelBytes.Zip(ModelBytes.Of("chain").Append(KeyValuePair.Create(name, new byte[3])))));

    [Fact]
    public void Entry_that_inflates_past_the_limit()
    {
        // 300 MB of zeros are 300 KB in the zip: more than 256 MB and 64 times the file.
        var entries = ModelBytes.Of("value-mapping");
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream target = zip.CreateEntry(name).Open();
                byte[] zeros = new byte[1 << 20];
                if (name != Map)
                    target.Write(bytes);
                else
                    for (int i = 0; i < 300; i++)
                        target.Write(zeros);
            }
        }
        long before = GC.GetTotalAllocatedBytes();
        Assert.Contains("256 MB and 64 times", Refusal(stream.ToArray()));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 50_000_000);
    }

    [Fact]
    public void Block_that_inflates_past_the_limit()
    {
        // The first block's table entry: stated sizes of a block of 2 GB.
        byte[] model = Edited("value-mapping", Map, bytes =>
        {
            int table = (int)Lookup(bytes, 0);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(table + 12), int.MaxValue);
            bytes[CompressionAt(bytes)] = 1;
            return bytes;
        });
        Assert.Contains("256 MB and 64 times", Refusal(model));
    }

    [Fact]
    public void Nesting_without_end()
    {
        byte[] chain = ModelBytes.Of("chain")[Key];
        // A chain of one part, itself a chain of one part, and so on.
        byte[] one = new byte[chain.Length - 4];
        chain.AsSpan(0, 0x108).CopyTo(one);
        chain.AsSpan(0x10C).CopyTo(one.AsSpan(0x108));
        one[0x100] = 1;
        one[0x18] -= 4;
        foreach (int field in new[] { 0x80, 0x88, 0x90 })
            BinaryPrimitives.WriteInt64LittleEndian(one.AsSpan(field), BinaryPrimitives.ReadInt64LittleEndian(one.AsSpan(field)) - 4);
        var entries = Enumerable.Range(0, 2000).Select(depth => KeyValuePair.Create(
            Chain + string.Concat(Enumerable.Repeat("Transform_000/", depth)) + "Model.key", one));

        Assert.Contains("nested more than 64 deep", Refusal(ModelBytes.Zip(entries)));
    }

    [Fact]
    public void Vectors_of_vectors()
    {
        // The codec of the values becomes a vector of vectors of vectors ...
        byte[] definition = [6, .. "Single"u8, 0];
        for (int i = 0; i < 20; i++)
            definition = [7, .. "VBuffer"u8, (byte)((definition.Length + 8) & 0x7F | 0x80), (byte)(definition.Length + 8 >> 7), .. definition, 1, 0, 0, 0, 0, 0, 0, 0];
        byte[] model = Edited("value-mapping", Map, bytes =>
        {
            int at = CompressionAt(bytes) - 17 - 8;
            return [.. bytes[..at], .. definition, .. bytes[CompressionAt(bytes)..]];
        });
        Assert.Contains("cannot be read", Refusal(model));
    }

    [Theory]
    [InlineData(16, 7, "contradicts itself")]
    [InlineData(8, 5, "contradicts itself")]
    [InlineData(25, 0, "table of contents is missing")]
    [InlineData(32, 1, "cut off")]
    [InlineData(40, 3, "is wrong")]
    [InlineData(48, 1, "bytes left over")]
    public void Stored_data(int at, byte value, string reason) =>
        Assert.Contains(reason, Refusal(Edited("value-mapping", Map, bytes => Set(bytes, at, value))));

    [Fact]
    public void Repeated_keys_and_values()
    {
        Assert.Contains("Duplicate key", Refusal(Edited("value-mapping", Map, bytes =>
        {
            "nay"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("yes"u8)));
            return bytes;
        })));
        Assert.Contains("twice", Refusal(Edited("vocabulary", Chain + "Vocabulary/Model.key", bytes => Set(bytes, 0x10D, 0))));
    }

    [Fact]
    public void Vector_indices_and_lengths()
    {
        byte[] Changed(int word, int value) => Edited("value-mapping", Map, bytes =>
        {
            int block = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan((int)Lookup(bytes, 1)));
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(block + (4 * word)), value);
            return bytes;
        });
        // Words: vectors, common length, two lengths, two counts, number of indices, index.
        Assert.Contains("count of vectors is wrong", Refusal(Changed(0, 3)));
        Assert.Contains("impossible", Refusal(Changed(1, -1)));
        Assert.Contains("impossible", Refusal(Changed(3, -5)));
        Assert.Contains("impossible", Refusal(Changed(5, 3)));
        Assert.Contains("impossible", Refusal(Changed(6, int.MaxValue)));
        Assert.Contains("out of order", Refusal(Changed(7, 3)));
        Assert.Contains("out of order", Refusal(Changed(7, -1)));
    }

    [Fact]
    public void Trained_models()
    {
        const string Predictor = Chain + "Model/Predictor/Model.key";
        Assert.Contains("numbers of 8 bytes", Refusal(Edited("logistic-regression", Predictor, bytes => Set(bytes, 0x100, 8))));
        Assert.Contains("the bias is not finite", Refusal(Edited("logistic-regression", Predictor, bytes => Set(bytes, 0x104, 0, 0, 0xC0, 0x7F))));
        Assert.Contains("features are impossible", Refusal(Edited("logistic-regression", Predictor, bytes => Set(bytes, 0x108, 0, 0, 0, 0x80))));
        Assert.Contains("2 weights for 3 features", Refusal(Edited("logistic-regression", Predictor, bytes => Set(bytes, 0x108, 3))));
        Assert.Contains("does not fit", Refusal(Edited("maximum-entropy", Chain + "Model/Model.key", bytes => Set(bytes, 0x108, 0xFF, 0xFF))));
        Assert.Contains("not in the schema", Refusal(Edited("logistic-regression", Key, bytes => Set(bytes, 0x100, 1))));
    }

    /// <summary>Where a column's table of blocks is: the last two fields of an entry are that and the annotations' place.</summary>
    private static long Lookup(byte[] idv, int column) => BinaryPrimitives.ReadInt64LittleEndian(idv.AsSpan(column == 1 ? idv.Length - 24 : KeyEntryEnd(idv) - 16));

    private static int CompressionAt(byte[] idv) => KeyEntryEnd(idv) - 18;

    private static int KeyEntryEnd(byte[] idv)
    {
        int contents = (int)BinaryPrimitives.ReadInt64LittleEndian(idv.AsSpan(24));
        // "Key", "TextSpan", no parameters, compression, rows in a block, two places.
        return contents + 4 + 9 + 1 + 1 + 1 + 16;
    }
}
