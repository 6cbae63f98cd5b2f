using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A checkpoint's bytes: magic "MEDSSLC1"; the header's length (int32); the header, a <see cref="CheckpointHeader"/> as UTF-8 JSON; the elements of
/// the tensors that it lists, row-major, little-endian, without gaps; SHA-256 of all before it. A reader checks the hash and that the listed sizes
/// make up the file before it believes anything else.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    private const int HashLength = SHA256.HashSizeInBytes;
    private const int HeaderAt = 12;
    private const int LargestHeader = 1 << 26;
    private readonly FileStream _stream;
    private readonly Dictionary<string, (CheckpointTensor Entry, ScalarType Type, long At)> _tensors = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, (ScalarType Type, int Size)> Types = new(StringComparer.Ordinal)
    {
        [nameof(ScalarType.Float32)] = (ScalarType.Float32, 4),
        [nameof(ScalarType.Float64)] = (ScalarType.Float64, 8),
        [nameof(ScalarType.BFloat16)] = (ScalarType.BFloat16, 2),
        [nameof(ScalarType.Float16)] = (ScalarType.Float16, 2),
        [nameof(ScalarType.Int64)] = (ScalarType.Int64, 8),
        [nameof(ScalarType.Int32)] = (ScalarType.Int32, 4),
        [nameof(ScalarType.Byte)] = (ScalarType.Byte, 1),
        [nameof(ScalarType.Bool)] = (ScalarType.Bool, 1),
    };

    private static ReadOnlySpan<byte> Magic => "MEDSSLC1"u8;

    private CheckpointFile(FileStream stream, CheckpointHeader header, long valuesAt)
    {
        (_stream, Header) = (stream, header);
        long end = stream.Length - HashLength;
        foreach (var entry in header.Tensors)
        {
            if (!Types.TryGetValue(entry.Type, out var type))
                throw new InvalidDataException($"tensor '{entry.Name}' is of the unknown type '{entry.Type}'");
            long size = entry.Shape.Aggregate((long)type.Size, (product, length) => length >= 0 ? checked(product * length) : throw new OverflowException());
            if (size > end - valuesAt)
                throw new InvalidDataException($"the values of tensor '{entry.Name}' are missing");
            if (!_tensors.TryAdd(entry.Name, (entry, type.Type, valuesAt)))
                throw new InvalidDataException($"tensor '{entry.Name}' is there twice");
            valuesAt += size;
        }
        if (valuesAt != end)
            throw new InvalidDataException($"{end - valuesAt} bytes are left over");
    }

    internal CheckpointHeader Header { get; }

    /// <summary>The state that it keeps; readable until it is disposed of.</summary>
    internal StateReader State => new(Header.Values, _tensors.Keys.ToHashSet(StringComparer.Ordinal), Read);

    /// <summary>Writes a checkpoint; tensors go to the stream one at a time.</summary>
    internal static void Write(Stream stream, CheckpointHeader header, IEnumerable<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, StateJson.Options);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        Put(Magic);
        Put(length);
        Put(json);
        foreach (var tensor in tensors)
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            Put(tensor.detach().cpu().contiguous().bytes);
        }
        stream.Write(hash.GetHashAndReset());
    }

    /// <summary>Opens a checkpoint and checks it.</summary>
    /// <exception cref="InvalidDataException">It is none, is cut off, or was altered.</exception>
    internal static CheckpointFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        try
        {
            return Open(stream);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException or NullReferenceException or EndOfStreamException)
        {
            stream.Dispose();
            throw new InvalidDataException($"its header is not understood ({error.Message})", error);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static CheckpointFile Open(FileStream stream)
    {
        var start = new byte[HeaderAt];
        if (stream.Length < HeaderAt + HashLength || stream.ReadAtLeast(start, HeaderAt) < HeaderAt || !start.AsSpan().StartsWith(Magic))
            throw new InvalidDataException("it does not begin as a checkpoint does");
        CheckHash(stream);
        int length = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(HeaderAt - sizeof(int)));
        if (length < 0 || length > LargestHeader || length > stream.Length - HeaderAt - HashLength)
            throw new InvalidDataException("its header is longer than it is");
        var json = new byte[length];
        stream.Position = HeaderAt;
        stream.ReadExactly(json);
        var header = JsonSerializer.Deserialize<CheckpointHeader>(json, StateJson.Options) ?? throw new InvalidDataException("its header is empty");
        if (header.Run is null || header.Values is null)
            throw new InvalidDataException("its header is not complete");
        return new CheckpointFile(stream, header, HeaderAt + length);
    }

    private static void CheckHash(FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        stream.Position = 0;
        for (long left = stream.Length - HashLength; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new InvalidDataException("it was cut off while it was read");
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        var stored = new byte[HashLength];
        stream.ReadExactly(stored);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(stored))
            throw new InvalidDataException("its SHA-256 does not match: it was cut off or altered");
    }

    private Tensor Read(string name)
    {
        var found = _tensors[name];
        var tensor = empty(found.Entry.Shape, found.Type);
        _stream.Position = found.At;
        _stream.ReadExactly(tensor.bytes);
        return tensor;
    }

    public void Dispose() => _stream.Dispose();
}
