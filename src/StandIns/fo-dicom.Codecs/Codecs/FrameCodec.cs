using FellowOakDicom.Imaging.Codec;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>A codec that decodes frame by frame.</summary>
internal abstract class FrameCodec(DicomTransferSyntax syntax) : IDicomCodec
{
    /// <summary>A frame may always be this large; larger ones must have compressed bytes to show for it.</summary>
    private const long AlwaysAllowed = 64L << 20;

    public string Name => TransferSyntax.UID.Name;

    public DicomTransferSyntax TransferSyntax { get; } = syntax;

    /// <summary>What the codec can at most make of a byte.</summary>
    private protected abstract int MaxExpansion { get; }

    /// <summary>Null: there is nothing to set.</summary>
    public DicomCodecParams GetDefaultParameters() => null;

    public void Encode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams parameters) =>
        throw new DicomCodecException($"{Name}: this stand-in does not compress.");

    public void Decode(DicomPixelData oldPixelData, DicomPixelData newPixelData, DicomCodecParams parameters)
    {
        int frames = oldPixelData.NumberOfFrames;
        if (frames == 0)
        {
            return;
        }
        byte[] data = oldPixelData.GetFrame(0).Data;
        Describe(oldPixelData, newPixelData, data);
        var shape = FrameShape.Of(oldPixelData, newPixelData);
        for (int frame = 0; frame < frames; frame++)
        {
            data = frame == 0 ? data : oldPixelData.GetFrame(frame).Data;
            if (shape.Size > AlwaysAllowed && shape.Size > (long)data.Length * MaxExpansion)
            {
                throw new DicomCodecException($"{Name}: {shape.Width} x {shape.Height} pixels cannot come out of {data.Length} bytes.");
            }
            newPixelData.AddFrame(new MemoryByteBuffer(DecodeFrame(data, shape)));
        }
    }

    /// <summary>Changes the description of the new pixels where decoding changes what they are.</summary>
    private protected virtual void Describe(DicomPixelData oldPixelData, DicomPixelData newPixelData, byte[] firstFrame)
    {
    }

    /// <summary>Exactly <c>shape.Size</c> bytes.</summary>
    private protected abstract byte[] DecodeFrame(byte[] data, in FrameShape shape);

    private protected DicomCodecException Damaged(string what) => new($"{Name}: {what}.");
}

/// <summary>What a decoded frame is to be.</summary>
internal readonly record struct FrameShape(int Width, int Height, int Samples, int BytesPerSample, bool IsPlanar, PhotometricInterpretation Source)
{
    internal long Size => (long)Width * Height * Samples * BytesPerSample;

    internal int Pixels => Width * Height;

    /// <exception cref="DicomCodecException">The data set describes pixels that no codec makes.</exception>
    internal static FrameShape Of(DicomPixelData old, DicomPixelData to)
    {
        if (to.BitsAllocated is not (8 or 16))
        {
            throw new DicomCodecException($"Compressed pixels of {to.BitsAllocated} allocated bits are not supported; 8 and 16 are.");
        }
        bool planar = to.SamplesPerPixel > 1 && to.PlanarConfiguration == PlanarConfiguration.Planar;
        var shape = new FrameShape(old.Width, old.Height, to.SamplesPerPixel, to.BytesAllocated, planar, old.PhotometricInterpretation);
        if (shape.Width == 0 || shape.Height == 0 || shape.Samples is not (1 or 3 or 4) || shape.Size > Array.MaxLength)
        {
            throw new DicomCodecException($"A frame of {shape.Width} x {shape.Height} pixels with {shape.Samples} samples cannot be decoded.");
        }
        return shape;
    }
}
