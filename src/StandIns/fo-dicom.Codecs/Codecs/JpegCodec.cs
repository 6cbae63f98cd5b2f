namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>JPEG with DCT or lossless, by the library that GDCM has for the stream's precision.</summary>
internal sealed class JpegCodec(DicomTransferSyntax syntax) : FrameCodec(syntax)
{
    /// <summary>A block of 64 samples takes two bits at least, and colours may be at half the resolution.</summary>
    private protected override int MaxExpansion => 2048;

    private protected override void Describe(DicomPixelData oldPixelData, DicomPixelData newPixelData, byte[] firstFrame)
    {
        int precision = JpegHeader.Read(firstFrame)?.Precision ?? oldPixelData.BitsStored;
        ushort allocated = newPixelData.BitsAllocated;
        if (allocated == 16 && newPixelData.BitsStored <= 8 && precision <= 8)
        {
            newPixelData.Dataset.AddOrUpdate(DicomTag.BitsAllocated, (ushort)8);
        }
        else if (allocated == 8 && precision > 8)
        {
            newPixelData.Dataset.AddOrUpdate(DicomTag.BitsAllocated, (ushort)16);
        }
        newPixelData.PhotometricInterpretation = oldPixelData.PhotometricInterpretation ?? throw Damaged("the data set has no known photometric interpretation");
        if (oldPixelData.SamplesPerPixel == 3 && IsConverted(oldPixelData.PhotometricInterpretation))
        {
            if (oldPixelData.PixelRepresentation == PixelRepresentation.Signed)
            {
                throw Damaged("the colours of signed pixels cannot be converted");
            }
            newPixelData.PhotometricInterpretation = PhotometricInterpretation.Rgb;
            newPixelData.PlanarConfiguration = PlanarConfiguration.Interleaved;
        }
    }

    private protected override unsafe byte[] DecodeFrame(byte[] data, in FrameShape shape)
    {
        var header = JpegHeader.Read(data);
        if (JpegHeader.Mismatch(header, shape) is { } why)
        {
            throw Damaged(why);
        }
        int precision = header!.Value.Precision;
        if (precision <= 8 != (shape.BytesPerSample == 1))
        {
            throw Damaged($"samples of {precision} bits are not those of {shape.BytesPerSample * 8} allocated bits");
        }
        Shim.Decoder decoder = precision <= 8 ? Shim.Jpeg8 : precision <= 12 ? Shim.Jpeg12 : Shim.Jpeg16;
        byte[] pixels = Shim.Decode(decoder, Name, data, shape with { IsPlanar = false }, shape.Samples == 3 && IsConverted(shape.Source));
        return shape.IsPlanar ? Planes.Of(pixels, shape) : pixels;
    }

    private static bool IsConverted(PhotometricInterpretation source) => source != PhotometricInterpretation.Rgb;
}
