using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>
/// A pixel's height divided by its width: of the pixel aspect ratio (PS3.3 C.7.6.3.1.7), or of the spacing of rows and columns in the patient
/// (C.7.6.16.2.1, 10.7.1.1), at the detector (C.8.11.4.1.1), or on film (C.8.6.1).
/// </summary>
internal static class PixelShape
{
    private const double Largest = 100;

    /// <exception cref="DicomFault">A number is none, or the pixels would be 100 times as high as wide, or as wide as high.</exception>
    internal static double Read(DicomDataset dataset, FunctionalGroups groups)
    {
        DicomDataset measures = groups.Find(DicomTag.PixelMeasuresSequence);
        double aspect = Ratio(dataset, DicomTag.PixelAspectRatio) ?? Ratio(measures, DicomTag.PixelSpacing) ?? Ratio(dataset, DicomTag.ImagerPixelSpacing)
            ?? Ratio(dataset, DicomTag.NominalScannedPixelSpacing) ?? 1;
        return aspect is >= 1 / Largest and <= Largest ? aspect : throw new DicomFault("its pixels are more than 100 times as high as wide, or as wide as high: its header is not valid");
    }

    private static double? Ratio(DicomDataset dataset, DicomTag tag) =>
        dataset.Number(tag, 0) is > 0 and var vertical && dataset.Number(tag, 1) is > 0 and var horizontal ? vertical / horizontal : null;
}
