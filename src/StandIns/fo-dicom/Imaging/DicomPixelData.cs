using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom.Imaging;

/// <summary>The pixels of a data set and their description. Frames of compressed pixels come as they are in the file; a codec decodes them.</summary>
public abstract class DicomPixelData
{
    protected DicomPixelData(DicomDataset dataset)
    {
        Dataset = dataset;
        Syntax = dataset.InternalTransferSyntax;
    }

    public DicomDataset Dataset { get; }

    public DicomTransferSyntax Syntax { get; }

    public ushort Width
    {
        get => Dataset.GetSingleValue<ushort>(DicomTag.Columns);
        set => Dataset.AddOrUpdate(new DicomUnsignedShort(DicomTag.Columns, value));
    }

    public ushort Height
    {
        get => Dataset.GetSingleValue<ushort>(DicomTag.Rows);
        set => Dataset.AddOrUpdate(new DicomUnsignedShort(DicomTag.Rows, value));
    }

    /// <summary>1 where the data set does not say, or says something that is no number.</summary>
    public int NumberOfFrames
    {
        get => Dataset.GetSingleValueOrDefault(DicomTag.NumberOfFrames, 1);
        set => Dataset.AddOrUpdate(new DicomIntegerString(DicomTag.NumberOfFrames, value));
    }

    public ushort BitsAllocated => Dataset.GetSingleValue<ushort>(DicomTag.BitsAllocated);

    public ushort BitsStored
    {
        get => Dataset.GetSingleValue<ushort>(DicomTag.BitsStored);
        set => Dataset.AddOrUpdate(new DicomUnsignedShort(DicomTag.BitsStored, value));
    }

    public ushort HighBit
    {
        get => Dataset.GetSingleValue<ushort>(DicomTag.HighBit);
        set => Dataset.AddOrUpdate(new DicomUnsignedShort(DicomTag.HighBit, value));
    }

    public ushort SamplesPerPixel
    {
        get => Dataset.GetSingleValueOrDefault(DicomTag.SamplesPerPixel, (ushort)1);
        set => Dataset.AddOrUpdate(new DicomUnsignedShort(DicomTag.SamplesPerPixel, value));
    }

    public PixelRepresentation PixelRepresentation
    {
        get => Dataset.GetSingleValue<PixelRepresentation>(DicomTag.PixelRepresentation);
        set => Dataset.AddOrUpdate(new DicomUnsignedShort(DicomTag.PixelRepresentation, (ushort)value));
    }

    public PlanarConfiguration PlanarConfiguration
    {
        get => Dataset.GetSingleValueOrDefault(DicomTag.PlanarConfiguration, PlanarConfiguration.Interleaved);
        set => Dataset.AddOrUpdate(new DicomUnsignedShort(DicomTag.PlanarConfiguration, (ushort)value));
    }

    /// <summary>Null where the data set does not say, or says something unknown.</summary>
    public PhotometricInterpretation PhotometricInterpretation
    {
        get => Dataset.GetSingleValueOrDefault<PhotometricInterpretation>(DicomTag.PhotometricInterpretation, null);
        set => Dataset.AddOrUpdate(new DicomCodeString(DicomTag.PhotometricInterpretation, value.Value));
    }

    public bool IsLossy => Dataset.TryGetSingleValue(DicomTag.LossyImageCompression, out string lossy) && lossy == "01";

    /// <summary>Bytes of a sample.</summary>
    public int BytesAllocated => (BitsAllocated - 1) / 8 + 1;

    /// <summary>
    /// Bytes of a decoded frame. A width of YBR_FULL_422, YBR_PARTIAL_422 and YBR_PARTIAL_420 counts as even; YBR_FULL_422 without compression has two samples a
    /// pixel.
    /// </summary>
    /// <exception cref="DicomImagingException">2 GiB or more.</exception>
    public int UncompressedFrameSize
    {
        get
        {
            var photometric = PhotometricInterpretation;
            bool subsampled = photometric == PhotometricInterpretation.YbrFull422 || photometric == PhotometricInterpretation.YbrPartial422
                || photometric == PhotometricInterpretation.YbrPartial420;
            long width = Width + (subsampled ? Width & 1 : 0);
            int samples = photometric == PhotometricInterpretation.YbrFull422 && IsPlainSyntax ? 2 : SamplesPerPixel;
            long size = BitsAllocated == 1 ? ((long)Width * Height + 7) / 8 : BytesAllocated * samples * width * Height;
            return size <= Array.MaxLength ? (int)size
                : throw new DicomImagingException($"A frame of {Width} x {Height} pixels has {size} bytes; less than 2 GiB can be read.");
        }
    }

    private bool IsPlainSyntax => Syntax == DicomTransferSyntax.ExplicitVRLittleEndian || Syntax == DicomTransferSyntax.ImplicitVRLittleEndian
        || Syntax == DicomTransferSyntax.ExplicitVRBigEndian || Syntax == DicomTransferSyntax.ImplicitVRBigEndian;

    /// <summary>Pixels of a data set: those it has, or a place for new ones, which its transfer syntax says how to hold.</summary>
    /// <exception cref="DicomImagingException">The data set has no pixel data.</exception>
    public static DicomPixelData Create(DicomDataset dataset, bool newPixelData = false)
    {
        if (newPixelData)
        {
            return CreateNew(dataset, dataset.GetSingleValue<ushort>(DicomTag.BitsAllocated));
        }
        return dataset.GetDicomItem<DicomItem>(DicomTag.PixelData) switch
        {
            null => throw new DicomImagingException("DICOM dataset is missing pixel data element."),
            DicomFragmentSequence fragments => new EncapsulatedPixelData(dataset, fragments),
            DicomElement element and (DicomOtherByte or DicomOtherWord) => new PlainPixelData(dataset, element),
            var item => throw new DicomImagingException($"Unexpected or unhandled pixel data element type: {item.GetType()}"),
        };
    }

    /// <summary>Bytes of a frame, compressed or not. A frame that the pixel data are too short for shows when its bytes are asked for.</summary>
    /// <exception cref="IndexOutOfRangeException">There are fewer frames.</exception>
    public abstract IByteBuffer GetFrame(int frame);

    /// <summary>Appends a frame and counts it.</summary>
    public abstract void AddFrame(IByteBuffer data);

    private protected void CheckFrame(int frame)
    {
        if (frame < 0 || frame >= NumberOfFrames)
        {
            throw new IndexOutOfRangeException("Requested frame out of range!");
        }
    }

    private static DicomPixelData CreateNew(DicomDataset dataset, ushort bitsAllocated)
    {
        DicomPixelData result;
        if (dataset.InternalTransferSyntax.IsEncapsulated)
        {
            DicomFragmentSequence fragments = bitsAllocated > 8 ? new DicomOtherWordFragment(DicomTag.PixelData) : new DicomOtherByteFragment(DicomTag.PixelData);
            dataset.AddOrUpdate(fragments);
            result = new EncapsulatedPixelData(dataset, fragments);
        }
        else
        {
            bool words = bitsAllocated > 8 || dataset.InternalTransferSyntax == DicomTransferSyntax.ImplicitVRLittleEndian;
            var frames = new CompositeByteBuffer();
            DicomElement element = words ? new DicomOtherWord(DicomTag.PixelData, frames) : new DicomOtherByte(DicomTag.PixelData, frames);
            dataset.AddOrUpdate(element);
            result = new PlainPixelData(dataset, element);
        }
        result.NumberOfFrames = 0;
        return result;
    }
}
