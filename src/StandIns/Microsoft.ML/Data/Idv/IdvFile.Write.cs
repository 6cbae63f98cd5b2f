using System.Reflection;

namespace Microsoft.ML.Data;

internal static partial class IdvFile
{
    private static readonly MethodInfo _encodeRows =
        ((Func<IDataView, DataViewSchema.Column, IdvCodec, List<byte[]>>)EncodeRows<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _encodeAnnotation =
        ((Func<DataViewSchema.Annotations, DataViewSchema.Column, IdvCodec, byte[]>)EncodeAnnotation<int>).Method.GetGenericMethodDefinition();

    /// <summary>Writes the columns that have a codec, with their annotations.</summary>
    internal static void Write(Stream destination, IDataView data, bool compress = true) => Write(destination, data.Schema, data, compress);

    /// <summary>Writes a schema without rows.</summary>
    internal static void Write(Stream destination, DataViewSchema schema) => Write(destination, schema, null, compress: true);

    private static void Write(Stream destination, DataViewSchema schema, IDataView data, bool compress)
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
            long lookup = WriteBlocks(writer, data, column, codec, compress, ref rows);
            long annotations = WriteAnnotations(writer, column.Annotations);
            entries.Add(() =>
            {
                writer.Write(column.Name);
                codec.WriteDefinition(writer);
                writer.Write(compress ? Deflate : Uncompressed);
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

    private static long WriteBlocks(BinaryWriter writer, IDataView data, DataViewSchema.Column column, IdvCodec codec, bool compress, ref long rows)
    {
        var lookup = new List<(long Offset, int Length, int Uncompressed)>();
        if (data != null)
        {
            var blocks = (List<byte[]>)Reflected.Call(_encodeRows, column.Type.RawType, data, column, codec);
            // The last item is the row count.
            rows = BitConverter.ToInt64(blocks[^1]);
            foreach (byte[] block in blocks[..^1])
            {
                byte[] compressed = compress ? Compress(block) : block;
                lookup.Add((writer.BaseStream.Position, compressed.Length, block.Length));
                writer.Write(compressed);
            }
        }
        long offset = writer.BaseStream.Position;
        foreach ((long blockOffset, int length, int uncompressed) in lookup)
        {
            writer.Write(blockOffset);
            writer.Write(length);
            writer.Write(uncompressed);
        }
        return offset;
    }

    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var stored = new List<(DataViewSchema.Column Column, IdvCodec Codec, long Offset, int Length)>();
        foreach (DataViewSchema.Column column in annotations.Schema)
        {
            IdvCodec codec = IdvCodec.For(column.Type);
            if (codec == null)
                continue;
            byte[] block = Compress((byte[])Reflected.Call(_encodeAnnotation, column.Type.RawType, annotations, column, codec));
            stored.Add((column, codec, writer.BaseStream.Position, block.Length));
            writer.Write(block);
        }
        if (stored.Count == 0)
            return 0;
        long contents = writer.BaseStream.Position;
        writer.Write7BitEncodedInt(stored.Count);
        foreach ((DataViewSchema.Column column, IdvCodec codec, long offset, int length) in stored)
        {
            writer.Write(column.Name);
            codec.WriteDefinition(writer);
            writer.Write(Deflate);
            writer.Write(offset);
            writer.Write7BitEncodedInt64(length);
        }
        return contents;
    }

    private static List<byte[]> EncodeRows<T>(IDataView data, DataViewSchema.Column column, IdvCodec codec)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        var blocks = new List<byte[]>();
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
        blocks.Add(BitConverter.GetBytes(rows));
        return blocks;

        void Flush()
        {
            blocks.Add(Encode<T>(codec, [.. values]));
            values.Clear();
        }
    }

    private static byte[] EncodeAnnotation<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column column, IdvCodec codec)
    {
        T value = default;
        annotations.GetValue(column.Name, ref value);
        return Encode(codec, [value]);
    }

    private static byte[] Encode<T>(IdvCodec codec, T[] values)
    {
        using var block = new MemoryStream();
        using (var writer = new BinaryWriter(block))
            codec.As<T>().Write(writer, values);
        return block.ToArray();
    }
}
