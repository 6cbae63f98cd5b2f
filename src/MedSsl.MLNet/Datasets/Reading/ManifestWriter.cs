namespace MedSsl.MLNet;

/// <summary>Writes a manifest row by row, under another name until it is whole.</summary>
internal sealed class ManifestWriter : IManifestSink, IDisposable
{
    private readonly CsvFile _file;

    internal ManifestWriter(string path) => _file = new CsvFile(path);

    public void Begin(IReadOnlyList<string> columns, IReadOnlyList<string> labels) => _file.Row([ManifestFile.ImagePath, .. columns, .. labels]);

    public void Add(string path, ReadOnlySpan<string> texts, ReadOnlySpan<byte> labels)
    {
        _file.Field(Relative(path));
        foreach (string text in texts)
            _file.Field(text);
        foreach (byte label in labels)
            _file.Field(label switch { ManifestRows.Present => "1", ManifestRows.Absent => "0", _ => "" });
        _file.EndRow();
    }

    /// <summary>The manifest is whole: gives it its name.</summary>
    internal void Finish() => _file.Finish();

    public void Dispose() => _file.Dispose();

    /// <summary>Relative to the manifest's folder for images below it, so that both can be moved; full otherwise.</summary>
    private string Relative(string path)
    {
        string prefix = _file.Folder.EndsWith(Path.DirectorySeparatorChar) ? _file.Folder : _file.Folder + Path.DirectorySeparatorChar;
        return (path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path).Replace(Path.DirectorySeparatorChar, '/');
    }
}
