using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Manifests and image files.</summary>
public sealed partial class MedicalImagesCatalog
{
    private readonly MLContext _ml;

    internal MedicalImagesCatalog(MLContext ml) => _ml = ml;

    /// <summary>
    /// Reads a manifest: a CSV file (RFC 4180, UTF-8) with one image a row. Columns image_path (relative to the manifest's folder) and patient_id must be there;
    /// study_id, series, view, split and fold may; so may modality, sex, age, laterality, body_site, skin_type, license, mask_path, duplicate_of, offset_days, finding_text
    /// and source_patient_id (data-schemas/manifest.csv-metadata.json).
    /// Every other column is a label: 1 present, 0 absent, empty or -1 unknown.
    /// </summary>
    /// <param name="path">The manifest.</param>
    /// <param name="options">Which columns are labels, which splits to keep, and so on.</param>
    /// <returns>
    /// Text columns ImagePath, PatientId, StudyId, View, Split and others under their names in Pascal case (DuplicateOf), and Labels, <c>Vector&lt;Single, K&gt;</c> with
    /// the labels' names as slot names and NaN for unknown. Rows that have a duplicate_of are left out unless the options say otherwise.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such manifest.</exception>
    /// <exception cref="InvalidDataException">Something is wrong with the manifest: the message names file, row, column, value and remedy.</exception>
    public IDataView LoadManifest(string path, ManifestOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LoadManifest([path], options);
    }

    /// <summary>
    /// Reads several manifests as one: a label that one of them lacks is unknown (NaN) there, a text column is empty. The same patient_id is the same patient.
    /// </summary>
    /// <param name="paths">The manifests, at least one.</param>
    /// <param name="options">Which columns are labels, which splits to keep, and so on.</param>
    /// <inheritdoc cref="LoadManifest(string, ManifestOptions?)"/>
    public IDataView LoadManifest(IEnumerable<string> paths, ManifestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return ManifestLoading.Load([.. paths], options ?? new());
    }

    /// <summary>
    /// Reads a data set as it is published, such as CheXpert or MIMIC-CXR-JPG, without a manifest between: <see cref="DatasetDescription.Get"/> gives those that are known.
    /// </summary>
    /// <param name="description">Which tables the set has, and what they mean.</param>
    /// <param name="folder">The folder that holds it.</param>
    /// <param name="options">How labels are read, and what is left out; images without a file are left out by default.</param>
    /// <returns>Columns as <see cref="LoadManifest(string, ManifestOptions?)"/> gives them: ImagePath, PatientId, others the set has, and Labels.</returns>
    /// <exception cref="FileNotFoundException">The folder, or a table in it, is not there.</exception>
    /// <exception cref="InvalidDataException">
    /// A table does not hold what the description says: the message names file, row, column, value and remedy. Or a patient is in two splits.
    /// </exception>
    public IDataView LoadDataset(DatasetDescription description, string folder, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var sink = new RowsSink(Path.GetFullPath(folder));
        if (new DatasetReader(description, folder, options ?? new(), CancellationToken.None).Read(sink).PatientsInSeveralSplits is > 0 and int leaking)
            throw new InvalidDataException($"{folder}: {leaking} patient{(leaking == 1 ? " is" : "s are")} in more than one split. Write a manifest with {nameof(DatasetDescription.WriteManifest)}, and split it anew by patient.");
        sink.Rows!.Seal();
        return sink.Rows.ToDataView();
    }

    /// <summary>
    /// Reads the files that a text column names into an image column, <c>Vector&lt;Single, C, size, size&gt;</c> in [0, 1]: DICOM, PNG and TIFF of up to 16 bits, and
    /// JPEG, told apart by their content; gray or colour, resized with antialias, proportions kept.
    /// </summary>
    /// <remarks>
    /// Levels of 8-bit PNG and JPEG files are rounded to 8 bits again, as Pillow does; all other values keep their depth. Gray DICOM images become values from 0
    /// to 1 by the standard's chain: modality LUT or rescale, VOI LUT or window (<see cref="ImageLoadOptions.Window"/>), MONOCHROME1 inverted, padding 0. Pixels that
    /// are not square become so. Alpha and the orientation tags of TIFF and JPEG files are not read.
    /// </remarks>
    /// <param name="outputColumnName">The image column.</param>
    /// <param name="inputColumnName">The column of paths.</param>
    /// <param name="size">The side of the square in pixels, 8 to 4,096; 64 for a quick trial, normally 224.</param>
    /// <param name="options">Channels, padding or cropping, frame and window of DICOM files, and what to do with unreadable files.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ImageLoadingEstimator Load(string outputColumnName, string inputColumnName, int size = 224, ImageLoadOptions? options = null) =>
        new(_ml, outputColumnName, inputColumnName, size, options ?? new());

    /// <summary>
    /// Reads the volumes that a text column names into <c>Vector&lt;Single, 1, depth, height, width&gt;</c>: NIfTI-1 (.nii, .hdr with .img, each also with gzip), and
    /// DICOM series, by their folder, any of their files, or a file of several frames. Axes are put in one order, values resampled and mapped to [0, 1].
    /// </summary>
    /// <param name="outputColumnName">The volume column. Its annotations say what all rows share: spacing and orientation.</param>
    /// <param name="inputColumnName">The column of paths.</param>
    /// <param name="depth">Slices, 1 to 1,024; 32 for a quick trial, normally 64 to 128.</param>
    /// <param name="height">Rows of a slice, 8 to 1,024; 64 for a quick trial, normally 128 to 256.</param>
    /// <param name="width">Columns of a slice, 8 to 1,024. At most 2^27 voxels in all.</param>
    /// <param name="options">Spacing, orientation, window, and what to do with unreadable volumes. Sources have at most 2^29 voxels.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public VolumeLoadingEstimator LoadVolume(
        string outputColumnName, string inputColumnName, int depth = 64, int height = 128, int width = 128, VolumeLoadOptions? options = null) =>
        new(_ml, outputColumnName, inputColumnName, new(depth, height, width), options ?? new());
}
