using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>Reads what a <see cref="WeightStore"/> wrote, from chunks in their order.</summary>
internal sealed class WeightReader
{
    private readonly Dictionary<string, TrainedEncoder> _encoders = [];
    private readonly byte[] _length = new byte[WeightStore.LengthSize];
    private int _lengthAt;
    private EncoderReader? _reader;
    private int _next;

    /// <summary>Whether all chunks have been read.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>The encoders by the SHA-256 of their bytes, once all chunks have been read.</summary>
    internal IReadOnlyDictionary<string, TrainedEncoder> Encoders => IsComplete && _reader is null && _lengthAt == 0
        ? _encoders
        : throw new InvalidDataException("Weights of the model are missing: the file was cut off or altered. Copy it again from its source.");

    /// <summary>Reads a chunk; one that has been read already is passed over.</summary>
    /// <exception cref="InvalidDataException">It is none of a model's, or not the next.</exception>
    internal void Add(ReadOnlySpan<byte> chunk)
    {
        var (index, isLast) = WeightChunk.Describe(ref chunk);
        if (index < _next)
            return;
        if (index > _next || IsComplete)
            throw new InvalidDataException($"Chunk {index} of the model's weights is where chunk {_next} belongs: the file was altered.");
        _next++;
        while (!chunk.IsEmpty)
        {
            if (_reader is null)
            {
                int count = Math.Min(chunk.Length, _length.Length - _lengthAt);
                chunk[..count].CopyTo(_length.AsSpan(_lengthAt));
                _lengthAt += count;
                chunk = chunk[count..];
                if (_lengthAt < _length.Length)
                    break;
                (_reader, _lengthAt) = (new EncoderReader(BinaryPrimitives.ReadInt64LittleEndian(_length)), 0);
            }
            chunk = chunk[_reader.Add(chunk)..];
            if (!_reader.IsComplete)
                continue;
            _encoders.Add(_reader.Hash, _reader.Finish());
            _reader = null;
        }
        IsComplete = isLast;
    }
}

/// <summary>A part of a store's bytes as a model file holds it: index (int32), whether it is the last (1 byte), the bytes.</summary>
internal static class WeightChunk
{
    /// <summary>Small, so that few copies of a chunk are no matter; large, so that chunks are few.</summary>
    internal const int Size = 4 << 20;

    private const int HeadSize = sizeof(int) + 1;

    internal static int Count(WeightStore store) => checked((int)Math.Max(1, (store.Length + Size - 1) / Size));

    /// <summary>A chunk's bytes, in <paramref name="used"/> if that has their length.</summary>
    internal static byte[] Make(WeightStore store, int index, byte[]? used)
    {
        long offset = (long)index * Size;
        int length = HeadSize + (int)Math.Min(Size, store.Length - offset);
        byte[] chunk = used?.Length == length ? used : new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(chunk, index);
        chunk[HeadSize - 1] = offset + Size >= store.Length ? (byte)1 : (byte)0;
        store.CopyTo(offset, chunk.AsSpan(HeadSize));
        return chunk;
    }

    /// <summary>What a chunk's head says; leaves the rest.</summary>
    internal static (int Index, bool IsLast) Describe(ref ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < HeadSize || chunk[HeadSize - 1] > 1)
            throw new InvalidDataException("A chunk of the model's weights is damaged. Copy the model file again from its source.");
        (int Index, bool IsLast) head = (BinaryPrimitives.ReadInt32LittleEndian(chunk), chunk[HeadSize - 1] == 1);
        chunk = chunk[HeadSize..];
        return head;
    }
}
