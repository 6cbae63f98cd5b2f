using System.Text;

namespace MedSsl.MLNet;

/// <summary>Writes a manifest row by row, under another name until it is whole.</summary>
internal sealed class ManifestWriter : IManifestSink, IDisposable
{
    private readonly string _path, _temporary, _folder;
    private readonly StreamWriter _writer;

    internal ManifestWriter(string path)
    {
        _path = Path.GetFullPath(path);
        _folder = Path.GetDirectoryName(_path)!;
        Directory.CreateDirectory(_folder);
        _temporary = _path + ".tmp";
        _writer = new StreamWriter(_temporary, false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
    }

    public void Begin(IReadOnlyList<string> columns, IReadOnlyList<string> labels)
    {
        Write(ManifestFile.ImagePath);
        foreach (string name in columns.Concat(labels))
        {
            _writer.Write(',');
            Write(name);
        }
        _writer.Write('\n');
    }

    public void Add(string path, ReadOnlySpan<string> texts, ReadOnlySpan<byte> labels)
    {
        Write(Relative(path));
        foreach (string text in texts)
        {
            _writer.Write(',');
            Write(text);
        }
        foreach (byte label in labels)
            _writer.Write(label switch { ManifestRows.Present => ",1", ManifestRows.Absent => ",0", _ => "," });
        _writer.Write('\n');
    }

    /// <summary>The manifest is whole: gives it its name.</summary>
    internal void Finish()
    {
        _writer.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_temporary);
    }

    /// <summary>Relative to the manifest's folder for images below it, so that both can be moved; full otherwise.</summary>
    private string Relative(string path)
    {
        string prefix = _folder.EndsWith(Path.DirectorySeparatorChar) ? _folder : _folder + Path.DirectorySeparatorChar;
        return (path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : path).Replace(Path.DirectorySeparatorChar, '/');
    }

    private void Write(string text)
    {
        bool quote = text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.Length > 0 && (text[0] is ' ' or '\t' || text[^1] is ' ' or '\t');
        _writer.Write(quote ? $"\"{text.Replace("\"", "\"\"")}\"" : text);
    }
}
