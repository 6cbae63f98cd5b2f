using System.Buffers.Binary;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>
/// Records of a TensorBoard event file: a TFRecord (length, its checksum, data, their checksum) that holds a tensorflow.Event message of protocol
/// buffers, as far as scalars need it.
/// </summary>
internal static class EventRecord
{
    // tensorflow/core/util/event.proto: wall_time = 1, step = 2, file_version = 3, summary = 5.
    // tensorflow/core/framework/summary.proto: Summary.value = 1; Value.tag = 1, Value.simple_value = 2.
    private const int Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5;

    /// <summary>The first record of every file.</summary>
    internal static byte[] FileVersion(DateTimeOffset time)
    {
        var message = new List<byte>();
        Double(message, 1, Seconds(time));
        Chunk(message, 3, "brain.Event:2"u8);
        return Framed([.. message]);
    }

    /// <summary>Scalars of one step.</summary>
    internal static byte[] Scalars(DateTimeOffset time, long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        var summary = new List<byte>();
        Span<byte> four = stackalloc byte[4];
        foreach (var (tag, number) in values)
        {
            var value = new List<byte>();
            Chunk(value, 1, Encoding.UTF8.GetBytes(tag));
            Key(value, 2, Fixed32);
            BinaryPrimitives.WriteSingleLittleEndian(four, (float)number);
            value.AddRange(four);
            Chunk(summary, 1, [.. value]);
        }
        var message = new List<byte>();
        Double(message, 1, Seconds(time));
        Key(message, 2, Varint);
        Number(message, (ulong)step);
        Chunk(message, 5, [.. summary]);
        return Framed([.. message]);
    }

    /// <summary>Length, 8 bytes; its masked checksum, 4; the data; their masked checksum, 4; little-endian.</summary>
    internal static byte[] Framed(ReadOnlySpan<byte> data)
    {
        var record = new byte[data.Length + 16];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Crc32C.Masked(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), Crc32C.Masked(data));
        return record;
    }

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static void Key(List<byte> message, int field, int type) => Number(message, (ulong)(field << 3 | type));

    private static void Number(List<byte> message, ulong value)
    {
        for (; value >= 128; value >>= 7)
            message.Add((byte)(value | 128));
        message.Add((byte)value);
    }

    private static void Double(List<byte> message, int field, double value)
    {
        Key(message, field, Fixed64);
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
        message.AddRange(eight);
    }

    private static void Chunk(List<byte> message, int field, ReadOnlySpan<byte> bytes)
    {
        Key(message, field, Bytes);
        Number(message, (ulong)bytes.Length);
        message.AddRange(bytes);
    }
}
