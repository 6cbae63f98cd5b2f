using System.Reflection;

namespace Microsoft.ML.Data;

internal static partial class IdvFile
{
    private static readonly MethodInfo _encodeRows =
        ((Func<BinaryWriter, IDataView, DataViewSchema.Column, IdvCodec, (List<Block>, long)>)EncodeRows<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _encodeAnnotation =
        ((Func<BinaryWriter, DataViewSchema.Annotations, DataViewSchema.Column, IdvCodec, Block>)EncodeAnnotation<int>).Method.GetGenericMethodDefinition();

    /// <summary>Writes the columns that have a codec, with their annotations.</summary>
    internal static void Write(Stream destination, IDataView data) => Write(destination, data.Schema, data);

    /// <summary>Writes a schema without rows.</summary>
    internal static void Write(Stream destination, DataViewSchema schema) => Write(destination, schema, null);

    private static void Write(Stream destination, DataViewSchema schema, IDataView data)
    {
        (DataViewSchema.Column Column, IdvCodec Codec)[] columns =
            [.. schema.Where(c => !c.IsHidden).Select(c => (Column: c, Codec: IdvCodec.For(c.Type))).Where(c => c.Codec != null)];
        if (columns.Length == 0)
            throw new InvalidOperationException("No valid columns to save");

        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(new byte[HeaderSize]);
        long rows = 0;
        var entries = new List<Action>();
        foreach ((DataViewSchema.Column column, IdvCodec codec) in columns)
        {
            long lookup = WriteBlocks(writer, data, column, codec, ref rows);
            long annotations = WriteAnnotations(writer, column.Annotations);
            entries.Add(() =>
            {
                writer.Write(column.Name);
                codec.WriteDefinition(writer);
                writer.Write(Deflate);
                writer.Write7BitEncodedInt(RowsPerBlock);
                writer.Write(lookup);
                writer.Write(annotations);
            });
        }
        long contents = file.Position;
        entries.ForEach(write => write());
        long tail = file.Position;
        writer.Write(Tail);

        file.Position = 0;
        writer.Write(Head);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(contents);
        writer.Write(tail);
        writer.Write(rows);
        writer.Write(columns.Length);
        writer.Flush();
        file.WriteTo(destination);
    }

    private static long WriteBlocks(BinaryWriter writer, IDataView data, DataViewSchema.Column column, IdvCodec codec, ref long rows)
    {
        List<Block> blocks = [];
        if (data != null)
            (blocks, rows) = ((List<Block>, long))Reflected.Call(_encodeRows, column.Type.RawType, writer, data, column, codec);
        long offset = writer.BaseStream.Position;
        foreach (Block block in blocks)
        {
            writer.Write(block.Offset);
            writer.Write(block.Length);
            writer.Write(block.Uncompressed);
        }
        return offset;
    }

    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var stored = new List<(DataViewSchema.Column Column, IdvCodec Codec, Block Block)>();
        foreach (DataViewSchema.Column column in annotations.Schema)
        {
            IdvCodec codec = IdvCodec.For(column.Type);
            if (codec == null)
                continue;
            var block = (Block)Reflected.Call(_encodeAnnotation, column.Type.RawType, writer, annotations, column, codec);
            stored.Add((column, codec, block));
        }
        if (stored.Count == 0)
            return 0;
        long contents = writer.BaseStream.Position;
        writer.Write7BitEncodedInt(stored.Count);
        foreach ((DataViewSchema.Column column, IdvCodec codec, Block block) in stored)
        {
            writer.Write(column.Name);
            codec.WriteDefinition(writer);
            writer.Write(Deflate);
            writer.Write(block.Offset);
            writer.Write7BitEncodedInt64(block.Length);
        }
        return contents;
    }

    private static (List<Block> Blocks, long Rows) EncodeRows<T>(BinaryWriter writer, IDataView data, DataViewSchema.Column column, IdvCodec codec)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        var blocks = new List<Block>();
        var values = new List<T>();
        long rows = 0;
        for (; cursor.MoveNext(); rows++)
        {
            T value = default;
            get(ref value);
            values.Add(value);
            if (values.Count == RowsPerBlock)
                Flush();
        }
        if (values.Count > 0)
            Flush();
        return (blocks, rows);

        void Flush()
        {
            blocks.Add(Encode<T>(writer, codec, [.. values]));
            values.Clear();
        }
    }

    private static Block EncodeAnnotation<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column, IdvCodec codec)
    {
        T value = default;
        annotations.GetValue(column.Name, ref value);
        return Encode(writer, codec, [value]);
    }

    private static Block Encode<T>(BinaryWriter writer, IdvCodec codec, T[] values)
    {
        long offset = writer.BaseStream.Position;
        int uncompressed = Compress(writer, block => codec.As<T>().Write(block, values));
        return new Block(offset, checked((int)(writer.BaseStream.Position - offset)), uncompressed);
    }

    private readonly record struct Block(long Offset, int Length, int Uncompressed);
}
