using Microsoft.ML;

namespace MedSsl.MLNet;

public sealed partial class MedicalImagesCatalog
{
    /// <summary>
    /// Writes a manifest that <see cref="LoadManifest(string, ManifestOptions?)"/> reads: text columns under their names in small letters (DuplicateOf becomes duplicate_of),
    /// Labels as one column for each label with empty for unknown, numbers and Booleans under their names. ImagePath is written relative to the manifest's folder.
    /// Columns of other types, such as images, are left out.
    /// </summary>
    /// <param name="data">Data with text columns ImagePath and PatientId.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentException">The data has no ImagePath or no PatientId.</exception>
    public void SaveManifest(IDataView data, string path)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ManifestWriting.Write(data, path);
    }
}
