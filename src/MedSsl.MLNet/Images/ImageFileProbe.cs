namespace MedSsl.MLNet;

/// <summary>
/// Looks through the structure of an image file before it is decoded: decoders fill in what a truncated or damaged file lacks and say nothing.
/// </summary>
internal static class ImageFileProbe
{
    /// <summary>The largest image that is read: 2^26 pixels, 8,192 x 8,192.</summary>
    internal const long LargestPixels = 1 << 26;

    private const long LargestSide = 1 << 16;

    /// <summary>What is wrong with a file, or null when it is a whole 8-bit PNG or JPEG image.</summary>
    internal static string? FindFault(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return "the file is empty";
        if (PngProbe.Is(file))
            return PngProbe.FindFault(file);
        if (JpegProbe.Is(file))
            return JpegProbe.FindFault(file);
        return $"it is no PNG or JPEG image ({Guess(file)})";
    }

    /// <summary>What is wrong with an image's size, or null.</summary>
    internal static string? FindSizeFault(long width, long height) =>
        width <= 0 || height <= 0 ? $"its size is {width} x {height} pixels"
        : width > LargestSide || height > LargestSide || width * height > LargestPixels
            ? $"it has {width} x {height} pixels; at most {LargestPixels} are read, {LargestSide} a side"
        : null;

    private static string Guess(ReadOnlySpan<byte> file)
    {
        if (file.Length > 132 && file.Slice(128, 4).SequenceEqual("DICM"u8))
            return "a DICOM file: convert it to PNG";
        if (file.StartsWith("GIF8"u8))
            return "a GIF image: convert it to PNG";
        if (file.StartsWith("BM"u8))
            return "a BMP image: convert it to PNG";
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
            return "a TIFF image: convert it to PNG";
        if (file.StartsWith("RIFF"u8))
            return "a WebP image: convert it to PNG";
        return $"it starts with the bytes {Convert.ToHexString(file[..Math.Min(8, file.Length)])}";
    }
}
