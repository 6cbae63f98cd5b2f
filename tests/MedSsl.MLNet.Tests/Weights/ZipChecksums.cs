using System.Buffers.Binary;

namespace MedSsl.MLNet.Tests;

/// <summary>Gives the entries of a zip file the checksums of what they now hold, so that damage gets past that check.</summary>
internal static class ZipChecksums
{
    internal static void Repair(byte[] bytes)
    {
        for (int at = bytes.AsSpan().IndexOf("PK\x01\x02"u8); at >= 0 && at + 46 <= bytes.Length;)
        {
            var entry = bytes.AsSpan(at);
            long local = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]), length = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
            if (local + 30 <= bytes.Length)
            {
                long data = local + 30 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((int)local + 26)) + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan((int)local + 28));
                if (data + length <= bytes.Length)
                    BinaryPrimitives.WriteUInt32LittleEndian(entry[16..], Crc32.Of(bytes.AsSpan((int)data, (int)length)));
            }
            int next = bytes.AsSpan(at + 4).IndexOf("PK\x01\x02"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }
    }
}
