using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>PNG with 16 bits a channel (ISO/IEC 15948), all colour types, interlaced or not; values are divided by 65,535, alpha is not read.</summary>
internal sealed class DeepPngDecoder : ImageDecoder
{
    private const int DepthAt = 24, ColourAt = 25, InterlaceAt = 28, FirstChunk = 8;
    private readonly SampleRows _rows = new();
    private byte[] _compressed = [], _pass = [];

    internal override bool Is(ReadOnlySpan<byte> file) => PngProbe.Is(file) && file.Length > DepthAt && file[DepthAt] == 16;

    internal override string? TryDecode(ArraySegment<byte> file, out ImageRows? image)
    {
        image = null;
        if (PngProbe.FindFault(file) is { } fault)
            return fault;
        ReadOnlySpan<byte> bytes = file;
        int width = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), height = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]);
        int samples = bytes[ColourAt] switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 };
        bool interlaced = bytes[InterlaceAt] == 1;
        var layout = new SampleLayout(width, height, samples, 16, BigEndian: true, Planar: false, samples < 3 ? SampleMeaning.Gray : SampleMeaning.Colour);
        var passes = PngPass.Of(width, height, interlaced);
        long expected = passes.Sum(pass => pass.Height * (1 + (long)pass.Width * samples * 2));
        int compressed = Gather(bytes);
        if (expected > (long)compressed * Inflater.LargestRatio || expected > Array.MaxLength)
            return $"its {compressed} bytes of PNG data cannot hold {width} x {height} pixels: the file is damaged";
        byte[] pixels = _rows.Begin(layout);
        if (_pass.Length < expected)
            _pass = new byte[expected];
        if (!Inflater.TryInflate(new(_compressed, 0, compressed), _pass.AsSpan(0, (int)expected)))
            return "its PNG data cannot be inflated: the file is damaged";
        int at = 0;
        foreach (var pass in passes)
            if (!pass.TryRead(_pass, ref at, samples * 2, pixels, layout.RowBytes))
                return "its PNG data name a filter that there is not: the file is damaged";
        image = _rows;
        return null;
    }

    /// <summary>Puts the IDAT chunks' bodies together; gives their length.</summary>
    private int Gather(ReadOnlySpan<byte> file)
    {
        if (_compressed.Length < file.Length)
            _compressed = new byte[file.Length];
        int length = 0;
        for (int at = FirstChunk; at + 12 <= file.Length;)
        {
            int size = (int)BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var type = file.Slice(at + 4, 4);
            if (type.SequenceEqual("IEND"u8))
                break;
            if (type.SequenceEqual("IDAT"u8))
            {
                file.Slice(at + 8, size).CopyTo(_compressed.AsSpan(length));
                length += size;
            }
            at += 12 + size;
        }
        return length;
    }
}
