namespace TorchSharp;

/// <summary>Unsigned numbers in seven-bit groups, low ones first, the top bit set where another follows.</summary>
internal static class Leb128
{
    internal static void WriteLeb128(this BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    internal static long ReadLeb128(this BinaryReader reader) => reader.Read7BitEncodedInt64();
}
