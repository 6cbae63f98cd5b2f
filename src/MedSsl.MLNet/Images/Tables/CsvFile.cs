using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MedSsl.MLNet;

/// <summary>A CSV file (RFC 4180, UTF-8, lines that end in \n) that is written under another name until it is whole: it appears then, or not at all.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly string _path, _unfinished;
    private readonly CsvWriter _writer;

    /// <summary>Begins the file; its folder is made.</summary>
    internal CsvFile(string path)
    {
        _path = Path.GetFullPath(path);
        Folder = Path.GetDirectoryName(_path)!;
        Directory.CreateDirectory(Folder);
        _unfinished = $"{_path}.{Guid.NewGuid():N}.tmp";
        var stream = new StreamWriter(_unfinished, false, new UTF8Encoding(false), 1 << 16);
        _writer = new CsvWriter(stream, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
    }

    /// <summary>The full path of the file's folder.</summary>
    internal string Folder { get; }

    /// <summary>Adds a field to the row.</summary>
    internal void Field(string text) => _writer.WriteField(text);

    /// <summary>Ends the row.</summary>
    internal void EndRow() => _writer.NextRecord();

    /// <summary>Writes a row.</summary>
    internal void Row(IEnumerable<string> fields)
    {
        foreach (string field in fields)
            Field(field);
        EndRow();
    }

    /// <summary>The file is whole: gives it its name.</summary>
    internal void Finish()
    {
        _writer.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
    }

    public void Dispose()
    {
        _writer.Dispose();
        File.Delete(_unfinished);
    }
}
