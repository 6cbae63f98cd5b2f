using System.Reflection;

namespace Microsoft.ML.Data;

internal static partial class IdvFile
{
    private static readonly MethodInfo _decode = ((Func<IdvCodec, Func<BinaryReader>[], int[], Array>)Decode<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _addAnnotation =
        ((Action<DataViewSchema.Annotations.Builder, string, DataViewType, Array>)AddAnnotation<int>).Method.GetGenericMethodDefinition();

    /// <summary>Reads a whole file into memory; what a <paramref name="budget"/> does not allow to be decompressed is refused.</summary>
    internal static IDataView Read(ArraySegment<byte> file, InflationBudget budget)
    {
        try
        {
            return ReadFile(file, budget);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or OverflowException or InvalidCastException)
        {
            throw new FormatException("stored data are damaged", e);
        }
    }

    private static ArrayView ReadFile(ArraySegment<byte> file, InflationBudget budget)
    {
        Require(file.Count >= HeaderSize + Tail.Length && file.AsSpan(0, Head.Length).SequenceEqual(Head), "they do not begin as they should");
        using var reader = new BinaryReader(Stream(file, 0, file.Count));
        reader.BaseStream.Position = Head.Length;
        ulong written = reader.ReadUInt64();
        ulong readable = reader.ReadUInt64();
        Require(readable <= written, "their version contradicts itself");
        Require(readable <= Version, $"they are of version {written:x16}, which is newer than can be read ({Version:x16})");
        Require(written >= OldestVersion, $"they are of version {written:x16}, which is older than can be read ({OldestVersion:x16})");
        long contents = reader.ReadInt64();
        long tail = reader.ReadInt64();
        long rows = reader.ReadInt64();
        int columns = reader.ReadInt32();
        Require(tail == file.Count - Tail.Length && file.AsSpan((int)tail).SequenceEqual(Tail), "they are cut off");
        Require(contents >= HeaderSize && contents <= tail && rows is >= 0 and <= int.MaxValue, "their table of contents is missing");

        reader.BaseStream.Position = contents;
        var read = new List<(DataViewSchema.DetachedColumn, Array)>();
        for (int i = 0; i < Count(columns, tail - contents); i++)
        {
            string name = reader.ReadString();
            IdvCodec codec = IdvCodec.ReadDefinition(reader);
            byte compression = reader.ReadByte();
            int perBlock = reader.Read7BitEncodedInt();
            long lookup = reader.ReadInt64();
            long annotations = reader.ReadInt64();
            long next = reader.BaseStream.Position;
            if (codec != null)
            {
                Array values = ReadBlocks(file, reader, codec, compression, perBlock, lookup, (int)rows, budget);
                DataViewSchema.Annotations described = annotations == 0 ? null : ReadAnnotations(file, reader, annotations, budget);
                read.Add((new DataViewSchema.DetachedColumn(name, codec.Type, described), values));
            }
            reader.BaseStream.Position = next;
        }
        Require(reader.BaseStream.Position == tail, "their table of contents has bytes left over");
        return new ArrayView([.. read]);
    }

    private static Array ReadBlocks(
        ArraySegment<byte> file, BinaryReader reader, IdvCodec codec, byte compression, int perBlock, long lookup, int rows, InflationBudget budget)
    {
        Require(rows == 0 || perBlock > 0, "a block holds no rows");
        int blocks = rows == 0 ? 0 : (int)(((long)rows + perBlock - 1) / perBlock);
        Require(lookup >= 0 && lookup <= file.Count && blocks <= (file.Count - lookup) / 16, "blocks are missing");
        var readers = new Func<BinaryReader>[blocks];
        int[] counts = new int[blocks];
        reader.BaseStream.Position = lookup;
        for (int i = 0; i < blocks; i++)
        {
            long offset = reader.ReadInt64();
            int length = reader.ReadInt32();
            int uncompressed = reader.ReadInt32();
            readers[i] = () => new BinaryReader(Decompress(Part(file, offset, length), compression, uncompressed, budget));
            counts[i] = (int)Math.Min(perBlock, rows - ((long)i * perBlock));
        }
        return (Array)Reflected.Call(_decode, codec.Type.RawType, codec, readers, counts);
    }

    private static DataViewSchema.Annotations ReadAnnotations(ArraySegment<byte> file, BinaryReader reader, long contents, InflationBudget budget)
    {
        Require(contents >= HeaderSize && contents < file.Count, "annotations are missing");
        reader.BaseStream.Position = contents;
        int count = Count(reader.Read7BitEncodedInt(), Rest(reader));
        var builder = new DataViewSchema.Annotations.Builder();
        for (int i = 0; i < count; i++)
        {
            string kind = reader.ReadString();
            IdvCodec codec = IdvCodec.ReadDefinition(reader);
            byte compression = reader.ReadByte();
            long offset = reader.ReadInt64();
            long length = reader.Read7BitEncodedInt64();
            if (codec == null)
                continue;
            Func<BinaryReader> block = () => new BinaryReader(Decompress(Part(file, offset, length), compression, null, budget));
            var values = (Array)Reflected.Call(_decode, codec.Type.RawType, codec, new[] { block }, new[] { 1 });
            Reflected.Call(_addAnnotation, codec.Type.RawType, builder, kind, codec.Type, values);
        }
        return builder.ToAnnotations();
    }

    private static MemoryStream Part(ArraySegment<byte> file, long offset, long length)
    {
        Require(offset >= HeaderSize && length >= 0 && offset <= file.Count && length <= file.Count - offset, "a block lies outside");
        return Stream(file, (int)offset, (int)length);
    }

    private static MemoryStream Stream(ArraySegment<byte> file, int offset, int length) => new(file.Array, file.Offset + offset, length, writable: false);

    private static Array Decode<T>(IdvCodec codec, Func<BinaryReader>[] blocks, int[] counts)
    {
        if (blocks.Length == 1)
            return ReadBlock<T>(codec, blocks[0], counts[0]);
        var values = new List<T>();
        for (int i = 0; i < blocks.Length; i++)
            values.AddRange(ReadBlock<T>(codec, blocks[i], counts[i]));
        return values.ToArray();
    }

    private static T[] ReadBlock<T>(IdvCodec codec, Func<BinaryReader> block, int count)
    {
        using BinaryReader reader = block();
        T[] values = codec.As<T>().Read(reader, count);
        Require(Rest(reader) == 0, "a block has bytes left over");
        return values;
    }

    private static void AddAnnotation<T>(DataViewSchema.Annotations.Builder builder, string kind, DataViewType type, Array values)
    {
        var index = new RowIndex { Value = 0 };
        builder.Add(kind, type, Copier<T>.Getter([.. (T[])values], index));
    }
}
