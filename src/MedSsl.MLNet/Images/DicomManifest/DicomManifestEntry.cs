using System.Globalization;
using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>What a manifest takes from one image file.</summary>
internal sealed record DicomManifestEntry(string Path, string Patient, string Study, string Series, string View, string Laterality, string Modality, string Sex, string Age)
{
    /// <summary>Image pixel module and all that comes before it; what follows is not read.</summary>
    private const ushort LastGroup = 0x0028;

    /// <summary>Of a header; null if it is of no image.</summary>
    /// <exception cref="DicomFault">It names neither a patient nor a study.</exception>
    internal static DicomManifestEntry? Of(string path, DicomDataset dataset)
    {
        if (!dataset.Contains(DicomTag.Rows) || !dataset.Contains(DicomTag.Columns) || !dataset.Contains(DicomTag.BitsAllocated))
            return null;
        string patient = dataset.Text(DicomTag.PatientID), study = dataset.Text(DicomTag.StudyInstanceUID);
        if (patient.Length == 0 && study.Length == 0)
            throw new DicomFault("it has neither a patient ID nor a study");
        string side = dataset.Text(DicomTag.ImageLaterality) is { Length: > 0 } image ? image : dataset.Text(DicomTag.Laterality);
        return new(path, patient, study, dataset.Text(DicomTag.SeriesInstanceUID), dataset.Text(DicomTag.ViewPosition), side, dataset.Text(DicomTag.Modality),
            dataset.Text(DicomTag.PatientSex), Years(dataset.Text(DicomTag.PatientAge)));
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
