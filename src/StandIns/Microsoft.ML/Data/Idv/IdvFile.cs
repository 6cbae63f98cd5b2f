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
    private const int RowsPerBlock = 1000;
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

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(bytes);
        return stream.ToArray();
    }

    private static byte[] Decompress(ReadOnlySpan<byte> bytes, byte kind)
    {
        Require(kind <= 2, "a compression is unknown");
        if (kind == Uncompressed)
            return bytes.ToArray();
        using var source = new MemoryStream(bytes.ToArray());
        using Stream inflate = kind == Deflate ? new DeflateStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
        using var result = new MemoryStream();
        try
        {
            inflate.CopyTo(result);
        }
        catch (InvalidDataException)
        {
            Require(false, "a block cannot be decompressed");
        }
        return result.ToArray();
    }
}
