namespace MedSsl.MLNet;

/// <summary>What a row of a manifest of DICOM files is.</summary>
public enum DicomManifestRow
{
    /// <summary>One row an image file, as <c>ml.MedicalImages.Load</c> reads them.</summary>
    Image,

    /// <summary>One row a series in a folder, by its first file, as <c>ml.MedicalImages.LoadVolume</c> reads them.</summary>
    Series,
}

/// <summary>How far <c>ml.MedicalImages.WriteDicomManifest</c> has come.</summary>
/// <param name="Files">Files looked at.</param>
/// <param name="Total">Files in the folder.</param>
public readonly record struct DicomManifestProgress(int Files, int Total);

/// <summary>How <c>ml.MedicalImages.WriteDicomManifest</c> reads a folder.</summary>
public sealed record DicomManifestOptions
{
    /// <summary>What a row is.</summary>
    public DicomManifestRow Row { get; init; } = DicomManifestRow.Image;

    /// <summary>Adds columns sex (M, F or O) and age (years).</summary>
    public bool SexAndAge { get; init; }

    /// <summary>
    /// Lists PNG, JPEG, TIFF and NIfTI files too, by their names' endings: their patient is the first folder below the given one, or for files in that itself the file's
    /// name; the other columns are empty.
    /// </summary>
    public bool OtherImages { get; init; }

    /// <summary>
    /// The file of a secret key, at least 32 bytes without white space at its end: patient, study and series are then replaced by keyed hashes (see
    /// <see cref="IdentifierHash"/>). Null (the default) keeps them. Paths stay as they are: names of folders and files may name patients too.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>Throws at a damaged DICOM file, instead of listing it in the report.</summary>
    public bool StopOnDamage { get; init; }

    /// <summary>Told every 100 files, from any thread.</summary>
    public IProgress<DicomManifestProgress>? Progress { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate() => OptionChecks.Defined(nameof(Row), Row);
}

/// <summary>What a folder of DICOM files held.</summary>
/// <param name="Rows">Rows of the manifest.</param>
/// <param name="Images">Image files behind them.</param>
/// <param name="Patients">Different patients.</param>
/// <param name="Studies">Different studies.</param>
/// <param name="Series">Different series.</param>
/// <param name="WithoutPatient">Images without a patient ID: their study stands for the patient, else their series, else their folder.</param>
/// <param name="NoImages">DICOM files that hold no image: reports, directories.</param>
/// <param name="NoDicom">Files that are no DICOM (nor, where asked for, other images).</param>
/// <param name="Damaged">DICOM files that could not be read, by path.</param>
public sealed record DicomManifestReport(
    int Rows, int Images, int Patients, int Studies, int Series, int WithoutPatient, int NoImages, int NoDicom, IReadOnlyList<BadImageReport> Damaged);
