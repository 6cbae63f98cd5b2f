using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom.Imaging;

/// <summary>Pixels without compression: frames one after the other.</summary>
internal sealed class PlainPixelData(DicomDataset dataset, DicomElement element) : DicomPixelData(dataset)
{
    public override IByteBuffer GetFrame(int frame)
    {
        CheckFrame(frame);
        int size = UncompressedFrameSize;
        IByteBuffer part = new RangeByteBuffer(element.Buffer, (long)size * frame, size);
        return Syntax.SwapPixelData && element is DicomOtherWord ? SwappedBuffer.Of(part, 2) : part;
    }

    public override void AddFrame(IByteBuffer data)
    {
        var frames = element.Buffer as CompositeByteBuffer ?? throw new DicomImagingException("Expected pixel data element to have a CompositeByteBuffer.");
        frames.Buffers.Add(data);
        NumberOfFrames++;
    }
}

/// <summary>Compressed pixels: fragments, usually one for each frame.</summary>
internal sealed class EncapsulatedPixelData(DicomDataset dataset, DicomFragmentSequence element) : DicomPixelData(dataset)
{
    private const int ItemHeader = 8;

    public override IByteBuffer GetFrame(int frame)
    {
        CheckFrame(frame);
        var fragments = element.Fragments;
        int count = fragments.Count > 0 && fragments[fragments.Count - 1].Size == 0 ? fragments.Count - 1 : fragments.Count;
        int frames = NumberOfFrames;
        if (frames == 1)
        {
            return count == 1 ? fragments[0] : new CompositeByteBuffer(fragments.Take(count));
        }
        if (count == frames)
        {
            return fragments[frame];
        }
        return element.OffsetTable.Count == frames ? FromTable(frame, count)
            : throw new DicomImagingException("Support for multi-frame images with varying fragment sizes and no offset table has not been implemented.");
    }

    public override void AddFrame(IByteBuffer data)
    {
        NumberOfFrames++;
        element.OffsetTable.Add((uint)element.Fragments.Sum(fragment => fragment.Size + ItemHeader));
        element.Fragments.Add(data);
    }

    private CompositeByteBuffer FromTable(int frame, int count)
    {
        long start = element.OffsetTable[frame], stop = frame + 1 < element.OffsetTable.Count ? element.OffsetTable[frame + 1] : long.MaxValue;
        var result = new CompositeByteBuffer();
        long position = 0;
        for (int i = 0; i < count && position < stop; i++)
        {
            if (position >= start)
            {
                result.Buffers.Add(element.Fragments[i]);
            }
            position += ItemHeader + element.Fragments[i].Size;
            if (result.Buffers.Count == 0 && position > start)
            {
                throw new DicomImagingException("Fragment start position does not match offset table.");
            }
        }
        return result.Buffers.Count > 0 ? result : throw new DicomImagingException("Image frame truncated while reading fragments from offset table.");
    }
}
