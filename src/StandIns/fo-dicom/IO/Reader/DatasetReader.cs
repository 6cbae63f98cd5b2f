using System.Text;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom.IO.Reader;

/// <summary>
/// Reads data sets (DICOM PS3.5 7). Lengths are compared with what the file has left before memory is taken; a value that the file ends in is left out and
/// the result is <see cref="DicomReaderResult.Suspended"/>, as by the real library.
/// </summary>
internal sealed class DatasetReader(ByteSource source, bool isExplicit, Func<ParseState, bool> stop)
{
    private const uint Undefined = uint.MaxValue;
    private const uint Item = 0xFFFEE000, ItemEnd = 0xFFFEE00D, SequenceEnd = 0xFFFEE0DD;

    /// <summary>Sequences within sequences; real files have fewer than ten.</summary>
    private const int MaxDepth = 64;

    /// <summary>Items and elements a file may have; one with 20,000 frames has two million.</summary>
    private const int MaxItems = 1 << 22;

    private readonly ParseState _state = new();
    private DicomTransferSyntax _syntax = DicomTransferSyntax.ExplicitVRLittleEndian;
    private bool _isExplicit = isExplicit;
    private int _items;
    private bool _sequenceEnded, _sequenceHasVr;

    /// <summary>Position of the tag at which <c>stop</c> said yes.</summary>
    internal long StoppedAt { get; private set; }

    internal DicomReaderResult Read(DicomDataset dataset, Encoding[] encodings, DicomTransferSyntax syntax)
    {
        _syntax = syntax;
        return ReadItems(dataset, source.Length, encodings, 0);
    }

    /// <param name="end">Where the data set ends if no delimiter comes before; the file's end where it is not known.</param>
    /// <param name="encodings">Of the data set around it.</param>
    private DicomReaderResult ReadItems(DicomDataset dataset, long end, Encoding[] encodings, int depth)
    {
        while (source.Position < end)
        {
            if (++_items > MaxItems)
            {
                throw new DicomReaderException($"The file has more than {MaxItems} items.");
            }
            if (source.Left < 4)
            {
                return DicomReaderResult.Suspended;
            }
            long start = source.Position;
            var tag = new DicomTag(source.ReadUInt16(), source.ReadUInt16());
            if (stop is not null)
            {
                _state.Tag = tag;
                _state.SequenceDepth = depth;
                if (stop(_state))
                {
                    StoppedAt = start;
                    return DicomReaderResult.Stopped;
                }
            }
            if (!TryReadHeader(tag, out var vr, out uint length))
            {
                return DicomReaderResult.Suspended;
            }
            if (tag.Number is ItemEnd or SequenceEnd)
            {
                _sequenceEnded = tag.Number == SequenceEnd;
                // At the top there is nothing to end.
                return depth == 0 ? DicomReaderResult.Processing : DicomReaderResult.Success;
            }
            var result = ReadValue(dataset, tag, vr, length, ref encodings, depth);
            if (result != DicomReaderResult.Success)
            {
                return result;
            }
        }
        return DicomReaderResult.Success;
    }

    /// <summary>VR and length. False where the file ends in them.</summary>
    private bool TryReadHeader(DicomTag tag, out DicomVR vr, out uint length)
    {
        vr = DicomVR.NONE;
        length = 0;
        _sequenceHasVr = true;
        if (source.Left < 4)
        {
            return false;
        }
        if (tag.Number is Item or ItemEnd or SequenceEnd)
        {
            length = source.ReadUInt32();
            return true;
        }
        var known = ValueRepresentations.Of(tag);
        if (!_isExplicit)
        {
            vr = known;
            length = source.ReadUInt32();
        }
        else
        {
            var code = source.Peek(2);
            if (code[0] is (byte)' ' or 0 && code[1] is (byte)' ' or 0)
            {
                source.Position += 2;
                vr = known;
            }
            else if (DicomVR.TryParse(Encoding.ASCII.GetString(code), out vr))
            {
                source.Position += 2;
            }
            else
            {
                // An element without a VR in a file that has them: its length has 32 bits.
                vr = known;
                length = source.ReadUInt32();
                vr = length == Undefined ? DicomVR.SQ : vr;
                return true;
            }
            if (vr.Is16bitLength)
            {
                length = source.ReadUInt16();
            }
            else if (source.Left < 6)
            {
                return false;
            }
            else
            {
                source.Position += 2;
                length = source.ReadUInt32();
            }
        }
        // A sequence whose VR is unknown shows by its length.
        if (length == Undefined && vr == DicomVR.UN && tag != DicomTag.PixelData)
        {
            vr = DicomVR.SQ;
            _sequenceHasVr = false;
            return true;
        }
        if (vr == DicomVR.UN && !tag.IsPrivate && known != DicomVR.SQ)
        {
            vr = known;
        }
        return true;
    }

    private DicomReaderResult ReadValue(DicomDataset dataset, DicomTag tag, DicomVR vr, uint length, ref Encoding[] encodings, int depth)
    {
        if (tag.Number == Item)
        {
            throw new DicomReaderException("An item stands outside a sequence.");
        }
        if (vr == DicomVR.SQ)
        {
            var sequence = new DicomSequence(tag);
            dataset.AddOrUpdate(sequence);
            (bool wasExplicit, bool wasBig) = (_isExplicit, source.BigEndian);
            if (_isExplicit && !_sequenceHasVr && !ItemsHaveVr())
            {
                // DICOM CP-246: the items of an unknown sequence are implicit little endian.
                (_isExplicit, source.BigEndian) = (false, false);
            }
            var result = ReadSequence(sequence, length, encodings, depth);
            (_isExplicit, source.BigEndian) = (wasExplicit, wasBig);
            return result;
        }
        if (length == Undefined)
        {
            return ReadFragments(dataset, tag, vr);
        }
        if (length > source.Left)
        {
            return DicomReaderResult.Suspended;
        }
        var buffer = source.ReadBuffer(length);
        if (buffer is not null)
        {
            var element = ItemFactory.Create(vr, tag, source.BigEndian ? Turned(buffer, vr.ByteSwap) : buffer, encodings);
            dataset.AddOrUpdate(element);
            if (tag == DicomTag.SpecificCharacterSet)
            {
                encodings = DicomEncoding.GetEncodings(element.Get<string[]>());
            }
        }
        return DicomReaderResult.Success;
    }

    /// <summary>The first element of the first item has a VR.</summary>
    private bool ItemsHaveVr()
    {
        var start = source.Peek(14);
        return start.Length == 14 && DicomVR.TryParse(Encoding.ASCII.GetString(start[12..]), out _);
    }

    private DicomReaderResult ReadSequence(DicomSequence sequence, uint length, Encoding[] encodings, int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new DicomReaderException($"Sequences are nested more than {MaxDepth} deep.");
        }
        long end = length == Undefined ? source.Length : Math.Min(source.Position + length, source.Length);
        while (source.Position < end)
        {
            if (source.Left < 8)
            {
                return DicomReaderResult.Suspended;
            }
            long start = source.Position;
            var tag = new DicomTag(source.ReadUInt16(), source.ReadUInt16());
            if (tag.Number is not (Item or SequenceEnd))
            {
                // No item: what looked like a sequence has ended.
                source.Position = start;
                return length == Undefined || source.Position > end - length ? DicomReaderResult.Success
                    : throw new DicomReaderException($"Sequence {sequence.Tag} starts with {tag}, which is no item.");
            }
            uint itemLength = source.ReadUInt32();
            if (tag.Number == SequenceEnd)
            {
                return DicomReaderResult.Success;
            }
            if (itemLength != Undefined && itemLength > source.Left)
            {
                return DicomReaderResult.Suspended;
            }
            var item = new DicomDataset(_syntax);
            sequence.Items.Add(item);
            _sequenceEnded = false;
            var result = ReadItems(item, itemLength == Undefined ? end : source.Position + itemLength, encodings, depth + 1);
            if (result != DicomReaderResult.Success)
            {
                return result;
            }
            if (_sequenceEnded)
            {
                _sequenceEnded = false;
                return DicomReaderResult.Success;
            }
        }
        return length == Undefined ? DicomReaderResult.Suspended : DicomReaderResult.Success;
    }

    private DicomReaderResult ReadFragments(DicomDataset dataset, DicomTag tag, DicomVR vr)
    {
        DicomFragmentSequence fragments = vr == DicomVR.OB ? new DicomOtherByteFragment(tag) : vr == DicomVR.OW || vr == DicomVR.UN ? new DicomOtherWordFragment(tag)
            : throw new DicomReaderException($"{tag} {vr} has no length.");
        bool first = true, skipped = false;
        dataset.AddOrUpdate(fragments);
        while (source.Left > 0)
        {
            if (source.Left < 8)
            {
                return DicomReaderResult.Suspended;
            }
            var item = new DicomTag(source.ReadUInt16(), source.ReadUInt16());
            uint length = source.ReadUInt32();
            if (item.Number == SequenceEnd)
            {
                return DicomReaderResult.Success;
            }
            if (item.Number != Item)
            {
                throw new DicomReaderException($"Unexpected tag in DICOM fragment sequence: {item}");
            }
            if (++_items > MaxItems || length > source.Left)
            {
                return DicomReaderResult.Suspended;
            }
            var buffer = source.ReadBuffer(length);
            if (first)
            {
                foreach (uint offset in buffer is null ? [] : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(buffer.Data))
                {
                    fragments.OffsetTable.Add(offset);
                }
            }
            else if (buffer is null && !skipped)
            {
                skipped = true;
                dataset.Remove(tag);
            }
            else if (!skipped)
            {
                fragments.Fragments.Add(buffer);
            }
            first = false;
        }
        return DicomReaderResult.Success;
    }

    /// <summary>Numbers in the machine's order: small ones at once, large ones when they are asked for.</summary>
    private static IByteBuffer Turned(IByteBuffer buffer, int unit)
    {
        var turned = SwappedBuffer.Of(buffer, unit);
        return turned.IsMemory && turned.Size > 0 ? new MemoryByteBuffer(turned.Data) : turned;
    }
}
