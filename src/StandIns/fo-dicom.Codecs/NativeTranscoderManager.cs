using FellowOakDicom.Imaging.Codec;

namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>
/// The codecs: RLE, JPEG baseline, extended and lossless, JPEG-LS, JPEG 2000. They decode only. Create one and ask it for a codec; nothing is registered for the
/// whole process.
/// </summary>
public sealed class NativeTranscoderManager : TranscoderManager
{
    public NativeTranscoderManager() => LoadCodecs(null, null);

    /// <param name="path">Not used.</param>
    /// <param name="search">Not used.</param>
    public override void LoadCodecs(string path, string search)
    {
        FrameCodec[] codecs =
        [
            new RleCodec(),
            new JpegCodec(DicomTransferSyntax.JPEGProcess1), new JpegCodec(DicomTransferSyntax.JPEGProcess2_4),
            new JpegCodec(DicomTransferSyntax.JPEGProcess14), new JpegCodec(DicomTransferSyntax.JPEGProcess14SV1),
            new JpegLsCodec(DicomTransferSyntax.JPEGLSLossless), new JpegLsCodec(DicomTransferSyntax.JPEGLSNearLossless),
            new Jpeg2000Codec(DicomTransferSyntax.JPEG2000Lossless), new Jpeg2000Codec(DicomTransferSyntax.JPEG2000Lossy),
        ];
        foreach (var codec in codecs)
        {
            Codecs[codec.TransferSyntax] = codec;
        }
    }
}
