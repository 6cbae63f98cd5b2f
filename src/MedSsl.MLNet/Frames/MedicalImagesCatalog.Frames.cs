using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace MedSsl.MLNet;

public sealed partial class MedicalImagesCatalog
{
    /// <summary>Reads a manifest as a frame to look at, filter, join and change: text columns ImagePath, PatientId and so on, and one Single column for each label, null for unknown.</summary>
    /// <remarks><code>
    /// DataFrame frame = ml.MedicalImages.LoadManifestFrame("manifest.csv");
    /// frame = frame.Filter(frame["View"].ElementwiseEquals("PA"));
    /// IDataView data = ml.MedicalImages.FromFrame(frame);
    /// </code></remarks>
    /// <param name="path">The manifest.</param>
    /// <param name="options">Which columns are labels, which splits to keep, and so on.</param>
    /// <inheritdoc cref="LoadManifest(string, ManifestOptions?)"/>
    /// <returns>The frame.</returns>
    public DataFrame LoadManifestFrame(string path, ManifestOptions? options = null) => ToFrame(LoadManifest(path, options));

    /// <summary>
    /// All rows as a frame. Text, numbers and Booleans keep their columns; a vector of Single with slot names, such as Labels, becomes one column for each slot;
    /// NaN becomes null. Other columns, such as images, are left out. (ML.NET's <c>ToDataFrame</c> takes 100 rows unless told otherwise, and keeps vectors and NaN.)
    /// </summary>
    /// <param name="data">The data.</param>
    /// <exception cref="ArgumentException">Two columns of the frame would have one name.</exception>
    public DataFrame ToFrame(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return FrameConversion.ToFrame(data);
    }

    /// <summary>
    /// A frame as data: text columns stay, and the label columns become one vector Labels with their names as slot names, null as NaN. What a manifest's data would be,
    /// and <see cref="SaveManifest"/> writes it.
    /// </summary>
    /// <param name="frame">The frame; it is copied.</param>
    /// <param name="labelColumns">The labels, in this order; other numbers become text. Null: every column of numbers or Booleans.</param>
    /// <exception cref="ArgumentException">A label column is missing or holds text.</exception>
    public IDataView FromFrame(DataFrame frame, IReadOnlyList<string>? labelColumns = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return FrameConversion.ToData(_ml, frame, labelColumns);
    }

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
