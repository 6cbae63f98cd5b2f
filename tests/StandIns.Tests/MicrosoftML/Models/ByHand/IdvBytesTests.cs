using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Models.ByHand;

/// <summary>What is written in the .idv format, read field by field by the description of the format, with nothing of the stand-in.</summary>
public sealed class IdvBytesTests
{
    private readonly MLContext _ml = new();

    private sealed class Row
    {
        public string Text { get; set; } = "";
    }

    private byte[] Map<TValue>(params KeyValuePair<string, TValue>[] pairs) =>
        Entry(_ml.Transforms.Conversion.MapValue("Out", pairs, "Text").Fit(_ml.Data.LoadFromEnumerable([new Row()])), "TransformerChain/DefaultMap.idv");

    private byte[] Map<TValue>(params KeyValuePair<string, TValue[]>[] pairs) =>
        Entry(_ml.Transforms.Conversion.MapValue("Out", pairs, "Text").Fit(_ml.Data.LoadFromEnumerable([new Row()])), "TransformerChain/DefaultMap.idv");

    private byte[] Entry(ITransformer model, string entry, DataViewSchema? schema = null)
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        return ModelBytes.Unzip(stream.ToArray())[entry];
    }

    [Fact]
    public void Header_and_table_of_contents()
    {
        byte[] file = Map(KeyValuePair.Create("no", 1f), KeyValuePair.Create("yes", 2f));
        var (columns, rows) = Columns(file);

        Assert.Equal("CML\0DVB\0", Encoding.Latin1.GetString(file, 0, 8));
        Assert.Equal(0x0001000100010006UL, BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(8)));
        Assert.Equal(0x0001000100010006UL, BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(16)));
        Assert.All(file[52..256], b => Assert.Equal(0, b));
        Assert.Equal(2, rows);
        Assert.Equal(["Key", "Value"], columns.Select(c => c.Name));
        Assert.Equal(["TextSpan", "Single"], columns.Select(c => c.Codec));
        Assert.All(columns, c => Assert.Equal((1, 2, 0L), (c.Compression, c.RowsPerBlock, c.Annotations)));

        // Two texts end at 2 and at 5; then the UTF-8 of both with its length.
        Assert.Equal("02000000 02000000 05000000 05 6E6F796573", Spaced(Block(file, columns[0], 0), 4, 8, 12, 13));
        Assert.Equal("0000803F 00000040", Spaced(Block(file, columns[1], 0), 4));
    }

    [Fact]
    public void Vectors_and_Booleans()
    {
        byte[] file = Map(KeyValuePair.Create("a", new[] { true, false, true }), KeyValuePair.Create("b", new[] { true }));
        var (columns, _) = Columns(file);

        Assert.Equal("VBuffer", columns[1].Codec);
        // "Boolean", no parameters, one dimension, 0.
        Assert.Equal("07426F6F6C65616E 00 01000000 00000000", Spaced(columns[1].Parameters, 8, 9, 13));
        // Two vectors of different lengths, 3 and 1, both dense, no indices, bits 1011 from the lowest on.
        Assert.Equal("02000000 00000000 03000000 01000000 FFFFFFFF FFFFFFFF 00000000 0D", Spaced(Block(file, columns[1], 0), 4, 8, 12, 16, 20, 24, 28));
    }

    [Fact]
    public void Annotations_are_stored_in_the_shorter_form()
    {
        var builder = new DataViewSchema.Builder();
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        annotations.AddPrimitiveValue("Note", TextDataViewType.Instance, new string('x', 500).AsMemory());
        builder.AddColumn("Text", TextDataViewType.Instance, annotations.ToAnnotations());
        byte[] file = Entry(_ml.Transforms.CopyColumns("B", "A").Append(_ml.Transforms.CopyColumns("C", "B")).Fit(Floats()), "Schema", builder.ToSchema());
        var (columns, rows) = Columns(file);

        Assert.Equal((0, 1, 1), (rows, columns[0].RowsPerBlock, columns[0].Compression));
        using var reader = new BinaryReader(new MemoryStream(file));
        reader.BaseStream.Position = columns[0].Annotations;
        Assert.Equal(2, reader.Read7BitEncodedInt());
        Assert.Equal(("IsNormalized", "Boolean", 0), (reader.ReadString(), reader.ReadString(), reader.Read7BitEncodedInt()));
        Assert.Equal(0, reader.ReadByte());
        long at = reader.ReadInt64();
        Assert.Equal(1, reader.Read7BitEncodedInt());
        Assert.Equal(1, file[at]);
        Assert.Equal(("Note", "TextSpan", 0), (reader.ReadString(), reader.ReadString(), reader.Read7BitEncodedInt()));
        Assert.Equal(1, reader.ReadByte());
        at = reader.ReadInt64();
        byte[] note = Inflated(file.AsSpan((int)at, reader.Read7BitEncodedInt()).ToArray());
        // One text that ends at 500; 500 as two LEB128 bytes; the text.
        Assert.Equal("01000000 F4010000 F403", Spaced(note[..10], 4, 8));
        Assert.Equal(510, note.Length);
    }

    [Fact]
    public void Numbers_that_deflate_cannot_shorten_are_stored_as_they_are()
    {
        var random = new Random(1);
        byte[] noise = new byte[200_000];
        random.NextBytes(noise);
        byte[] file = Map(KeyValuePair.Create("noise", noise));
        var (columns, _) = Columns(file);

        Assert.Equal([1, 0], columns.Select(c => c.Compression));
        Assert.Equal(noise, Block(file, columns[1], 0)[16..]);
        Assert.Equal(1, Columns(Map(KeyValuePair.Create("zeros", new byte[200_000]))).Columns[1].Compression);
    }

    [Fact]
    public void Rows_are_divided_into_blocks()
    {
        KeyValuePair<string, float>[] pairs = [.. Enumerable.Range(0, 8193).Select(i => KeyValuePair.Create($"{i}", (float)i))];
        byte[] file = Map(pairs);
        var (columns, rows) = Columns(file);

        // 8192 rows a block at most, as the real writer.
        Assert.Equal((8193, 8192), (rows, columns[1].RowsPerBlock));
        Assert.Equal(4 * 8192, Block(file, columns[1], 0).Length);
        Assert.Equal(BitConverter.GetBytes(8192f), Block(file, columns[1], 1));
    }

    private IDataView Floats() => _ml.Data.LoadFromEnumerable([new ByHandTests.Row()]);

    private sealed record Column(string Name, string Codec, byte[] Parameters, int Compression, int RowsPerBlock, long Lookup, long Annotations);

    private static (Column[] Columns, long Rows) Columns(byte[] file)
    {
        using var reader = new BinaryReader(new MemoryStream(file));
        reader.BaseStream.Position = 24;
        long contents = reader.ReadInt64(), tail = reader.ReadInt64(), rows = reader.ReadInt64();
        var columns = new Column[reader.ReadInt32()];
        Assert.Equal(file.Length - 8, tail);
        Assert.Equal("\0BVD\0LMC", Encoding.Latin1.GetString(file, (int)tail, 8));
        reader.BaseStream.Position = contents;
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = new Column(reader.ReadString(), reader.ReadString(), reader.ReadBytes(reader.Read7BitEncodedInt()),
                reader.ReadByte(), reader.Read7BitEncodedInt(), reader.ReadInt64(), reader.ReadInt64());
        }
        Assert.Equal(tail, reader.BaseStream.Position);
        return (columns, rows);
    }

    private static byte[] Block(byte[] file, Column column, int index)
    {
        ReadOnlySpan<byte> entry = file.AsSpan((int)column.Lookup + (16 * index));
        byte[] bytes = file.AsSpan((int)BinaryPrimitives.ReadInt64LittleEndian(entry), BinaryPrimitives.ReadInt32LittleEndian(entry[8..])).ToArray();
        byte[] block = column.Compression == 1 ? Inflated(bytes) : bytes;
        Assert.Equal(BinaryPrimitives.ReadInt32LittleEndian(entry[12..]), block.Length);
        return block;
    }

    private static byte[] Inflated(byte[] bytes)
    {
        using var inflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var result = new MemoryStream();
        inflate.CopyTo(result);
        return result.ToArray();
    }

    /// <summary>Hex with spaces before the bytes at these places.</summary>
    private static string Spaced(byte[] bytes, params int[] at)
    {
        var text = new StringBuilder();
        for (int i = 0; i < bytes.Length; i++)
            text.Append(at.Contains(i) ? " " : "").Append(bytes[i].ToString("X2"));
        return text.ToString();
    }
}
