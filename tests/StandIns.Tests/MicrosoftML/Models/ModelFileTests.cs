using System.IO.Compression;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Models;

public sealed class ModelFileTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        [VectorType(3)] public float[] Values { get; set; } = [1, 2, 3];
        public string Name { get; set; } = "n";
        public bool Flag { get; set; }
        [KeyType(4)] public uint Key { get; set; }
    }

    private byte[] Saved(bool withSchema = true)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Values"].AddAnnotation("SlotNames", new[] { "x", "y", "z" }, new VectorDataViewType(TextDataViewType.Instance, 3));
        IDataView data = _ml.Data.LoadFromEnumerable([new Row()], definition);
        ITransformer model = _ml.Transforms.CopyColumns("Copy", "Values").Append(_ml.Transforms.CopyColumns("Copy2", "Copy")).Fit(data);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, withSchema ? data.Schema : null, stream);
        return stream.ToArray();
    }

    private static byte[] Edited(byte[] model, string entry, Func<byte[], byte[]?> edit, string? newName = null)
    {
        using var stream = new MemoryStream();
        stream.Write(model);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            ZipArchiveEntry old = zip.GetEntry(entry)!;
            using var content = new MemoryStream();
            using (Stream source = old.Open())
                source.CopyTo(content);
            old.Delete();
            byte[]? changed = edit(content.ToArray());
            if (changed != null)
            {
                using Stream target = zip.CreateEntry(newName ?? entry).Open();
                target.Write(changed);
            }
        }
        return stream.ToArray();
    }

    private ITransformer Load(byte[] model, out DataViewSchema? schema) => new MLContext().Model.Load(new MemoryStream(model), out schema);

    [Fact]
    public void Model_and_schema_come_back()
    {
        ITransformer model = Load(Saved(), out DataViewSchema? schema);

        Assert.Equal(
            ["Values: Vector<Single, 3> {SlotNames}", "Name: String", "Flag: Boolean", "Key: Key<UInt32, 0-3>"],
            schema!.Select(c => $"{c}"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema!["Values"].GetSlotNames(ref names);
        Assert.Equal(["x", "y", "z"], names.DenseValues().Select(n => n.ToString()));
        Assert.Equal([1, 2, 3], model.Transform(_ml.Data.LoadFromEnumerable([new Row()])).GetColumn<float[]>("Copy2").Single());
        Load(Saved(withSchema: false), out schema);
        Assert.Null(schema);
        Assert.Equal(Saved(), Saved());
    }

    [Fact]
    public void Layout_is_that_of_the_real_package()
    {
        using var zip = new ZipArchive(new MemoryStream(Saved()));
        using Stream stream = zip.GetEntry("TransformerChain/Model.key")!.Open();
        using var reader = new BinaryReader(stream);
        byte[] key = reader.ReadBytes(10_000);

        // Offsets and values from the description of the format.
        Assert.Equal("ML\0MODEL", Encoding.Latin1.GetString(key, 0, 8));
        Assert.Equal(0x0001000200010002UL, BitConverter.ToUInt64(key, 8));
        Assert.Equal(0x100, BitConverter.ToInt64(key, 0x10));
        // A count and two scopes.
        Assert.Equal(12, BitConverter.ToInt64(key, 0x18));
        Assert.Equal([2, 7, 7], Enumerable.Range(0, 3).Select(i => BitConverter.ToInt32(key, 0x100 + (4 * i))));
        Assert.Equal("XF\0CHAIN", Encoding.Latin1.GetString(key, 0x40, 8));
        Assert.Equal("TransformerChain", Encoding.Latin1.GetString(key, 0x50, 24).TrimEnd('\0'));
        Assert.Equal("LEDOM\0LM", Encoding.Latin1.GetString(key, key.Length - 8, 8));
        Assert.StartsWith("Microsoft.ML.Data, Version=1.0.0.0", Encoding.Unicode.GetString(key, 0x10C, BitConverter.ToInt32(key, 0x98)));
        Assert.Contains("TransformerChain/Transform_001/Model.key", zip.Entries.Select(e => e.FullName));
        Assert.Contains("TrainingInfo/Version.txt", zip.Entries.Select(e => e.FullName));
    }

    [Fact]
    public void Cut_off_file_is_refused_wherever_it_ends()
    {
        byte[] model = Saved();
        for (int length = 0; length < model.Length; length += 97)
        {
            string message = Assert.Throws<FormatException>(() => Load(model[..length], out _)).Message;
            Assert.Contains("cut off", message);
        }
    }

    [Fact]
    public void Altered_bytes_are_refused_or_harmless()
    {
        byte[] model = Saved();
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] altered = [.. model];
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Load(altered, out _);
            }
            catch (Exception e) when (e is FormatException or NotSupportedException)
            {
                refused++;
            }
        }
        // The rest hit parts of the zip that nobody reads, such as times.
        Assert.True(refused > 200, $"{refused} refused");
    }

    [Theory]
    [InlineData("magic", "does not begin like a model")]
    [InlineData("missing", "is missing")]
    [InlineData("tail", "cut off or altered")]
    [InlineData("size", "outside the file")]
    [InlineData("count", "does not fit")]
    [InlineData("climbs", "outside the model")]
    public void Damage_within_the_archive_is_described(string damage, string expected)
    {
        const string Key = "TransformerChain/Model.key";
        byte[] Change(int at, byte value, byte[] bytes)
        {
            bytes[at] = value;
            return bytes;
        }
        byte[] model = damage switch
        {
            "magic" => Edited(Saved(), Key, b => Change(1, 0, b)),
            "missing" => Edited(Saved(), Key, _ => null),
            "tail" => Edited(Saved(), Key, b => b[..^1]),
            "size" => Edited(Saved(), Key, b => Change(0x1D, 1, b)),
            "count" => Edited(Saved(), Key, b => Change(0x103, 0x7F, b)),
            _ => Edited(Saved(), "Schema", b => b, newName: "../outside"),
        };
        string message = Assert.Throws<FormatException>(() => Load(model, out _)).Message;

        Assert.Contains(expected, message);
        Assert.StartsWith("The model cannot be read", message);
    }

    [Fact]
    public void Unknown_component_is_named()
    {
        byte[] model = Edited(Saved(), "TransformerChain/Transform_000/Model.key", b =>
        {
            "OtherTransform\0\0"u8.CopyTo(b.AsSpan(0x50));
            return b;
        });

        Assert.Contains("OtherTransform", Assert.Throws<NotSupportedException>(() => Load(model, out _)).Message);
    }

    [Fact]
    public void Schema_of_users_own_types_only_cannot_be_saved()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Opaque", new OpaqueType());
        ITransformer model = new TransformerChain<ITransformer>();

        Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(model, builder.ToSchema(), new MemoryStream()));
        _ml.Model.Save(model, null, new MemoryStream());
    }

    [Fact]
    public void Transformer_that_saves_nothing_is_an_error()
    {
        Assert.Contains("saved nothing", Assert.Throws<InvalidOperationException>(() => _ml.Model.Save(new Mute(), null, new MemoryStream())).Message);
    }

    private sealed class OpaqueType() : StructuredDataViewType(typeof(object))
    {
        public override bool Equals(DataViewType? other) => other is OpaqueType;
    }

    private sealed class Mute : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

        public void Save(ModelSaveContext ctx)
        {
        }

        public IDataView Transform(IDataView input) => input;
    }
}
