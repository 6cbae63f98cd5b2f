namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>JPEG-LS, lossless or nearly so.</summary>
internal sealed class JpegLsCodec(DicomTransferSyntax syntax) : FrameCodec(syntax)
{
    /// <summary>A bit may stand for a run of 32768 samples; a picture of one colour is the only one that does it.</summary>
    private protected override int MaxExpansion => 4096;

    private protected override unsafe byte[] DecodeFrame(byte[] data, in FrameShape shape)
    {
        var header = JpegHeader.Read(data);
        if (JpegHeader.Mismatch(header, shape) is { } why)
        {
            throw Damaged(why);
        }
        if (header!.Value.Process != JpegHeader.Ls)
        {
            throw Damaged("the frame is JPEG, but not JPEG-LS");
        }
        // CharLS 2.4 tries for many seconds to read on where the bytes end without a marker.
        if (!header.Value.HasEnd)
        {
            throw Damaged("the frame ends early");
        }
        return Shim.Decode(Shim.JpegLs, Name, data, shape, false);
    }
}
