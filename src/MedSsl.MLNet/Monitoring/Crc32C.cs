using System.Numerics;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>
/// The checksum of TFRecord files and of cached images: CRC-32C (Castagnoli, RFC 3720 B.4, polynomial 0x82F63B78 reflected), by the processor's instruction
/// where it has one.
/// </summary>
internal static class Crc32C
{
    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0xFFFFFFFF;
        if (BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (ulong word in words)
                sum = BitOperations.Crc32C(sum, word);
            bytes = bytes[(words.Length * sizeof(ulong))..];
        }
        foreach (byte value in bytes)
            sum = BitOperations.Crc32C(sum, value);
        return ~sum;
    }

    /// <summary>As TFRecord stores it, so that a checksum over data with checksums in it is no trivial one.</summary>
    internal static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint sum = Of(bytes);
        return unchecked(((sum >> 15) | (sum << 17)) + 0xA282EAD8);
    }
}
