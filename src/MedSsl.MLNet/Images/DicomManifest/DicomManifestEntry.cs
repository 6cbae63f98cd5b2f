using System.Globalization;
using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>What a manifest takes from one image file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Patient">The patient ID, or where there is none the study, the series, or the file's folder.</param>
/// <param name="HasPatient">Whether it has a patient ID.</param>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Series">Series Instance UID.</param>
/// <param name="View">View Position.</param>
/// <param name="Laterality">Image Laterality, or Laterality.</param>
/// <param name="Modality">Modality.</param>
/// <param name="Sex">Patient's Sex.</param>
/// <param name="Age">Patient's Age in years.</param>
internal sealed record DicomManifestEntry(string Path, string Patient, bool HasPatient, string Study, string Series, string View, string Laterality, string Modality, string Sex, string Age)
{
    /// <summary>Image pixel module and all that comes before it; what follows is not read.</summary>
    private const ushort LastGroup = 0x0028;

    /// <summary>Whether it is a DICOM file, and not another image.</summary>
    internal bool IsDicom { get; private init; }

    /// <summary>Of a header; null if it is of no image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">What stands for the patient where the header has no identifier at all.</param>
    /// <param name="dataset">The header.</param>
    internal static DicomManifestEntry? Of(string path, string folder, DicomDataset dataset)
    {
        if (!dataset.Contains(DicomTag.Rows) || !dataset.Contains(DicomTag.Columns) || !dataset.Contains(DicomTag.BitsAllocated))
            return null;
        string patient = dataset.Text(DicomTag.PatientID), study = dataset.Text(DicomTag.StudyInstanceUID), series = dataset.Text(DicomTag.SeriesInstanceUID);
        string stands = ((string[])[patient, study, series, folder]).First(p => p.Length > 0);
        string side = dataset.Text(DicomTag.ImageLaterality) is { Length: > 0 } image ? image : dataset.Text(DicomTag.Laterality);
        return new(path, stands, patient.Length > 0, study, series, dataset.Text(DicomTag.ViewPosition), side, dataset.Text(DicomTag.Modality),
            dataset.Text(DicomTag.PatientSex), Years(dataset.Text(DicomTag.PatientAge)))
        { IsDicom = true };
    }

    /// <summary>Whether a reader has all that is needed.</summary>
    internal static bool IsPast(ParseState state) => state.SequenceDepth == 0 && state.Tag.Group > LastGroup;

    /// <summary>An age string (PS3.5 6.2: 045Y, 018M, 006W, 010D) in years; empty where it is none.</summary>
    internal static string Years(string age)
    {
        if (age.Length != 4 || !int.TryParse(age.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return "";
        double years = age[3] switch { 'Y' => number, 'M' => number / 12.0, 'W' => number / 52.1775, 'D' => number / 365.2425, _ => double.NaN };
        return double.IsNaN(years) ? "" : Math.Round(years, 2).ToString(CultureInfo.InvariantCulture);
    }
}
