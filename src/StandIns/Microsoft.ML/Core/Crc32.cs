using System.Buffers.Binary;

namespace Microsoft.ML;

/// <summary>The checksum of zip files, eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[][] _tables = MakeTables();

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        uint[][] t = _tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[7][low & 0xFF] ^ t[6][(low >> 8) & 0xFF] ^ t[5][(low >> 16) & 0xFF] ^ t[4][low >> 24]
                ^ t[3][high & 0xFF] ^ t[2][(high >> 8) & 0xFF] ^ t[1][(high >> 16) & 0xFF] ^ t[0][high >> 24];
        }
        foreach (byte b in bytes)
            crc = (crc >> 8) ^ t[0][(byte)(crc ^ b)];
        return ~crc;
    }

    /// <summary>Table k: the checksum's change by a byte that k more bytes follow.</summary>
    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (int k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                uint crc = k == 0 ? i : tables[k - 1][i];
                for (int bit = 0; bit < 8; bit++)
                    crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
                tables[k][i] = crc;
            }
        }
        return tables;
    }
}
