namespace FellowOakDicom;

// Classes of stored objects (DICOM PS3.4 B.5).
public sealed partial class DicomUID
{
    public static readonly DicomUID ComputedRadiographyImageStorage = SopClass("1", "Computed Radiography Image Storage");
    public static readonly DicomUID DigitalXRayImageStorageForPresentation = SopClass("1.1", "Digital X-Ray Image Storage - For Presentation");
    public static readonly DicomUID DigitalXRayImageStorageForProcessing = SopClass("1.1.1", "Digital X-Ray Image Storage - For Processing");
    public static readonly DicomUID DigitalMammographyXRayImageStorageForPresentation = SopClass("1.2", "Digital Mammography X-Ray Image Storage - For Presentation");
    public static readonly DicomUID CTImageStorage = SopClass("2", "CT Image Storage");
    public static readonly DicomUID EnhancedCTImageStorage = SopClass("2.1", "Enhanced CT Image Storage");
    public static readonly DicomUID UltrasoundMultiFrameImageStorage = SopClass("3.1", "Ultrasound Multi-frame Image Storage");
    public static readonly DicomUID MRImageStorage = SopClass("4", "MR Image Storage");
    public static readonly DicomUID EnhancedMRImageStorage = SopClass("4.1", "Enhanced MR Image Storage");
    public static readonly DicomUID UltrasoundImageStorage = SopClass("6.1", "Ultrasound Image Storage");
    public static readonly DicomUID SecondaryCaptureImageStorage = SopClass("7", "Secondary Capture Image Storage");
    public static readonly DicomUID NuclearMedicineImageStorage = SopClass("20", "Nuclear Medicine Image Storage");
    public static readonly DicomUID SegmentationStorage = SopClass("66.4", "Segmentation Storage");
    public static readonly DicomUID PositronEmissionTomographyImageStorage = SopClass("128", "Positron Emission Tomography Image Storage");
    public static readonly DicomUID RTDoseStorage = SopClass("481.2", "RT Dose Storage");
    public static readonly DicomUID RTStructureSetStorage = SopClass("481.3", "RT Structure Set Storage");
    public static readonly DicomUID RTPlanStorage = SopClass("481.5", "RT Plan Storage");

    private static readonly Dictionary<string, DicomUID> SopClasses = new DicomUID[]
    {
        ComputedRadiographyImageStorage, DigitalXRayImageStorageForPresentation, DigitalXRayImageStorageForProcessing,
        DigitalMammographyXRayImageStorageForPresentation, CTImageStorage, EnhancedCTImageStorage, UltrasoundMultiFrameImageStorage, MRImageStorage,
        EnhancedMRImageStorage, UltrasoundImageStorage, SecondaryCaptureImageStorage, NuclearMedicineImageStorage, SegmentationStorage,
        PositronEmissionTomographyImageStorage, RTDoseStorage, RTStructureSetStorage, RTPlanStorage,
    }.ToDictionary(uid => uid.UID);

    private static DicomUID Known(string uid) => SopClasses.GetValueOrDefault(uid);

    private static DicomUID SopClass(string end, string name) => new("1.2.840.10008.5.1.4.1.1." + end, name, DicomUidType.SOPClass);
}
