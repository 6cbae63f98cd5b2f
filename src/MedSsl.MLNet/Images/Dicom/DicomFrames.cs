using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.Imaging.Codec;
using FellowOakDicom.Imaging.NativeCodec;
using FellowOakDicom.IO.Buffer;

namespace MedSsl.MLNet;

/// <summary>The bytes of one frame, decompressed (PS3.5 8 and A.4), in a buffer that is used for every frame.</summary>
internal sealed class DicomFrames
{
    private static readonly Lazy<TranscoderManager> Codecs = new(() => new NativeTranscoderManager());
    private byte[] _bytes = [];

    /// <summary>The frame's cells; the first may begin at a bit of the first byte.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Where the frame's first cell is in <see cref="Bytes"/>, in cells.</summary>
    internal int FirstCell { get; private set; }

    /// <summary>Reads a frame.</summary>
    /// <returns>The header of what was read: a decoder may have changed bits, planes and colours.</returns>
    /// <exception cref="DicomFault">It is truncated, or its transfer syntax cannot be read.</exception>
    internal DicomHeader Read(DicomDataset dataset, DicomHeader header, int frame)
    {
        var syntax = dataset.InternalTransferSyntax;
        if (syntax.IsEncapsulated)
            return Decompress(dataset, syntax, header, frame);
        long cells = Cells(header, shared: header.Colours is ColourSpace.YbrFull422 or ColourSpace.YbrPartial422), first = cells * frame;
        var buffer = dataset.GetDicomItem<DicomElement>(DicomTag.PixelData).Buffer;
        long start = header.Cell.Allocated == 1 ? first / 8 : header.Cell.Bytes(first), end = header.Cell.Bytes(first + cells);
        if (buffer.Size < end)
            throw new DicomFault($"it is truncated: its pixel data end after {buffer.Size} bytes; frame {frame + 1} ends at {end}");
        // Words that were swapped come in pairs.
        long from = start & ~1L;
        int count = (int)(Math.Min(buffer.Size, end + (end & 1)) - from);
        Grow(count);
        buffer.GetByteRange(from, count, _bytes);
        FirstCell = (int)(first - from * 8 / header.Cell.Allocated);
        if (syntax.SwapPixelData)
            for (int i = 0; i + 1 < count; i += 2)
                (_bytes[i], _bytes[i + 1]) = (_bytes[i + 1], _bytes[i]);
        return header;
    }

    private DicomHeader Decompress(DicomDataset dataset, DicomTransferSyntax syntax, DicomHeader header, int frame)
    {
        if (!Codecs.Value.HasCodec(syntax))
            throw new DicomFault($"its transfer syntax, {syntax.UID.Name} ({syntax.UID.UID}), is not read");
        // A buffer over a file reads it anew each time.
        byte[] compressed = DicomPixelData.Create(dataset).GetFrame(frame).Data;
        if (syntax != DicomTransferSyntax.RLELossless && CodestreamSize.Find(compressed) != (header.Width, header.Height))
            throw new DicomFault($"its compressed frame is not one of {header.Width} x {header.Height} pixels, as its header says: the file is damaged");
        if (IsJpegLs(syntax) && !EndsWhole(compressed))
            throw new DicomFault("its JPEG-LS frame has no end marker: it is truncated");
        var before = DicomPixelData.Create(Copy(header, syntax), true);
        before.AddFrame(new MemoryByteBuffer(compressed));
        var plain = Copy(Whole(header) with { Planar = false }, DicomTransferSyntax.ExplicitVRLittleEndian);
        var after = DicomPixelData.Create(plain, true);
        var codec = Codecs.Value.GetCodec(syntax);
        codec.Decode(before, after, codec.GetDefaultParameters());
        // Some decoders make RGB of YBR; one that does not may repeat the compressed frame's photometric interpretation.
        var decoded = Whole(DicomHeader.Read(plain));
        plain.AddOrUpdate(DicomTag.PhotometricInterpretation, decoded.Photometric);
        var pixels = after.GetFrame(0);
        long size = decoded.Cell.Bytes(Cells(decoded, shared: false));
        if (pixels.Size < size)
            throw new DicomFault($"its compressed frame gives {pixels.Size} bytes of {size}: the file is damaged");
        Grow((int)size);
        pixels.GetByteRange(0, (int)size, _bytes);
        FirstCell = 0;
        return decoded;
    }

    private static bool IsJpegLs(DicomTransferSyntax syntax) => syntax == DicomTransferSyntax.JPEGLSLossless || syntax == DicomTransferSyntax.JPEGLSNearLossless;

    /// <summary>Whether a codestream has its end marker; a zero may follow, for an even length. CharLS reads on for seconds in some that have not.</summary>
    private static bool EndsWhole(ReadOnlySpan<byte> codestream) => codestream.TrimEnd((byte)0).EndsWith([(byte)0xFF, (byte)0xD9]);

    /// <summary>Decoders give the colour differences of every pixel.</summary>
    private static DicomHeader Whole(DicomHeader header) => header.Photometric == "YBR_FULL_422" ? header with { Photometric = "YBR_FULL" } : header;

    /// <summary>A data set with what a decoder needs to know, and no more.</summary>
    private static DicomDataset Copy(DicomHeader header, DicomTransferSyntax syntax)
    {
        var copy = new DicomDataset(syntax);
        copy.Add(DicomTag.SamplesPerPixel, (ushort)header.Samples);
        copy.Add(DicomTag.PhotometricInterpretation, header.Photometric);
        if (header.Samples > 1)
            copy.Add(DicomTag.PlanarConfiguration, (ushort)(header.Planar ? 1 : 0));
        copy.Add(DicomTag.Rows, (ushort)header.Height);
        copy.Add(DicomTag.Columns, (ushort)header.Width);
        copy.Add(DicomTag.BitsAllocated, (ushort)header.Cell.Allocated);
        copy.Add(DicomTag.BitsStored, (ushort)header.Cell.Stored);
        copy.Add(DicomTag.HighBit, (ushort)header.Cell.HighBit);
        copy.Add(DicomTag.PixelRepresentation, (ushort)(header.Cell.Signed ? 1 : 0));
        return copy;
    }

    /// <summary>Cells of a frame; two neighbours that share colour differences have four (PS3.3 C.7.6.3.1.2).</summary>
    private static long Cells(DicomHeader header, bool shared) => (long)header.Height * (shared ? 2 * ((header.Width + 1) & ~1) : header.Width * header.Samples);

    private void Grow(int length)
    {
        if (_bytes.Length < length)
            _bytes = new byte[length];
    }
}
