namespace MedSsl.MLNet;

/// <summary>Writes what was found in a folder as a manifest; the file appears whole or not at all.</summary>
internal static class DicomManifestFile
{
    internal static DicomManifestReport Write(string folder, string path, DicomManifestOptions options, CancellationToken cancellation)
    {
        var hash = options.KeyFile is { } key ? IdentifierHash.Read(key) : null;
        var scan = DicomManifestScan.Run(folder, options, cancellation);
        var rows = options.Row == DicomManifestRow.Image ? scan.Entries
            : [.. scan.Entries.GroupBy(e => e.IsDicom ? (Path.GetDirectoryName(e.Path)!, e.Series) : (e.Path, "")).Select(g => g.First())];
        if (rows.Count == 0)
        {
            throw new InvalidDataException($"{folder} holds no DICOM image; files that are no DICOM: {scan.NoDicom}, DICOM without an image: {scan.NoImages}, damaged DICOM: {scan.Damaged.Count}"
                + (scan.Damaged.Count > 0 ? $" (the first: {scan.Damaged[0].Path}: {scan.Damaged[0].Reason})" : "") + ". Give another folder"
                + (options.OtherImages ? "." : $", or list PNG, JPEG, TIFF and NIfTI files with {nameof(DicomManifestOptions)}.{nameof(DicomManifestOptions.OtherImages)}."));
        }
        using (var file = new CsvFile(path))
        {
            file.Row([ManifestFile.ImagePath, ManifestFile.PatientId, "study_id", "series", "view", "laterality", "modality", .. options.SexAndAge ? ["sex", "age"] : Array.Empty<string>()]);
            foreach (var row in rows)
                file.Row(Fields(row, file.Folder, hash, options));
            file.Finish();
        }
        int Different(Func<DicomManifestEntry, string> of) => scan.Entries.Select(of).Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Count();
        return new(
            rows.Count, scan.Entries.Count, Different(e => e.Patient), Different(e => e.Study), Different(e => e.Series), scan.Entries.Count(e => !e.HasPatient), scan.NoImages, scan.NoDicom, scan.Damaged);
    }

    private static string[] Fields(DicomManifestEntry entry, string folder, IdentifierHash? hash, DicomManifestOptions options)
    {
        string relative = Path.GetRelativePath(folder, entry.Path).Replace(Path.DirectorySeparatorChar, '/');
        string Identifier(string kind, string value) => hash?.Of(kind, value) ?? value;
        return
        [
            relative, Identifier("patient", entry.Patient), Identifier("study", entry.Study), Identifier("series", entry.Series), entry.View, entry.Laterality, entry.Modality,
            .. options.SexAndAge ? [entry.Sex, entry.Age] : Array.Empty<string>(),
        ];
    }
}
