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

    /// <summary>Compresses what <paramref name="write"/> writes; returns its size before.</summary>
    private static int Compress(BinaryWriter destination, Action<BinaryWriter> write)
    {
        destination.Flush();
        using var deflate = new DeflateStream(destination.BaseStream, CompressionLevel.Optimal, leaveOpen: true);
        using var counting = new CountingStream(deflate);
        using var writer = new BinaryWriter(counting);
        write(writer);
        return checked((int)counting.Position);
    }

    private static MemoryStream Decompress(MemoryStream bytes, byte kind, int? size = null)
    {
        Require(kind <= 2, "a compression is unknown");
        if (kind == Uncompressed)
            return bytes;
        // Neither form of deflate can make more than 1032 bytes of one.
        Require(size is null || (size >= 0 && size <= 64 + (1032 * bytes.Length)), "a block states an impossible length");
        using Stream inflate = kind == Deflate ? new DeflateStream(bytes, CompressionMode.Decompress) : new ZLibStream(bytes, CompressionMode.Decompress);
        var result = new MemoryStream(size ?? 0);
        try
        {
            inflate.CopyTo(result);
        }
        catch (InvalidDataException)
        {
            Require(false, "a block cannot be decompressed");
        }
        Require(size is null || result.Length == size, "a block has an unexpected length");
        result.Position = 0;
        return result;
    }

    private sealed class CountingStream(Stream destination) : Stream
    {
        private long _count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _count;

        public override long Position
        {
            get => _count;
            set => throw new NotSupportedException("A compressed stream cannot be moved in.");
        }

        public override void Flush() => destination.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is written only.");

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A compressed stream cannot be moved in.");

        public override void SetLength(long value) => throw new NotSupportedException("A compressed stream cannot be moved in.");

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            destination.Write(buffer);
            _count += buffer.Length;
        }
    }
}
