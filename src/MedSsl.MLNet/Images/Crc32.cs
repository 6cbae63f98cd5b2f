using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>The checksum of PNG and zip files (ISO 3309, polynomial 0xEDB88320 reflected), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>The sum of no bytes, to append to.</summary>
    internal const uint Start = 0xFFFFFFFF;

    /// <summary>The checksum of all bytes appended.</summary>
    internal static uint Finish(uint sum) => ~sum;

    /// <summary>The checksum of <paramref name="bytes"/>.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes) => Finish(Append(Start, bytes));

    internal static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        uint[] table = Table;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            sum ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint next = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            sum = table[(7 << 8) + (byte)sum] ^ table[(6 << 8) + (byte)(sum >> 8)] ^ table[(5 << 8) + (byte)(sum >> 16)] ^ table[(4 << 8) + (sum >> 24)]
                ^ table[(3 << 8) + (byte)next] ^ table[(2 << 8) + (byte)(next >> 8)] ^ table[(1 << 8) + (byte)(next >> 16)] ^ table[next >> 24];
        }
        foreach (byte b in bytes)
            sum = table[(byte)(sum ^ b)] ^ (sum >> 8);
        return sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[8 << 8];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        for (int i = 256; i < table.Length; i++)
            table[i] = table[(byte)table[i - 256]] ^ (table[i - 256] >> 8);
        return table;
    }
}
