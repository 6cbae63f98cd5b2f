namespace MedSsl.MLNet;

/// <summary>The kinds of image file that are read.</summary>
internal static class ImageDecoders
{
    /// <summary>One thread's decoders; the first that knows a file decodes it.</summary>
    /// <param name="size">The side of the square that is made of the image.</param>
    /// <param name="options">How the image is read.</param>
    internal static ImageDecoder[] Make(int size, ImageLoadOptions options) =>
        // DICOM first: its preamble may be the start of a TIFF file, so that programs for either can read it (PS3.10 7.1).
        [new DicomDecoder(options), .. Reduced(size, options), new DeepPngDecoder(), new EightBitDecoder(), new TiffDecoder(options)];

    private static ImageDecoder[] Reduced(int size, ImageLoadOptions options) => options.JpegAtReducedScale ? [new ReducedJpegDecoder(size, options)] : [];

    /// <summary>What a file is that no decoder knows.</summary>
    internal static string Unknown(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return "the file is empty";
        string guess = file.StartsWith("GIF8"u8) ? "a GIF image: convert it to PNG"
            : file.StartsWith("BM"u8) ? "a BMP image: convert it to PNG"
            : file.StartsWith("RIFF"u8) ? "a WebP image: convert it to PNG"
            : $"it starts with the bytes {Convert.ToHexString(file[..Math.Min(8, file.Length)])}";
        return $"it is no PNG, JPEG, TIFF or DICOM image ({guess})";
    }
}
