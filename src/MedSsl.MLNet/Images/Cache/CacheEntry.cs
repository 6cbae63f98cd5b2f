using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>One prepared image in a segment's index: 48 bytes, in the machine's byte order, with a checksum of its own at the end.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct CacheEntry
{
    internal static readonly int Size = Unsafe.SizeOf<CacheEntry>();

    /// <summary>What the pixels are of: see <see cref="CacheKey"/>.</summary>
    internal CacheKey Key;

    /// <summary>Where the pixels begin in the segment.</summary>
    internal long Offset;

    /// <summary>When it was written, in ticks of UTC: of two entries with one key, the later counts.</summary>
    internal long Written;

    /// <summary>Bytes of the pixels.</summary>
    internal int Length;

    /// <summary>CRC-32C of the pixels' bytes.</summary>
    internal uint Checksum;

    internal PixelKind Kind;

    private uint _ownChecksum;

    /// <summary>The first byte after the pixels.</summary>
    internal readonly long End => Offset + Length;

    /// <summary>Whether it is as it was written.</summary>
    internal readonly bool IsWhole => _ownChecksum == OwnChecksum() && Kind.IsDefined() && Offset >= 0 && Length > 0;

    /// <summary>Seals it.</summary>
    internal void Seal() => _ownChecksum = OwnChecksum();

    private readonly uint OwnChecksum() => Crc32C.Of(MemoryMarshal.AsBytes(new ReadOnlySpan<CacheEntry>(in this))[..^sizeof(uint)]);
}
