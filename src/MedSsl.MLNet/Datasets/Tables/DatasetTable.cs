using System.IO.Compression;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>A table of a data set, row by row: separated by commas, tabs or semicolons, whichever its header has most of; .gz is decompressed.</summary>
internal sealed class DatasetTable : IDisposable
{
    private readonly CsvRows _rows;

    /// <exception cref="InvalidDataException">The file is empty, or is no table.</exception>
    internal DatasetTable(string path)
    {
        Path = path;
        try
        {
            _rows = new CsvRows(OpenText(path), SeparatorOf(path));
            Header = ReadRow() ? _rows.ToArray() : throw ManifestFault.At(path, "the file is empty. Download it again.");
        }
        catch
        {
            _rows?.Dispose();
            throw;
        }
    }

    internal string Path { get; }

    internal string[] Header { get; }

    internal int Line => _rows.Line;

    /// <summary>How many fields the row has.</summary>
    internal int Count => _rows.Count;

    /// <summary>A field of the row, until the next is read; empty where the row is shorter.</summary>
    internal ReadOnlySpan<char> this[int field] => field < _rows.Count ? _rows[field] : "";

    /// <summary>The position of the first of several columns that is there, or -1; small and capital letters differ only if both are there.</summary>
    internal int Find(IEnumerable<string> names)
    {
        foreach (string name in names)
            if (Array.IndexOf(Header, name) is >= 0 and int exact)
                return exact;
            else if (Array.FindIndex(Header, h => h.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and int alike)
                return alike;
        return -1;
    }

    /// <summary>Goes to the next row.</summary>
    internal bool Read() => ReadRow();

    public void Dispose() => _rows.Dispose();

    /// <summary>A text file, decompressed if its name ends in .gz.</summary>
    internal static StreamReader OpenText(string path)
    {
        Stream stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            stream = new GZipStream(stream, CompressionMode.Decompress);
        return new StreamReader(stream, Encoding.UTF8, true, 1 << 16);
    }

    private bool ReadRow()
    {
        bool more;
        try
        {
            more = _rows.Read();
        }
        catch (InvalidDataException error)
        {
            throw Undecodable(Path, error);
        }
        return !_rows.HasBadQuotes ? more : throw ManifestFault.At(Path, "its quotes do not match. Download the file again, or correct the row.", _rows.Line);
    }

    /// <summary>The separator that the header has most of.</summary>
    private static char SeparatorOf(string path)
    {
        try
        {
            using var reader = OpenText(path);
            var start = new char[1 << 14];
            ReadOnlySpan<char> header = start.AsSpan(0, reader.ReadBlock(start));
            header = header[..(header.IndexOfAny('\r', '\n') is >= 0 and int end ? end : header.Length)];
            int commas = header.Count(','), tabs = header.Count('\t'), semicolons = header.Count(';');
            return tabs > Math.Max(commas, semicolons) ? '\t' : semicolons > commas ? ';' : ',';
        }
        catch (InvalidDataException error)
        {
            throw Undecodable(path, error);
        }
    }

    private static InvalidDataException Undecodable(string path, Exception error) => ManifestFault.At(path, $"the file cannot be decompressed: {error.Message} Download it again.");
}
