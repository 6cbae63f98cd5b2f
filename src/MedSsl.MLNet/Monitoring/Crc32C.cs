namespace MedSsl.MLNet;

/// <summary>The checksum of TFRecord files: CRC-32C (Castagnoli, RFC 3720 B.4, polynomial 0x82F63B78 reflected).</summary>
internal static class Crc32C
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0xFFFFFFFF;
        foreach (byte value in bytes)
            sum = Table[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    /// <summary>As TFRecord stores it, so that a checksum over data with checksums in it is no trivial one.</summary>
    internal static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint sum = Of(bytes);
        return unchecked(((sum >> 15) | (sum << 17)) + 0xA282EAD8);
    }

    private static uint Entry(int index)
    {
        uint value = (uint)index;
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? (value >> 1) ^ 0x82F63B78 : value >> 1;
        return value;
    }
}
