using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace MedSsl.MLNet;

/// <summary>
/// A trained encoder as bytes: magic "MEDSSLE1", SHA-256 of all that follows it, header length (int32), header (UTF-8 JSON), then the values of the
/// tensors that the header lists, single precision, little-endian, without gaps.
/// </summary>
internal static class EncoderFile
{
    private const int HashLength = SHA256.HashSizeInBytes;
    private const int HeaderAt = 8 + HashLength + sizeof(int);

    private static ReadOnlySpan<byte> Magic => "MEDSSLE1"u8;

    private sealed record Header(EncoderSpec Spec, int Channels, int Height, int Width, string ImageColumnName, TensorEntry[] Tensors);

    private sealed record TensorEntry(string Name, long[] Shape);

    internal static byte[] Write(TrainedEncoder encoder)
    {
        var tensors = encoder.Weights.Tensors;
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(encoder.Spec, encoder.Channels, encoder.Height, encoder.Width, encoder.ImageColumnName,
            [.. tensors.Select(tensor => new TensorEntry(tensor.Name, tensor.Shape))]));
        long length = HeaderAt + header.Length + tensors.Sum(tensor => tensor.Values.LongLength * sizeof(float));
        if (length > Array.MaxLength)
        {
            throw new InvalidOperationException($"The encoder takes {length / 1e9:F1} GB, and a saved model holds encoders of at most 2 GB (a ResNet-152 of " +
                "width 2 with selective kernels has 1.4). Train a narrower one, or distil it.");
        }
        var bytes = new byte[length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeaderAt - sizeof(int)), header.Length);
        header.CopyTo(bytes, HeaderAt);

        int at = HeaderAt + header.Length;
        foreach (var tensor in tensors)
        {
            for (int i = 0; i < tensor.Values.Length; i++, at += sizeof(float))
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), tensor.Values[i]);
        }
        SHA256.HashData(bytes.AsSpan(8 + HashLength), bytes.AsSpan(8, HashLength));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no encoder, are cut off, or were altered.</exception>
    internal static TrainedEncoder Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderAt || !bytes.StartsWith(Magic))
            throw Refuse("they do not begin as an encoder does");
        if (!SHA256.HashData(bytes[(8 + HashLength)..]).AsSpan().SequenceEqual(bytes.Slice(8, HashLength)))
            throw Refuse("their SHA-256 does not match: the file was cut off or altered");

        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[(HeaderAt - sizeof(int))..]);
        if (headerLength < 0 || headerLength > bytes.Length - HeaderAt)
            throw Refuse("their header is longer than they are");
        try
        {
            var header = JsonSerializer.Deserialize<Header>(bytes.Slice(HeaderAt, headerLength)) ?? throw Refuse("their header is empty");
            header.Spec.Validate();
            var weights = EncoderWeights.Of(ReadTensors(header, bytes[(HeaderAt + headerLength)..]));
            return new TrainedEncoder(header.Spec, header.Channels, header.Height, header.Width, header.ImageColumnName, weights);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException or NullReferenceException)
        {
            throw Refuse($"their header is not understood ({error.Message})");
        }
    }

    private static List<NamedTensor> ReadTensors(Header header, ReadOnlySpan<byte> values)
    {
        var tensors = new List<NamedTensor>(header.Tensors.Length);
        foreach (var entry in header.Tensors)
        {
            long count = entry.Shape.Aggregate(1L, (product, length) => checked(product * length));
            if (count < 0 || count > values.Length / sizeof(float))
                throw Refuse($"the values of weight '{entry.Name}' are missing");
            var numbers = new float[count];
            if (BitConverter.IsLittleEndian)
                MemoryMarshal.Cast<byte, float>(values[..(int)(count * sizeof(float))]).CopyTo(numbers);
            else
                for (int i = 0; i < numbers.Length; i++)
                    numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(values[(i * sizeof(float))..]);
            tensors.Add(new NamedTensor(entry.Name, entry.Shape, numbers));
            values = values[(int)(count * sizeof(float))..];
        }
        return values.IsEmpty ? tensors : throw Refuse($"{values.Length} bytes are left over");
    }

    private static InvalidDataException Refuse(string reason) => new($"These bytes are no usable encoder: {reason}. Save the model again, or fetch it again.");
}
