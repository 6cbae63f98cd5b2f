using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>
/// The encoders of a model that is saved, each distinct one once, as one row of bytes that is made a piece at a time: for each encoder its length (int64)
/// and its <see cref="EncoderBytes"/>. <see cref="WeightReader"/> reads them.
/// </summary>
internal sealed class WeightStore
{
    internal const int LengthSize = sizeof(long);
    private readonly Dictionary<TrainedEncoder, byte[]> _references = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, EncoderBytes> _byHash = [];
    private readonly List<EncoderBytes> _encoders = [];

    /// <summary>How many bytes there are.</summary>
    internal long Length => _encoders.Sum(encoder => LengthSize + encoder.Length);

    /// <summary>Keeps an encoder; returns what stands for it in a stage's payload.</summary>
    internal byte[] Add(TrainedEncoder encoder)
    {
        if (_references.TryGetValue(encoder, out byte[]? reference))
            return reference;
        var bytes = new EncoderBytes(encoder);
        reference = EncoderReference.Of(bytes.Hash);
        _references.Add(encoder, reference);
        if (_byHash.TryAdd(Convert.ToHexString(bytes.Hash), bytes))
            _encoders.Add(bytes);
        return reference;
    }

    /// <summary>Writes the bytes from <paramref name="offset"/> on.</summary>
    internal void CopyTo(long offset, Span<byte> destination)
    {
        Span<byte> length = stackalloc byte[LengthSize];
        long at = 0;
        foreach (var encoder in _encoders)
        {
            if (offset < at + LengthSize && !destination.IsEmpty)
            {
                BinaryPrimitives.WriteInt64LittleEndian(length, encoder.Length);
                var rest = length[(int)(offset - at)..];
                int count = Math.Min(rest.Length, destination.Length);
                rest[..count].CopyTo(destination);
                offset += count;
                destination = destination[count..];
            }
            at += LengthSize;
            if (offset < at + encoder.Length && !destination.IsEmpty)
            {
                int count = (int)Math.Min(destination.Length, at + encoder.Length - offset);
                encoder.CopyTo(offset - at, destination[..count]);
                offset += count;
                destination = destination[count..];
            }
            at += encoder.Length;
        }
    }
}

/// <summary>What stands in a payload for an encoder that is kept in the model's store: magic "MEDSSLR1" and the encoder's SHA-256.</summary>
internal static class EncoderReference
{
    private static ReadOnlySpan<byte> Magic => "MEDSSLR1"u8;

    internal static byte[] Of(ReadOnlySpan<byte> hash) => [.. Magic, .. hash];

    /// <summary>The encoder that a payload's blob is, or stands for.</summary>
    /// <exception cref="InvalidDataException">The store lacks it, or the blob is neither.</exception>
    internal static TrainedEncoder Resolve(ReadOnlySpan<byte> blob, IReadOnlyDictionary<string, TrainedEncoder>? store)
    {
        if (!blob.StartsWith(Magic))
            return TrainedEncoder.FromBytes(blob);
        string hash = Convert.ToHexString(blob[Magic.Length..]);
        return store?.GetValueOrDefault(hash) ?? throw new InvalidDataException(
            $"The model has no weights with the SHA-256 {hash}, which a stage of it needs: the file was altered. Copy it again from its source.");
    }
}
