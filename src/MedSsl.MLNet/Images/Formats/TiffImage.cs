namespace MedSsl.MLNet;

/// <summary>What a TIFF page's tags say of its image (TIFF 6.0, sections 3 to 6, 14 and 15), checked.</summary>
internal sealed class TiffImage
{
    private TiffImage(SampleLayout layout) => Layout = layout;

    /// <summary>How the decoded samples lie.</summary>
    internal SampleLayout Layout { get; }

    internal TiffCompression Compression { get; private init; }

    /// <summary>Whether samples are differences from the one to the left (section 14).</summary>
    internal bool Predictor { get; private init; }

    /// <summary>Width and height of a tile; a strip is a tile as wide as the image.</summary>
    internal (int Width, int Height) Tile { get; private init; }

    /// <summary>Whether tiles reach over the image's edges; strips do not.</summary>
    internal bool Tiled { get; private init; }

    /// <summary>The tags of the parts' offsets and lengths.</summary>
    internal (int Offsets, int Lengths) Parts => Tiled ? (324, 325) : (273, 279);

    /// <summary>Reads a page's tags; gives what is wrong with them, or null.</summary>
    internal static string? TryRead(TiffDirectory page, out TiffImage? image)
    {
        image = null;
        long width = page.Number(256, 0), height = page.Number(257, 0), samples = page.Number(277, 1), bits = page.Number(258, 1);
        if (ImageFileProbe.FindSizeFault(width, height) is { } size)
            return size;
        for (int i = 1; i < page.Count(258); i++)
            if (page.Number(258, i, 0) != bits)
                return "its TIFF samples have different numbers of bits: convert it to PNG";
        if (page.Number(339, 1) != 1)
            return "its TIFF samples are signed or floating-point; unsigned ones of up to 16 bits are read: convert it to 16-bit PNG";
        if (bits is not (1 or 2 or 4 or 8 or 16))
            return $"its TIFF samples have {bits} bits; 1, 2, 4, 8 and 16 are read: convert it to 16-bit PNG";
        if (page.Number(262, -1) is not (0 or 1 or 2 or 3) and var photometric)
            return $"its TIFF colours are of kind {photometric} (tag 262); gray, RGB and palette are read: convert it to PNG";
        var meaning = page.Number(262, 1) switch { 0 => SampleMeaning.InvertedGray, 1 => SampleMeaning.Gray, 2 => SampleMeaning.Colour, _ => SampleMeaning.Palette };
        bool impossible = samples < 1 || samples > 8 || (meaning == SampleMeaning.Colour && samples < 3) || (meaning == SampleMeaning.Colour && bits < 8)
            || (meaning == SampleMeaning.Palette && (samples != 1 || page.Count(320) < 3 << (int)bits));
        if (impossible)
            return $"its TIFF header is not valid ({samples} samples of {bits} bits, colours of kind {page.Number(262, 1)}): the file is damaged";
        if (FindCompression(page.Number(259, 1)) is not { } compression)
            return $"its TIFF compression is number {page.Number(259, 1)}; none, PackBits, LZW and Deflate are read: convert it to PNG";
        if (page.Number(266, 1) != 1)
            return $"its TIFF fill order (tag 266) is {page.Number(266, 1)}; 1, the first pixel in the highest bits, is read: convert it to PNG";
        long predictor = page.Number(317, 1);
        if (predictor is not (1 or 2) || (predictor == 2 && bits < 8))
            return $"its TIFF predictor is number {predictor} with {bits} bits; 1, or 2 with 8 or 16 bits, are read: convert it to PNG";
        bool tiled = page.Has(324);
        long tileWidth = tiled ? page.Number(322, 0) : width, tileHeight = tiled ? page.Number(323, 0) : Math.Min(page.Number(278, height), height);
        if (tileWidth < 1 || tileHeight < 1 || tileWidth * tileHeight > ImageFileProbe.LargestPixels || (tiled && tileWidth * bits % 8 != 0))
            return $"its TIFF parts have {tileWidth} x {tileHeight} pixels: the file is damaged";
        var layout = new SampleLayout((int)width, (int)height, (int)samples, (int)bits, page.BigEndian, page.Number(284, 1) == 2 && samples > 1, meaning);
        if (layout.TotalBytes > Array.MaxLength)
            return $"its {layout.TotalBytes} bytes of samples are more than the {Array.MaxLength} that are read";
        image = new(layout) { Compression = compression, Predictor = predictor == 2, Tile = ((int)tileWidth, (int)tileHeight), Tiled = tiled };
        return null;
    }

    private static TiffCompression? FindCompression(long number) => number switch
    {
        1 => TiffCompression.None,
        5 => TiffCompression.Lzw,
        8 or 32946 => TiffCompression.Deflate,
        32773 => TiffCompression.PackBits,
        _ => null,
    };
}

/// <summary>How a TIFF part is compressed.</summary>
internal enum TiffCompression
{
    None,
    Lzw,
    Deflate,
    PackBits,
}
