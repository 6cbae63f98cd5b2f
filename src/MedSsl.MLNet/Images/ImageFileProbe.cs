namespace MedSsl.MLNet;

/// <summary>
/// Looks through the structure of an image file before it is decoded: decoders fill in what a truncated or damaged file lacks and say nothing.
/// </summary>
internal static class ImageFileProbe
{
    /// <summary>The largest image that is read: 2^26 pixels, 8,192 x 8,192.</summary>
    internal const long LargestPixels = 1 << 26;

    private const long LargestSide = 1 << 16;

    /// <summary>What is wrong with a PNG or JPEG file, or null when it is whole.</summary>
    internal static string? FindFault(ReadOnlySpan<byte> file) => PngProbe.Is(file) ? PngProbe.FindFault(file) : JpegProbe.FindFault(file);

    /// <summary>What is wrong with an image's size, or null.</summary>
    internal static string? FindSizeFault(long width, long height) =>
        width <= 0 || height <= 0 ? $"its size is {width} x {height} pixels"
        : width > LargestSide || height > LargestSide || width * height > LargestPixels
            ? $"it has {width} x {height} pixels; at most {LargestPixels} are read, {LargestSide} a side"
        : null;
}
