using System.Buffers.Binary;

namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>
/// The headers of a JPEG 2000 stream (ISO 15444-1 annex A), read before the decoder sees them: it takes memory for each tile, precinct and code block that they
/// claim, whether or not there are bytes for it.
/// </summary>
internal static class Jpeg2000Header
{
    private const int MaxTiles = 16384;

    /// <summary>Bytes that the decoder may take for its tables.</summary>
    private const double MaxTables = 256 << 20;

    /// <summary>Packets that it may have to look for.</summary>
    private const double MaxPackets = 16e6;

    private const ushort Start = 0xFF4F, Size = 0xFF51, Cod = 0xFF52, Coc = 0xFF53, TilePart = 0xFF90, Data = 0xFF93, End = 0xFFD9;

    /// <summary>Why a frame cannot be decoded as what the data set describes; null where nothing speaks against it.</summary>
    internal static string Problem(ReadOnlySpan<byte> data, in FrameShape shape)
    {
        var stream = Stream(data);
        if (stream.Length < 51 || U16(stream, 0) != Start || U16(stream, 2) != Size)
        {
            return "the frame has no whole header";
        }
        var size = stream[8..];
        uint x1 = U32(size, 0), y1 = U32(size, 4), x0 = U32(size, 8), y0 = U32(size, 12), tileWidth = U32(size, 16), tileHeight = U32(size, 20);
        int components = U16(size, 32);
        (long width, long height) = (x1 - (long)x0, y1 - (long)y0);
        if (width != shape.Width || height != shape.Height || components != shape.Samples)
        {
            return $"the frame is {width} x {height} pixels with {components} samples, but the data set says {shape.Width} x {shape.Height} with {shape.Samples}";
        }
        if (size.Length < 34 + 3 * components || tileWidth == 0 || tileHeight == 0)
        {
            return "the frame has no whole header";
        }
        for (int i = 0; i < components; i++)
        {
            var component = size[(34 + 3 * i)..];
            int bits = (component[0] & 0x7F) + 1;
            if (bits > shape.BytesPerSample * 8 || component[1] != 1 || component[2] != 1)
            {
                return $"sample {i + 1} has {bits} bits at {component[1]} x {component[2]} pixels; up to {shape.BytesPerSample * 8} at each pixel can be read";
            }
        }
        double tiles = Math.Ceiling((double)x1 / tileWidth) * Math.Ceiling((double)y1 / tileHeight);
        if (tiles > MaxTiles || tiles > 16 + shape.Pixels / 64.0)
        {
            return $"{tiles} tiles are too many for {shape.Width} x {shape.Height} pixels";
        }
        double largestTile = Math.Min(tileWidth, (double)shape.Width) * Math.Min(tileHeight, (double)shape.Height);
        return MarkerProblem(stream, tiles, Math.Max(largestTile, 1), components);
    }

    /// <summary>The stream within a JP2 file, or what came in.</summary>
    private static ReadOnlySpan<byte> Stream(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> signature = [0, 0, 0, 12, (byte)'j', (byte)'P'];
        if (!data.StartsWith(signature))
        {
            return data;
        }
        for (long at = 0; at + 16 <= data.Length;)
        {
            var box = data[(int)at..];
            long length = U32(box, 0), header = 8;
            if (length == 1)
            {
                (length, header) = ((long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(box[8..]), int.MaxValue), 16);
            }
            if (box.Slice(4, 4).SequenceEqual("jp2c"u8))
            {
                return box[(int)header..];
            }
            if (length < header)
            {
                break;
            }
            at += length;
        }
        return [];
    }

    private static string MarkerProblem(ReadOnlySpan<byte> stream, double tiles, double tilePixels, int components)
    {
        bool inTiles = false;
        for (long at = 2; at + 4 <= stream.Length;)
        {
            var here = stream[(int)at..];
            ushort marker = U16(here, 0);
            if (marker == End)
            {
                return null;
            }
            int length = U16(here, 2);
            if (marker < 0xFF00 || length < 2 || length + 2 > here.Length)
            {
                return inTiles ? null : "a marker of the header is broken";
            }
            if (marker is Cod or Coc && StyleProblem(here.Slice(4, length - 2), marker == Coc, components, inTiles ? 1 : tiles, tilePixels) is { } why)
            {
                return why;
            }
            if (marker == TilePart)
            {
                inTiles = true;
                long part = length == 10 ? U32(here, 6) : 0;
                // The headers of a tile part end at its data; 0 stands for "to the end".
                if (HeaderOfPart(here, components, tilePixels) is { } partProblem)
                {
                    return partProblem;
                }
                if (part < 14)
                {
                    return null;
                }
                at += part;
            }
            else
            {
                at += 2 + length;
            }
        }
        return inTiles ? null : "the frame has no tiles";
    }

    private static string HeaderOfPart(ReadOnlySpan<byte> part, int components, double tilePixels)
    {
        for (int at = 12; at + 4 <= part.Length;)
        {
            ushort marker = U16(part, at);
            int length = U16(part, at + 2);
            if (marker == Data || marker < 0xFF00 || length < 2 || at + 2 + length > part.Length)
            {
                return null;
            }
            if (marker is Cod or Coc && StyleProblem(part.Slice(at + 4, length - 2), marker == Coc, components, 1, tilePixels) is { } why)
            {
                return why;
            }
            at += 2 + length;
        }
        return null;
    }

    /// <summary>A rough count of the tables that a coding style makes.</summary>
    private static string StyleProblem(ReadOnlySpan<byte> style, bool ofComponent, int components, double tiles, double tilePixels)
    {
        // Of a component: its number (one byte for fewer than 257 components), then style. Else style, progression, layers, transform.
        int at = ofComponent ? 2 : 5;
        if (style.Length < at + 5)
        {
            return "a coding style is cut short";
        }
        bool ownPrecincts = (style[ofComponent ? 1 : 0] & 1) != 0;
        double layers = ofComponent ? 1 : Math.Max((int)U16(style, 2), 1);
        int levels = style[at], blockBits = (style[at + 1] & 15) + 2 + (style[at + 2] & 15) + 2;
        if (levels > 32 || blockBits > 12 || ownPrecincts && style.Length < at + 5 + levels + 1)
        {
            return "a coding style is none that the standard allows";
        }
        double blocks = tilePixels * 1.4 / (1 << blockBits) + 3 * levels + 1, precincts = levels + 1;
        for (int i = 0; ownPrecincts && i <= levels; i++)
        {
            int bits = (style[at + 5 + i] & 15) + (style[at + 5 + i] >> 4);
            double pixels = tilePixels / Math.Pow(4, levels - i);
            precincts += Math.Ceiling(pixels / Math.Pow(2, bits));
            // A block is never larger than its precinct.
            blocks += 3 * pixels / Math.Pow(2, Math.Min(bits, blockBits));
        }
        double bytes = components * (blocks * 256 + precincts * 512 + layers * precincts * (levels + 1) * 2);
        return bytes > MaxTables || layers * precincts * components * tiles > MaxPackets
            ? $"{layers} layers, {levels} levels and blocks of {1 << blockBits} pixels would take more memory than the picture is worth" : null;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
}
