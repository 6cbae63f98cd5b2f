namespace MedSsl.MLNet;

public sealed partial class MedicalImagesCatalog
{
    /// <summary>
    /// Looks through a folder, and those below it, for DICOM images and writes a manifest of them that <see cref="LoadManifest(string, ManifestOptions?)"/> reads:
    /// image_path, patient_id (0010,0020), study_id (0020,000D), series (0020,000E), view (0018,5101), laterality (0020,0062 or 0020,0060) and modality (0008,0060), and
    /// sex and age if asked for. Nothing else of a header leaves it. Headers are read on all cores, up to the description of the pixels (group 0028) and no further: pixels
    /// are not read, and a file that ends within them is not found here. Files are told by content; rows are in the order of paths.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="manifestPath">The manifest, normally manifest.csv in the folder; one that is there is replaced, and its folder is made.</param>
    /// <param name="options">What a row is, hashes instead of identifiers, and so on.</param>
    /// <param name="cancellation">Stops the work; nothing is written then.</param>
    /// <returns>What was found, with the files that could not be read.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There is no image, the key is too short, or a file is damaged and the options say to stop.</exception>
    public DicomManifestReport WriteDicomManifest(string folder, string manifestPath, DicomManifestOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(manifestPath);
        options ??= new();
        options.Validate();
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        return DicomManifestFile.Write(folder, manifestPath, options, cancellation);
    }
}
