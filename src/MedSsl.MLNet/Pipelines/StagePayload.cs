using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>
/// The bytes of a saved stage: 8 bytes that mark the format, the SHA-256 of all that follows, then blocks, each with its length before it (8 bytes,
/// little endian): the stage's kind, a JSON header, and any number of blobs (weights).
/// </summary>
internal sealed class StagePayload
{
    private const int HashAt = 8, BlocksAt = 40, LengthSize = 8;
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _blocks;
    private readonly IReadOnlyDictionary<string, TrainedEncoder>? _encoders;

    private StagePayload(IReadOnlyList<ReadOnlyMemory<byte>> blocks, IReadOnlyDictionary<string, TrainedEncoder>? encoders)
    {
        (_blocks, _encoders) = (blocks, encoders);
        Kind = System.Text.Encoding.UTF8.GetString(blocks[0].Span);
    }

    private static ReadOnlySpan<byte> Mark => "MedSsl\0\u0001"u8;

    /// <summary>The stage's name in <see cref="StageKinds"/>.</summary>
    internal string Kind { get; }

    /// <summary>The JSON header.</summary>
    internal THeader Header<THeader>() => JsonSerializer.Deserialize<THeader>(_blocks[1].Span, Json)!;

    /// <summary>A blob.</summary>
    internal ReadOnlyMemory<byte> Blob(int index) => _blocks[2 + index];

    /// <summary>The encoder that a blob is, or that it stands for in the model's <see cref="WeightStore"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are no encoder's, or the store lacks it.</exception>
    internal TrainedEncoder Encoder(int index) => EncoderReference.Resolve(Blob(index).Span, _encoders);

    internal static byte[] Write<THeader>(string kind, THeader header, params ReadOnlySpan<byte[]> blobs)
    {
        byte[][] blocks = [System.Text.Encoding.UTF8.GetBytes(kind), JsonSerializer.SerializeToUtf8Bytes(header, Json), .. blobs];
        var bytes = new byte[checked((int)(BlocksAt + blocks.Sum(b => (long)LengthSize + b.Length)))];
        Mark.CopyTo(bytes);
        int at = BlocksAt;
        foreach (byte[] block in blocks)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), block.Length);
            block.CopyTo(bytes.AsSpan(at + LengthSize));
            at += LengthSize + block.Length;
        }
        SHA256.HashData(bytes.AsSpan(BlocksAt), bytes.AsSpan(HashAt));
        return bytes;
    }

    /// <param name="bytes">What <see cref="Write"/> made.</param>
    /// <param name="encoders">The model's encoders by their SHA-256, where blobs stand for them.</param>
    /// <exception cref="InvalidDataException">The bytes are not those that were written.</exception>
    internal static StagePayload Read(ReadOnlyMemory<byte> bytes, IReadOnlyDictionary<string, TrainedEncoder>? encoders = null)
    {
        var span = bytes.Span;
        if (span.Length < BlocksAt || !span.StartsWith(Mark))
            throw new InvalidDataException("This is no saved stage of MedSsl.MLNet, or a later version wrote it.");
        if (!SHA256.HashData(span[BlocksAt..]).AsSpan().SequenceEqual(span[HashAt..BlocksAt]))
            throw new InvalidDataException(
                "A saved stage of the model fails its SHA-256 check: its bytes were altered or cut off. Copy the model file again from its source, or train it again.");
        var blocks = new List<ReadOnlyMemory<byte>>();
        for (int at = BlocksAt; at < span.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadInt64LittleEndian(span[at..]));
            blocks.Add(bytes.Slice(at + LengthSize, length));
            at += LengthSize + length;
        }
        return new StagePayload(blocks, encoders);
    }
}
