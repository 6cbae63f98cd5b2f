namespace FellowOakDicom;

// Tags of file meta information: numbers of DICOM PS3.6, names as in the list of the real API.
public sealed partial class DicomTag
{
    public static readonly DicomTag MediaStorageSOPClassUID = new(0x0002, 0x0002);
    public static readonly DicomTag MediaStorageSOPInstanceUID = new(0x0002, 0x0003);
    public static readonly DicomTag TransferSyntaxUID = new(0x0002, 0x0010);
}
