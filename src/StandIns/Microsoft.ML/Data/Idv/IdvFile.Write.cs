using System.Reflection;

namespace Microsoft.ML.Data;

internal static partial class IdvFile
{
    private static readonly MethodInfo _estimate =
        ((Func<IDataView, DataViewRow, DataViewSchema.Column, IdvCodec, Func<long>>)Estimate<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _encodeRows =
        ((Func<BinaryWriter, IDataView, StoredColumn, int, List<Block>>)EncodeRows<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _encodeAnnotation =
        ((Func<BinaryWriter, DataViewSchema.Annotations, DataViewSchema.Column, IdvCodec, Block>)EncodeAnnotation<int>).Method.GetGenericMethodDefinition();

    /// <summary>Writes the columns that have a codec, with their annotations.</summary>
    internal static void Write(Stream destination, IDataView data, bool keepHidden = false) => Write(destination, data.Schema, data, keepHidden);

    /// <summary>Writes a schema without rows, with the columns that others of their name hide or without.</summary>
    internal static void Write(Stream destination, DataViewSchema schema, bool keepHidden = false) => Write(destination, schema, null, keepHidden);

    /// <summary>The order is the real package's: header, blocks, tables of blocks, annotations, table of contents, tail.</summary>
    private static void Write(Stream destination, DataViewSchema schema, IDataView data, bool keepHidden)
    {
        StoredColumn[] columns = [.. schema.Where(c => keepHidden || !c.IsHidden).Select(c => new StoredColumn(c, IdvCodec.For(c.Type))).Where(c => c.Codec != null)];
        if (columns.Length == 0)
            throw new InvalidOperationException("No valid columns to save");

        (long rows, int perBlock, long bytes) = data == null ? (0, 1, 0) : Measure(data, columns);
        using var file = new PooledStream(Math.Min(bytes, MostBytesPerBlock) + (1 << 10));
        using var writer = new BinaryWriter(file);
        writer.Write(new byte[HeaderSize]);
        foreach (StoredColumn column in columns)
        {
            if (rows > 0)
                column.Blocks = (List<Block>)Reflected.Call(_encodeRows, column.Codec.Type.RawType, writer, data, column, perBlock);
        }
        foreach (StoredColumn column in columns)
            WriteLookup(writer, column);
        foreach (StoredColumn column in columns)
            column.AnnotationsAt = WriteAnnotations(writer, column.Column.Annotations);

        long contents = file.Position;
        foreach (StoredColumn column in columns)
        {
            writer.Write(column.Column.Name);
            column.Codec.WriteDefinition(writer);
            writer.Write(column.Compression);
            writer.Write7BitEncodedInt(perBlock);
            writer.Write(column.LookupAt);
            writer.Write(column.AnnotationsAt);
        }
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
        destination.Write(file.Written);
    }

    /// <summary>How many rows there are, how many go into a block, and about how many bytes that block takes.</summary>
    private static (long Rows, int PerBlock, long Bytes) Measure(IDataView data, StoredColumn[] columns)
    {
        using DataViewRowCursor cursor = data.GetRowCursor(columns.Select(c => c.Column));
        Func<long>[] sizes = Array.ConvertAll(columns, c => (Func<long>)Reflected.Call(_estimate, c.Codec.Type.RawType, data, cursor, c.Column, c.Codec));
        long rows = 0, bytes = 0;
        int perBlock = 0;
        for (; cursor.MoveNext(); rows++)
        {
            if (perBlock != rows || rows == MostRowsPerBlock)
                continue;
            bytes += sizes.Sum(size => size());
            perBlock += bytes <= MostBytesPerBlock ? 1 : 0;
        }
        return (rows, Math.Max(1, perBlock), bytes);
    }

    private static Func<long> Estimate<T>(IDataView data, DataViewRow row, DataViewSchema.Column column, IdvCodec codec)
    {
        if (data is ArrayView view)
        {
            var all = (T[])view.Values(column.Index);
            return () => codec.As<T>().Size(all[row.Position]);
        }
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return codec.As<T>().Size(value);
        };
    }

    private static void WriteLookup(BinaryWriter writer, StoredColumn column)
    {
        column.LookupAt = writer.BaseStream.Position;
        foreach (Block block in column.Blocks)
        {
            writer.Write(block.Offset);
            writer.Write(block.Length);
            writer.Write(block.Uncompressed);
        }
    }

    private static long WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var stored = new List<(DataViewSchema.Column Column, IdvCodec Codec, Block Block)>();
        foreach (DataViewSchema.Column column in annotations.Schema)
        {
            IdvCodec codec = IdvCodec.For(column.Type);
            if (codec != null)
                stored.Add((column, codec, (Block)Reflected.Call(_encodeAnnotation, column.Type.RawType, writer, annotations, column, codec)));
        }
        if (stored.Count == 0)
            return 0;
        long contents = writer.BaseStream.Position;
        writer.Write7BitEncodedInt(stored.Count);
        foreach ((DataViewSchema.Column column, IdvCodec codec, Block block) in stored)
        {
            writer.Write(column.Name);
            codec.WriteDefinition(writer);
            writer.Write(block.Compression);
            writer.Write(block.Offset);
            writer.Write7BitEncodedInt64(block.Length);
        }
        return contents;
    }

    private static List<Block> EncodeRows<T>(BinaryWriter writer, IDataView data, StoredColumn column, int perBlock)
    {
        var blocks = new List<Block>();
        // What is in arrays is not copied first.
        if (data is ArrayView view)
        {
            var all = (T[])view.Values(column.Column.Index);
            for (int first = 0; first < all.Length; first += perBlock)
                AddBlock<T>(blocks, writer, column, all.AsSpan(first, Math.Min(perBlock, all.Length - first)));
            return blocks;
        }
        using DataViewRowCursor cursor = data.GetRowCursor([column.Column]);
        ValueGetter<T> get = cursor.GetGetter<T>(column.Column);
        var values = new List<T>();
        bool more;
        do
        {
            more = cursor.MoveNext();
            if (more)
            {
                T value = default;
                get(ref value);
                values.Add(value);
            }
            if (values.Count < perBlock && (more || values.Count == 0))
                continue;
            AddBlock<T>(blocks, writer, column, [.. values]);
            values.Clear();
        }
        while (more);
        return blocks;
    }

    private static void AddBlock<T>(List<Block> blocks, BinaryWriter writer, StoredColumn column, ReadOnlySpan<T> values)
    {
        using PooledStream bytes = Encode(column.Codec.As<T>(), values);
        // A column has one compression for all its blocks: the first decides.
        if (blocks.Count == 0)
            column.Compression = IsCompressible(bytes.Written) ? Deflate : Uncompressed;
        blocks.Add(WriteBlock(writer, bytes.Written, column.Compression));
    }

    private static Block EncodeAnnotation<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column, IdvCodec codec)
    {
        T value = default;
        annotations.GetValue(column.Name, ref value);
        using PooledStream bytes = Encode<T>(codec.As<T>(), [value]);
        using var compressed = new PooledStream(bytes.Length);
        Compress(compressed, bytes.Written);
        // The shorter of the two: annotations are often a few bytes.
        return WriteBlock(writer, bytes.Written, compressed.Length < bytes.Length ? Deflate : Uncompressed);
    }

    private static PooledStream Encode<T>(IdvCodec<T> codec, ReadOnlySpan<T> values)
    {
        // Counts, and a length for each vector.
        long size = 16 + ((long)sizeof(int) * values.Length);
        foreach (T value in values)
            size += codec.Size(value);
        var block = new PooledStream(Math.Min(size, MostBytesPerBlock));
        using (var writer = new BinaryWriter(block, System.Text.Encoding.UTF8, leaveOpen: true))
            codec.Write(writer, values);
        return block;
    }

    private static Block WriteBlock(BinaryWriter writer, ReadOnlySpan<byte> bytes, byte compression)
    {
        writer.Flush();
        long offset = writer.BaseStream.Position;
        if (compression == Uncompressed)
            writer.Write(bytes);
        else
            Compress(writer.BaseStream, bytes);
        return new Block(offset, checked((int)(writer.BaseStream.Position - offset)), bytes.Length, compression);
    }

    private readonly record struct Block(long Offset, int Length, int Uncompressed, byte Compression);

    private sealed class StoredColumn(DataViewSchema.Column column, IdvCodec codec)
    {
        internal DataViewSchema.Column Column => column;

        internal IdvCodec Codec => codec;

        internal byte Compression { get; set; } = Deflate;

        internal List<Block> Blocks { get; set; } = [];

        internal long LookupAt { get; set; }

        internal long AnnotationsAt { get; set; }
    }
}
