using System.Text;

namespace MedSsl.MLNet;

/// <summary>A manifest as text: its header, then its rows, one at a time, each as long as the header.</summary>
internal sealed class ManifestFile : IDisposable
{
    internal const string ImagePath = "image_path", PatientId = "patient_id", Split = "split", DuplicateOf = "duplicate_of";

    private readonly CsvRows _rows;
    private readonly string[] _header;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no table, or lacks a column.</exception>
    internal ManifestFile(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no manifest '{path}'.", path);
        Path = path;
        _rows = new CsvRows(new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 1 << 16));
        try
        {
            if (!ReadRow())
                throw ManifestFault.At(path, "the file is empty. The first row names the columns, image_path and patient_id among them.");
            _header = CheckHeader(path, _rows.ToArray(), _rows.Line);
        }
        catch
        {
            _rows.Dispose();
            throw;
        }
    }

    internal string Path { get; }

    internal IReadOnlyList<string> Header => _header;

    /// <summary>The line in a text editor that the row starts at.</summary>
    internal int Line => _rows.Line;

    /// <summary>A field of the row, until the next is read.</summary>
    internal ReadOnlySpan<char> this[int field] => _rows[field];

    /// <summary>The position of a column, or -1; capitals and small letters are the same.</summary>
    internal int Find(string column) => Array.FindIndex(_header, h => h.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <summary>Goes to the next row.</summary>
    /// <exception cref="InvalidDataException">It is no row of the table.</exception>
    internal bool Read()
    {
        if (!ReadRow())
            return false;
        return _rows.Count == _header.Length ? true : throw ManifestFault.At(
            Path, $"it has {_rows.Count} fields, the header has {_header.Length}. Add or remove commas, and put text with commas in quotes.", _rows.Line);
    }

    public void Dispose() => _rows.Dispose();

    private bool ReadRow()
    {
        try
        {
            if (!_rows.Read())
                return false;
        }
        catch (DecoderFallbackException)
        {
            throw ManifestFault.At(Path, "the file is not UTF-8 text. Save it as CSV in UTF-8.");
        }
        return !_rows.HasBadQuotes ? true : throw ManifestFault.At(
            Path, "its quotes do not match. Put a field that has quotes, commas or line ends in quotes, and double the quotes inside.", _rows.Line);
    }

    private static string[] CheckHeader(string path, string[] header, int line)
    {
        foreach (string required in (string[])[ImagePath, PatientId])
            if (!header.Contains(required, StringComparer.OrdinalIgnoreCase))
                throw ManifestFault.At(
                    path, $"there is no column '{required}'.{ManifestFault.Suggest(required, header)}{SeparatorHint(header)} "
                        + $"The columns are {string.Join(", ", header.Select(h => $"'{h}'"))}.", line);
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.Length; i++)
        {
            if (header[i].Length == 0)
                throw ManifestFault.At(path, $"column {i + 1} has no name. Name it or remove it.", line);
            if (!seen.TryAdd(header[i], i))
                throw ManifestFault.At(path, $"columns {seen[header[i]] + 1} and {i + 1} have the same name. Rename or remove one of them.", line, header[i]);
        }
        return header;
    }

    private static string SeparatorHint(string[] header) =>
        header is [var one] && (one.Contains(';') || one.Contains('\t')) ? " Fields are separated by commas." : "";
}
