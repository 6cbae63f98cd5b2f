using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace MedSsl.MLNet;

/// <summary>
/// A trained encoder as bytes, made a piece at a time: magic "MEDSSLE1", SHA-256 of all that follows it, header length (int32), header (UTF-8 JSON), then the
/// values of the tensors that the header lists, single precision, little-endian, without gaps. <see cref="EncoderReader"/> reads them.
/// </summary>
internal sealed class EncoderBytes
{
    internal const int HashAt = 8, HashLength = SHA256.HashSizeInBytes, LengthAt = HashAt + HashLength, HeaderAt = LengthAt + sizeof(int);
    private readonly NamedTensor[] _tensors;
    private readonly byte[] _head;

    internal EncoderBytes(TrainedEncoder encoder)
    {
        _tensors = [.. encoder.Weights.Tensors];
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new Header(encoder.Spec, encoder.Channels, encoder.Height, encoder.Width, encoder.ImageColumnName,
            [.. _tensors.Select(tensor => new TensorEntry(tensor.Name, tensor.Shape))]));
        _head = new byte[HeaderAt + header.Length];
        Magic.CopyTo(_head);
        BinaryPrimitives.WriteInt32LittleEndian(_head.AsSpan(LengthAt), header.Length);
        header.CopyTo(_head, HeaderAt);
        Length = _head.Length + _tensors.Sum(tensor => tensor.Count * sizeof(float));
        ComputeHash().CopyTo(_head, HashAt);
    }

    internal static ReadOnlySpan<byte> Magic => "MEDSSLE1"u8;

    /// <summary>How many bytes there are.</summary>
    internal long Length { get; }

    /// <summary>What tells encoders apart: equal ones have equal bytes.</summary>
    internal ReadOnlySpan<byte> Hash => _head.AsSpan(HashAt, HashLength);

    /// <summary>Writes the bytes from <paramref name="offset"/> on.</summary>
    internal void CopyTo(long offset, Span<byte> destination)
    {
        if (offset < _head.Length)
        {
            int count = Math.Min(destination.Length, _head.Length - (int)offset);
            _head.AsSpan((int)offset, count).CopyTo(destination);
            offset += count;
            destination = destination[count..];
        }
        long at = _head.Length;
        foreach (var tensor in _tensors)
        {
            long end = at + tensor.Count * sizeof(float);
            if (offset < end && !destination.IsEmpty)
            {
                int count = (int)Math.Min(destination.Length, end - offset);
                tensor.CopyBytes(offset - at, destination[..count]);
                offset += count;
                destination = destination[count..];
            }
            at = end;
        }
    }

    /// <summary>All of them in one array.</summary>
    /// <exception cref="InvalidOperationException">They are more than an array holds.</exception>
    internal byte[] ToArray()
    {
        if (Length > Array.MaxLength)
            throw new InvalidOperationException($"The encoder takes {Length / 1e9:F1} GB, and an array holds 2. Save it in a model file.");
        var bytes = new byte[Length];
        CopyTo(0, bytes);
        return bytes;
    }

    private byte[] ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[1 << 18];
        for (long at = LengthAt; at < Length; at += piece.Length)
        {
            int count = (int)Math.Min(piece.Length, Length - at);
            CopyTo(at, piece.AsSpan(0, count));
            hash.AppendData(piece, 0, count);
        }
        return hash.GetHashAndReset();
    }

    internal sealed record Header(EncoderSpec Spec, int Channels, int Height, int Width, string ImageColumnName, TensorEntry[] Tensors);

    internal sealed record TensorEntry(string Name, long[] Shape);
}
