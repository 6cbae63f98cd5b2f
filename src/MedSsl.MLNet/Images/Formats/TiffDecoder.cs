using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>
/// TIFF 6.0: gray, RGB and palette of up to 16 bits, in strips or tiles, uncompressed or with PackBits, LZW or Deflate. Values are divided by the largest
/// that their bits hold; alpha is not read.
/// </summary>
internal sealed class TiffDecoder(ImageLoadOptions options) : ImageDecoder
{
    private readonly List<TiffDirectory> _pages = [];
    private readonly SampleRows _rows = new();
    private readonly TiffLzw _lzw = new();
    private byte[] _part = [];

    internal override bool Is(ReadOnlySpan<byte> file) => TiffDirectory.Is(file);

    internal override string? TryDecode(ArraySegment<byte> file, out ImageRows? image)
    {
        image = null;
        if (TiffDirectory.TryRead(file, _pages) is { } damage)
            return damage;
        if (FrameChoice.TryFind(options.Frame, _pages.Count, "pages", out int index) is { } frame)
            return frame;
        var page = _pages[index];
        if (TiffImage.TryRead(page, out var tiff) is { } fault)
            return fault;
        if (FindLengthFault(page, tiff!, file.Count) is { } truncated)
            return truncated;
        byte[] pixels = _rows.Begin(tiff!.Layout);
        if (tiff.Layout.Meaning == SampleMeaning.Palette)
            _rows.SetPalette(ReadPalette(page, tiff.Layout.Bits));
        int part = 0;
        foreach (int plane in Enumerable.Range(0, tiff.Layout.Planar ? tiff.Layout.Samples : 1))
            for (int y = 0; y < tiff.Layout.Height; y += tiff.Tile.Height)
                for (int x = 0; x < tiff.Layout.Width; x += tiff.Tile.Width, part++)
                    if (!TryDecodePart(file, page, tiff, part, pixels, plane, x, y))
                        return $"part {part + 1} of its TIFF image cannot be decoded: the file is damaged";
        image = _rows;
        return null;
    }

    internal override void Release() => _pages.Clear();

    /// <summary>Whether the parts lie in the file, and could hold the image; looked at before memory is taken.</summary>
    private static string? FindLengthFault(TiffDirectory page, TiffImage image, int fileLength)
    {
        var layout = image.Layout;
        long parts = (long)((layout.Width - 1) / image.Tile.Width + 1) * ((layout.Height - 1) / image.Tile.Height + 1) * (layout.Planar ? layout.Samples : 1);
        if (page.Count(image.Parts.Offsets) < parts || page.Count(image.Parts.Lengths) < parts)
            return "its TIFF image lacks parts: the file is damaged";
        long bytes = 0;
        for (int part = 0; part < parts; part++)
        {
            long length = page.Number(image.Parts.Lengths, part, 0);
            if (page.Number(image.Parts.Offsets, part, 0) + length > fileLength)
                return $"it is truncated: its {fileLength} bytes end before part {part + 1} of its TIFF image does";
            bytes += length;
        }
        return bytes * LargestRatio(image.Compression) < layout.TotalBytes ? $"its {bytes} bytes of TIFF data cannot hold {layout.Width} x {layout.Height} pixels: the file is damaged" : null;
    }

    private static long LargestRatio(TiffCompression compression) => compression switch
    {
        TiffCompression.None => 1,
        TiffCompression.PackBits => PackBits.LargestRatio,
        TiffCompression.Lzw => TiffLzw.LargestRatio,
        _ => Inflater.LargestRatio,
    };

    private bool TryDecodePart(ArraySegment<byte> file, TiffDirectory page, TiffImage image, int part, byte[] pixels, int plane, int x, int y)
    {
        var layout = image.Layout;
        int rows = image.Tiled ? image.Tile.Height : Math.Min(image.Tile.Height, layout.Height - y);
        var tile = layout with { Width = image.Tile.Width, Height = rows };
        int size = checked(tile.RowBytes * rows);
        var data = file.Slice((int)page.Number(image.Parts.Offsets, part, 0), (int)page.Number(image.Parts.Lengths, part, 0));
        if (data.Count * LargestRatio(image.Compression) < size)
            return false;
        if (_part.Length < size)
            _part = new byte[size];
        var decoded = _part.AsSpan(0, size);
        bool whole = image.Compression switch
        {
            TiffCompression.None => data.AsSpan().Length >= size && data.AsSpan()[..size].TryCopyTo(decoded),
            TiffCompression.PackBits => PackBits.TryDecode(data, decoded),
            TiffCompression.Lzw => _lzw.TryDecode(data, decoded),
            _ => Inflater.TryInflate(data, decoded),
        };
        if (!whole)
            return false;
        int samples = layout.Planar ? 1 : layout.Samples, skip = x * samples * layout.Bits / 8;
        int kept = Math.Min(tile.RowBytes, layout.RowBytes - skip);
        for (int row = 0; row < Math.Min(rows, layout.Height - y); row++)
        {
            var line = decoded.Slice(row * tile.RowBytes, tile.RowBytes);
            if (image.Predictor)
                UndoPredictor(line, samples, layout.Bits, layout.BigEndian);
            line[..kept].CopyTo(pixels.AsSpan((int)((long)layout.RowBytes * ((long)plane * layout.Height + y + row)) + skip));
        }
        return true;
    }

    private static void UndoPredictor(Span<byte> line, int samples, int bits, bool bigEndian)
    {
        if (bits == 8)
        {
            for (int i = samples; i < line.Length; i++)
                line[i] += line[i - samples];
            return;
        }
        for (int i = 2 * samples; i + 1 < line.Length; i += 2)
        {
            Span<byte> value = line[i..], left = line[(i - 2 * samples)..];
            if (bigEndian)
                BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value) + BinaryPrimitives.ReadUInt16BigEndian(left)));
            else
                BinaryPrimitives.WriteUInt16LittleEndian(value, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(value) + BinaryPrimitives.ReadUInt16LittleEndian(left)));
        }
    }

    /// <summary>The colour map's 16-bit numbers; many programs write bytes into their high halves and zeros below.</summary>
    private static float[] ReadPalette(TiffDirectory page, int bits)
    {
        long[] map = [.. Enumerable.Range(0, 3 << bits).Select(i => page.Number(320, i, 0))];
        bool bytes = map.All(colour => (colour & 0xFF) == 0);
        return [.. map.Select(colour => bytes ? (colour >> 8) / 255f : colour / 65535f)];
    }
}
