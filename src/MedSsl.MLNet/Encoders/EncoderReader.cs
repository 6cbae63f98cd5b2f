using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Reads what <see cref="EncoderBytes"/> wrote, from pieces of any size, straight into the memory that keeps it.</summary>
internal sealed class EncoderReader
{
    // No header of any architecture comes near it: a bound for altered files.
    private const int LongestHeader = 1 << 24;
    private readonly long _length;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[EncoderBytes.HeaderAt];
    private readonly List<NamedTensor> _tensors = [];
    private byte[]? _json;
    private EncoderBytes.Header? _header;
    private nn.Module<Tensor, Tensor>? _module;
    private Dictionary<string, Tensor> _targets = [];
    private Tensor? _tensor, _target;
    private long _at, _partAt;

    /// <param name="length">How many bytes the encoder has.</param>
    internal EncoderReader(long length)
    {
        if (length < EncoderBytes.HeaderAt)
            throw Refuse("they do not begin as an encoder does");
        _length = length;
    }

    /// <summary>The SHA-256 that the bytes say they have; <see cref="Finish"/> checks it.</summary>
    internal string Hash => Convert.ToHexString(_head.AsSpan(EncoderBytes.HashAt, EncoderBytes.HashLength));

    /// <summary>Whether all bytes have been read.</summary>
    internal bool IsComplete => _at == _length;

    /// <summary>Reads on; returns how many of the bytes were the encoder's.</summary>
    /// <exception cref="InvalidDataException">They are no encoder's.</exception>
    internal int Add(ReadOnlySpan<byte> bytes)
    {
        int count = (int)Math.Min(bytes.Length, _length - _at);
        var rest = bytes[..count];
        while (!rest.IsEmpty)
        {
            int taken = _at < _head.Length ? AddHead(rest) : _header is null ? AddHeader(rest) : AddValues(rest);
            _at += taken;
            rest = rest[taken..];
        }
        return count;
    }

    /// <summary>The encoder, once all bytes have been read.</summary>
    /// <exception cref="InvalidDataException">They were altered.</exception>
    internal TrainedEncoder Finish()
    {
        if (!IsComplete || _header is null || _tensor is not null || _tensors.Count != _header.Tensors.Length)
            throw Refuse("they are cut off");
        if (!_hash.GetHashAndReset().AsSpan().SequenceEqual(_head.AsSpan(EncoderBytes.HashAt, EncoderBytes.HashLength)))
            throw Refuse("their SHA-256 does not match: the file was cut off or altered");
        try
        {
            return new TrainedEncoder(_header.Spec, _header.Channels, _header.Height, _header.Width, _header.ImageColumnName, EncoderWeights.Of(_tensors), _module);
        }
        catch (ArgumentException error)
        {
            throw Refuse($"their header is not understood ({error.Message})");
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no encoder, are cut off, or were altered.</exception>
    internal static TrainedEncoder Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new EncoderReader(bytes.Length);
        reader.Add(bytes);
        return reader.Finish();
    }

    private int AddHead(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, _head.Length - (int)_at);
        bytes[..count].CopyTo(_head.AsSpan((int)_at));
        if (_at + count < _head.Length)
            return count;
        if (!_head.AsSpan().StartsWith(EncoderBytes.Magic))
            throw Refuse("they do not begin as an encoder does");
        _hash.AppendData(_head.AsSpan(EncoderBytes.LengthAt));
        int length = BinaryPrimitives.ReadInt32LittleEndian(_head.AsSpan(EncoderBytes.LengthAt));
        if (length < 0 || length > _length - _head.Length || length > LongestHeader)
            throw Refuse("their header is longer than they are");
        _json = new byte[length];
        return count;
    }

    private int AddHeader(ReadOnlySpan<byte> bytes)
    {
        int count = (int)Math.Min(bytes.Length, _json!.Length - _partAt);
        bytes[..count].CopyTo(_json.AsSpan((int)_partAt));
        _hash.AppendData(bytes[..count]);
        _partAt += count;
        if (_partAt < _json.Length)
            return count;
        try
        {
            _header = JsonSerializer.Deserialize<EncoderBytes.Header>(_json) ?? throw Refuse("their header is empty");
            _header.Spec.Validate();
            long values = _length - _head.Length - _json.Length;
            foreach (var entry in _header.Tensors)
            {
                long size = checked(sizeof(float) * entry.Shape.Aggregate(1L, (product, length) => checked(product * length)));
                if (size < 0 || Array.Exists(entry.Shape, length => length < 0) || size > values || size > int.MaxValue)
                    throw Refuse($"the values of weight '{entry.Name}' are missing");
                values -= size;
            }
            if (values != 0)
                throw Refuse($"{values} bytes are left over");
            // The network that will score takes the weights in: they are in memory once.
            _module = EncoderFactory.Create(_header.Spec, _header.Channels, initialisation: null);
            _targets = EncoderWeights.TensorsOf(_module);
            if (_targets.Count != _header.Tensors.Length)
                throw Refuse($"{_header.Tensors.Length} weights are listed, and the network has {_targets.Count}");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException or NullReferenceException)
        {
            throw Refuse($"their header is not understood ({error.Message})");
        }
        BeginTensor();
        return count;
    }

    private int AddValues(ReadOnlySpan<byte> bytes)
    {
        var target = _tensor!.bytes;
        int count = (int)Math.Min(bytes.Length, target.Length - _partAt);
        bytes[..count].CopyTo(target[(int)_partAt..]);
        _hash.AppendData(bytes[..count]);
        _partAt += count;
        if (_partAt == target.Length)
            BeginTensor();
        return count;
    }

    /// <summary>Ends the tensor at hand and begins the next that has any values.</summary>
    private void BeginTensor()
    {
        if (_tensor is not null)
            EndTensor();
        _tensor = null;
        while (_tensor is null && _tensors.Count < _header!.Tensors.Length)
        {
            var entry = _header.Tensors[_tensors.Count];
            if (!_targets.Remove(entry.Name, out var target) || !target.shape.AsSpan().SequenceEqual(entry.Shape))
                throw Refuse($"the network has no weight '{entry.Name}' of shape [{string.Join(", ", entry.Shape)}]");
            _target = target.DetachFromDisposeScope();
            // The network's tensors may lie in another order than the file's: those are filled from one beside them.
            _tensor = target.is_contiguous() ? target : empty(entry.Shape, dtype: ScalarType.Float32).DetachFromDisposeScope();
            if (_tensor.numel() == 0)
                EndTensor();
        }
        _partAt = 0;
    }

    private void EndTensor()
    {
        if (!ReferenceEquals(_tensor, _target))
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            _target!.copy_(_tensor!);
            _tensor!.Dispose();
        }
        _tensors.Add(new NamedTensor(_header!.Tensors[_tensors.Count].Name, _target!));
        _tensor = null;
    }

    private static InvalidDataException Refuse(string reason) => new($"These bytes are no usable encoder: {reason}. Save the model again, or fetch it again.");
}
