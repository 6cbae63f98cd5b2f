namespace FellowOakDicom;

/// <summary>Group 2: what a file says about itself.</summary>
public class DicomFileMetaInformation : DicomDataset
{
    public DicomFileMetaInformation()
    {
    }

    /// <exception cref="DicomDataException">The file does not say.</exception>
    public DicomTransferSyntax TransferSyntax
    {
        get => DicomTransferSyntax.Lookup(GetSingleValue<DicomUID>(DicomTag.TransferSyntaxUID));
        set => AddOrUpdate(DicomTag.TransferSyntaxUID, value.UID);
    }

    /// <exception cref="DicomDataException">The file does not say.</exception>
    public DicomUID MediaStorageSOPClassUID
    {
        get => GetSingleValue<DicomUID>(DicomTag.MediaStorageSOPClassUID);
        set => AddOrUpdate(DicomTag.MediaStorageSOPClassUID, value);
    }

    /// <exception cref="DicomDataException">The file does not say.</exception>
    public DicomUID MediaStorageSOPInstanceUID
    {
        get => GetSingleValue<DicomUID>(DicomTag.MediaStorageSOPInstanceUID);
        set => AddOrUpdate(DicomTag.MediaStorageSOPInstanceUID, value);
    }
}
