using System.Text;

namespace FellowOakDicom.IO.Reader;

/// <summary>Reads a file: preamble, meta information, data set (DICOM PS3.10 7). Files without the first or the first two are accepted, as by the real library.</summary>
internal sealed class FileReader(ByteSource source, Encoding fallbackEncoding, Func<ParseState, bool> stop)
{
    internal DicomFileFormat Format { get; private set; }

    internal DicomTransferSyntax Syntax { get; private set; } = DicomTransferSyntax.ExplicitVRLittleEndian;

    internal DicomReaderResult Read(DicomFileMetaInformation meta, DicomDataset dataset)
    {
        if (source.Length < 132)
        {
            return DicomReaderResult.Error;
        }
        source.Position = 128;
        if (source.Read(4).SequenceEqual("DICM"u8))
        {
            Format = DicomFileFormat.DICOM3;
        }
        else
        {
            source.Position = 0;
        }
        GuessSyntax();
        var result = Format == DicomFileFormat.DICOM3NoFileMetaInfo ? ReadDataset(source, dataset) : ReadBoth(meta, dataset);
        if (result == DicomReaderResult.Suspended && Format != DicomFileFormat.DICOM3)
        {
            throw new DicomReaderException("The file has no DICOM preamble, and what it has instead makes no sense as DICOM.");
        }
        return result;
    }

    /// <summary>The first tag tells the byte order, and whether there are VRs.</summary>
    private void GuessSyntax()
    {
        long start = source.Position;
        if (source.Left < 8)
        {
            throw new DicomReaderException("DICOM File Meta Info ended prematurely");
        }
        ushort group = source.ReadUInt16();
        if (group > 0xFF)
        {
            source.BigEndian = true;
            source.Position = start;
            group = source.ReadUInt16();
            if (group > 0xFF)
            {
                throw new DicomReaderException("Attempted to read invalid DICOM file");
            }
        }
        if (Format == DicomFileFormat.Unknown)
        {
            Format = group == 2 ? DicomFileFormat.DICOM3NoPreamble : DicomFileFormat.DICOM3NoFileMetaInfo;
        }
        var known = ValueRepresentations.Of(new DicomTag(group, source.ReadUInt16()));
        bool isExplicit = Encoding.ASCII.GetString(source.Read(2)) == known.Code;
        Syntax = (isExplicit, source.BigEndian) switch
        {
            (true, false) => DicomTransferSyntax.ExplicitVRLittleEndian,
            (true, true) => DicomTransferSyntax.ExplicitVRBigEndian,
            (false, false) => DicomTransferSyntax.ImplicitVRLittleEndian,
            (false, true) => DicomTransferSyntax.ImplicitVRBigEndian,
        };
        source.Position = start;
    }

    private DicomReaderResult ReadBoth(DicomFileMetaInformation meta, DicomDataset dataset)
    {
        var reader = new DatasetReader(source, Syntax.IsExplicitVR, state => state.Tag.Group > 2);
        if (reader.Read(meta, DicomEncoding.DefaultArray, Syntax) != DicomReaderResult.Stopped)
        {
            throw new DicomReaderException("DICOM File Meta Info ended prematurely");
        }
        if (meta.TryGetSingleValue(DicomTag.TransferSyntaxUID, out string uid))
        {
            Syntax = DicomTransferSyntax.Parse(uid);
        }
        source.Position = reader.StoppedAt;
        source.BigEndian = Syntax.Endian.IsBig;
        return ReadDataset(Syntax.IsDeflate ? source.Inflate() : source, dataset);
    }

    private DicomReaderResult ReadDataset(ByteSource from, DicomDataset dataset) =>
        new DatasetReader(from, Syntax.IsExplicitVR, stop).Read(dataset, [fallbackEncoding], Syntax);
}
