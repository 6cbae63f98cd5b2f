namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>JPEG 2000: a bare stream, as the standard has it, or one in a JP2 file, as some writers do.</summary>
internal sealed class Jpeg2000Codec(DicomTransferSyntax syntax) : FrameCodec(syntax)
{
    /// <summary>There is no bound but for what pictures are like.</summary>
    private protected override int MaxExpansion => 4096;

    private protected override void Describe(DicomPixelData oldPixelData, DicomPixelData newPixelData, byte[] firstFrame)
    {
        var photometric = newPixelData.PhotometricInterpretation;
        if (photometric == PhotometricInterpretation.YbrIct || photometric == PhotometricInterpretation.YbrRct)
        {
            newPixelData.PhotometricInterpretation = PhotometricInterpretation.Rgb;
        }
        else if (photometric is { IsYBR: true } && photometric != PhotometricInterpretation.YbrPartial420)
        {
            newPixelData.PhotometricInterpretation = PhotometricInterpretation.YbrFull;
            newPixelData.PlanarConfiguration = PlanarConfiguration.Planar;
        }
    }

    private protected override unsafe byte[] DecodeFrame(byte[] data, in FrameShape shape)
    {
        if (Jpeg2000Header.Problem(data, shape) is { } why)
        {
            throw Damaged(why);
        }
        return Shim.Decode(Shim.Jpeg2000, Name, data, shape, false);
    }
}
