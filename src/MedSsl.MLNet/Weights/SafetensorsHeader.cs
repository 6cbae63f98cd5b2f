using System.Text.Json;
using System.Text.Unicode;

namespace MedSsl.MLNet;

/// <summary>A tensor as a safetensors header lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The kind of its numbers.</param>
/// <param name="Shape">The length of every axis.</param>
/// <param name="Begin">Its first byte after the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, TensorType Type, long[] Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file (github.com/huggingface/safetensors): a JSON object of tensors and, under "__metadata__", of texts. All that it
/// says is held against the file's length: the tensors must fill the bytes after the header, in any order, without gap, overlap or rest.
/// </summary>
internal sealed class SafetensorsHeader
{
    internal const string MetadataName = "__metadata__";

    /// <summary>The format's own limit for the header.</summary>
    internal const int LongestHeader = 100_000_000;

    private readonly List<SafetensorsEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader()
    {
    }

    internal IReadOnlyList<SafetensorsEntry> Entries => _entries;

    internal IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes in the file after the header.</param>
    /// <exception cref="InvalidDataException">The header is no such JSON, or contradicts itself or the file.</exception>
    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (!Utf8.IsValid(json))
            throw new InvalidDataException("Its header is not UTF-8.");
        var header = new SafetensorsHeader();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        header.ReadAll(ref reader);
        header.CheckLayout(dataLength);
        return header;
    }

    private void ReadAll(ref Utf8JsonReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, "an object");
        while (NextName(ref reader) is { } name)
        {
            if (!names.Add(name))
                throw new InvalidDataException($"Its header lists '{name}' twice.");
            if (name == MetadataName)
                ReadMetadata(ref reader);
            else if (_entries.Count == TensorFile.MostTensors)
                throw new InvalidDataException($"Its header lists more than {TensorFile.MostTensors} tensors.");
            else
                _entries.Add(ReadEntry(ref reader, name));
        }
        if (reader.Read())
            throw new InvalidDataException("Its header goes on after its end.");
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, $"an object at '{MetadataName}'");
        while (NextName(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"a text at '{MetadataName}' '{key}'");
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw new InvalidDataException($"Its header lists '{key}' twice in '{MetadataName}'.");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        TensorType? type = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"an object at '{name}'");
        while (NextName(ref reader) is { } key)
        {
            if (key == "dtype" && type is null)
            {
                Expect(ref reader, JsonTokenType.String, $"a text as '{name}' dtype");
                type = TypeOf(name, reader.GetString()!);
            }
            else if (key == "shape" && shape is null)
                shape = ReadNumbers(ref reader, name, key, most: 16);
            else if (key == "data_offsets" && offsets is null)
                offsets = ReadNumbers(ref reader, name, key, most: 2);
            else
                throw new InvalidDataException($"Its header has '{key}' at '{name}', which is twice there or means nothing.");
        }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw new InvalidDataException($"Its header lacks dtype, shape or data_offsets at '{name}'.");
        var lengths = shape.ToArray();
        UInt128 bytes = (UInt128)(StoredTensor.CountOf(lengths) ?? throw new InvalidDataException($"Tensor '{name}' has an impossible shape."))
            * (uint)type.Value.Size();
        if (begin > end || bytes != (UInt128)(end - begin))
        {
            throw new InvalidDataException(
                $"Its header gives tensor '{name}' the bytes {begin} to {end}, but shape {StoredTensor.Text(lengths)} of {type} needs {bytes}.");
        }
        return new SafetensorsEntry(name, type.Value, lengths, begin, end);
    }

    private void CheckLayout(long dataLength)
    {
        long at = 0;
        foreach (var entry in _entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != at)
            {
                throw new InvalidDataException(entry.Begin < at
                    ? $"Its header lets tensor '{entry.Name}' overlap another one at byte {entry.Begin}."
                    : $"Its header leaves a gap before tensor '{entry.Name}', bytes {at} to {entry.Begin}.");
            }
            at = entry.End;
        }
        if (at != dataLength)
        {
            throw new InvalidDataException(
                $"Its header describes {at} bytes of tensors, but {dataLength} bytes follow it: the file was cut off or altered.");
        }
    }

    private static TensorType TypeOf(string tensor, string name) => name switch
    {
        "F64" => TensorType.Float64,
        "F32" => TensorType.Float32,
        "F16" => TensorType.Float16,
        "BF16" => TensorType.BFloat16,
        "I64" => TensorType.Int64,
        "I32" => TensorType.Int32,
        "I16" => TensorType.Int16,
        "I8" => TensorType.Int8,
        "U8" => TensorType.UInt8,
        "BOOL" => TensorType.Bool,
        _ => throw new InvalidDataException($"Tensor '{tensor}' is of dtype '{name}', which is not supported; save it as F32."),
    };

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string tensor, string key, int most)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, $"a list as '{tensor}' {key}");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (numbers.Count == most || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw new InvalidDataException($"Its header has an impossible {key} at '{tensor}'.");
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>The next property's name, or null at the end of the object.</summary>
    private static string? NextName(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new InvalidDataException($"Its header should have {what}.");
    }
}
