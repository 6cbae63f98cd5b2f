using System.Text;

namespace MedSsl.MLNet;

/// <summary>
/// A protocol-buffer message being written (protobuf.dev/programming-guides/encoding): fields with their numbers, nested messages by reference, so that
/// weights are not copied from message to message.
/// </summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;
    private readonly List<ReadOnlyMemory<byte>> _chunks = [];

    /// <summary>Bytes of all fields.</summary>
    internal long Length { get; private set; }

    internal ProtoMessage Add(int field, long value) => Append([.. Number((ulong)field << 3 | Varint), .. Number((ulong)value)]);

    internal ProtoMessage Add(int field, float value) => Append([.. Number((ulong)field << 3 | Fixed32), .. BitConverter.GetBytes(value)]);

    internal ProtoMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    internal ProtoMessage Add(int field, ReadOnlyMemory<byte> bytes)
    {
        Start(field, bytes.Length);
        return Append(bytes);
    }

    internal ProtoMessage Add(int field, ProtoMessage message)
    {
        Start(field, message.Length);
        _chunks.AddRange(message._chunks);
        Length += message.Length;
        return this;
    }

    internal ProtoMessage AddAll(int field, IEnumerable<ProtoMessage> messages)
    {
        foreach (var message in messages)
            Add(field, message);
        return this;
    }

    internal void WriteTo(Stream stream)
    {
        foreach (var chunk in _chunks)
            stream.Write(chunk.Span);
    }

    private void Start(int field, long length) => Append([.. Number((ulong)field << 3 | LengthDelimited), .. Number((ulong)length)]);

    private ProtoMessage Append(ReadOnlyMemory<byte> bytes)
    {
        _chunks.Add(bytes);
        Length += bytes.Length;
        return this;
    }

    private ProtoMessage Append(byte[] bytes) => Append(bytes.AsMemory());

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private static byte[] Number(ulong value)
    {
        var bytes = new List<byte>(10);
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
