using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>
/// What a prepared image is of: 128 bits of the SHA-256 over how it was prepared and its file's full path, length and time of last change. Nothing can be
/// read from it.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CacheKey(ulong First, ulong Second)
{
    /// <summary>The key of a file as it is now; null where there is none, so that nothing is cached.</summary>
    /// <param name="path">The file; of a link, the file that it leads to counts.</param>
    /// <param name="preparation">A hash of how it is prepared.</param>
    internal static CacheKey? Of(string path, ReadOnlySpan<byte> preparation)
    {
        try
        {
            FileSystemInfo file = new FileInfo(path);
            if (file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint))
                file = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return file is FileInfo { Exists: true } info ? Of(Path.GetFullPath(path), info.Length, info.LastWriteTimeUtc.Ticks, preparation) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static CacheKey Of(string path, long length, long changed, ReadOnlySpan<byte> preparation)
    {
        const int Numbers = 2 * sizeof(long);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(preparation.Length + Numbers + Encoding.UTF8.GetMaxByteCount(path.Length));
        preparation.CopyTo(buffer);
        var rest = buffer.AsSpan(preparation.Length);
        BinaryPrimitives.WriteInt64LittleEndian(rest, length);
        BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(long)..], changed);
        int used = preparation.Length + Numbers + Encoding.UTF8.GetBytes(path, rest[Numbers..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, used), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return new(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[sizeof(ulong)..]));
    }
}
