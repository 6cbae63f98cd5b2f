using System.IO.Compression;

namespace Microsoft.ML.Data;

/// <summary>
/// Data views in the .idv format, the real packages' own for data inside models: a header, blocks of values by column,
/// tables that say where they are, a tail. Damage is reported as <see cref="FormatException"/>.
/// </summary>
internal static partial class IdvFile
{
    private const int HeaderSize = 256;
    private const ulong Version = 0x0001000100010006;
    private const ulong OldestVersion = 0x0001000100010004;
    // The real package's bounds of a block.
    private const int MostRowsPerBlock = 1 << 13;
    private const long MostBytesPerBlock = 80 << 20;
    private const byte Uncompressed = 0;
    private const byte Deflate = 1;

    private static ReadOnlySpan<byte> Head => "CML\0DVB\0"u8;

    private static ReadOnlySpan<byte> Tail => "\0BVD\0LMC"u8;

    internal static void Require(bool ok, string problem)
    {
        if (!ok)
            throw new FormatException($"stored data are damaged: {problem}");
    }

    /// <summary>A count read from a file, at most as large as what is left of it allows.</summary>
    internal static int Count(int count, long limit)
    {
        Require(count >= 0 && count <= limit, "a count is impossible");
        return count;
    }

    internal static long Rest(BinaryReader reader) => reader.BaseStream.Length - reader.BaseStream.Position;

    /// <summary>Whether a schema has any column that can be stored.</summary>
    internal static bool CanStore(DataViewSchema schema) => schema.Any(c => !c.IsHidden && IdvCodec.For(c.Type) != null);

    /// <summary>Whether deflate makes these bytes smaller by a quarter or more: by a tenth, as weights of a network, is not worth 20 ns a byte.</summary>
    private static bool IsCompressible(ReadOnlySpan<byte> bytes)
    {
        const int Sample = 1 << 16;
        if (bytes.Length < Sample)
            return true;
        // From the middle: a vector's counts stand at the beginning.
        using var sample = new MemoryStream();
        using (var deflate = new DeflateStream(sample, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(bytes.Slice((bytes.Length - Sample) / 2, Sample));
        return sample.Length < Sample * 3 / 4;
    }

    private static void Compress(Stream destination, ReadOnlySpan<byte> bytes)
    {
        using var deflate = new DeflateStream(destination, CompressionLevel.Optimal, leaveOpen: true);
        deflate.Write(bytes);
    }

    /// <summary>A block's bytes; an annotation's block does not say how many they are.</summary>
    private static MemoryStream Decompress(MemoryStream bytes, byte kind, int? size, InflationBudget budget)
    {
        Require(kind <= 2, $"compression {kind} is unknown");
        if (kind == Uncompressed)
        {
            Require(size is null || size == bytes.Length, "a block has an unexpected length");
            return bytes;
        }
        Require(size is null or >= 0, "a block states an impossible length");
        budget.Take(size ?? 0);
        using Stream inflate = kind == Deflate ? new DeflateStream(bytes, CompressionMode.Decompress) : new ZLibStream(bytes, CompressionMode.Decompress);
        try
        {
            if (size is int length)
            {
                byte[] block = new byte[length];
                inflate.ReadExactly(block);
                Require(inflate.ReadByte() < 0, "a block has an unexpected length");
                return new MemoryStream(block, writable: false);
            }
            var result = new MemoryStream();
            byte[] buffer = new byte[1 << 14];
            for (int count; (count = inflate.Read(buffer)) > 0;)
            {
                budget.Take(count);
                result.Write(buffer, 0, count);
            }
            result.Position = 0;
            return result;
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("stored data are damaged: a block cannot be decompressed", e);
        }
    }
}
