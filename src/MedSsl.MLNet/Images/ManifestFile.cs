using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace MedSsl.MLNet;

/// <summary>One row of a manifest, with the line that it starts at in a text editor.</summary>
internal readonly record struct ManifestRow(int Line, string[] Fields);

/// <summary>A manifest as text: its header and its rows, each as long as the header.</summary>
internal sealed class ManifestFile
{
    internal const string ImagePath = "image_path", PatientId = "patient_id", Split = "split", DuplicateOf = "duplicate_of";

    private ManifestFile(string path, string[] header, List<ManifestRow> rows) => (Path, Header, Rows) = (path, header, rows);

    internal string Path { get; }

    internal IReadOnlyList<string> Header { get; }

    internal IReadOnlyList<ManifestRow> Rows { get; }

    /// <summary>The position of a column, or -1; capitals and small letters are the same.</summary>
    internal int Find(string column) => Array.FindIndex((string[])Header, h => h.Equals(column, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no table, or lacks a column.</exception>
    internal static ManifestFile Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no manifest '{path}'.", path);
        string[]? header = null;
        var rows = new List<ManifestRow>();
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            foreach (var row in Parse(path, reader))
                if (header is null)
                    header = CheckHeader(path, row);
                else if (row.Fields.Length != header.Length)
                    throw ManifestFault.At(
                        path, $"it has {row.Fields.Length} fields, the header has {header.Length}. Add or remove commas, and put text with commas in quotes.", row.Line);
                else
                    rows.Add(row);
        }
        catch (DecoderFallbackException)
        {
            throw ManifestFault.At(path, "the file is not UTF-8 text. Save it as CSV in UTF-8.");
        }
        if (header is null)
            throw ManifestFault.At(path, "the file is empty. The first row names the columns, image_path and patient_id among them.");
        return new ManifestFile(path, header, rows);
    }

    private static IEnumerable<ManifestRow> Parse(string path, TextReader reader)
    {
        bool bad = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = ",",
            HasHeaderRecord = false,
            IgnoreBlankLines = false,
            TrimOptions = TrimOptions.Trim,
            BadDataFound = _ => bad = true,
        };
        using var parser = new CsvParser(reader, configuration);
        while (parser.Read())
        {
            string raw = parser.RawRecord;
            int line = parser.RawRow - raw.TrimEnd('\r', '\n').ReplaceLineEndings("\n").Count(c => c == '\n');
            string[] fields = parser.Record ?? [];
            if (bad)
                throw ManifestFault.At(path, "its quotes do not match. Put a field that has quotes, commas or line ends in quotes, and double the quotes inside.", line);
            if (fields.Length > 1 || fields is [not ""])
                yield return new ManifestRow(line, fields);
        }
    }

    private static string[] CheckHeader(string path, ManifestRow row)
    {
        string[] header = row.Fields;
        foreach (string required in (string[])[ImagePath, PatientId])
            if (!header.Contains(required, StringComparer.OrdinalIgnoreCase))
                throw ManifestFault.At(
                    path, $"there is no column '{required}'.{ManifestFault.Suggest(required, header)}{SeparatorHint(header)} "
                        + $"The columns are {string.Join(", ", header.Select(h => $"'{h}'"))}.", row.Line);
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < header.Length; i++)
        {
            if (header[i].Length == 0)
                throw ManifestFault.At(path, $"column {i + 1} has no name. Name it or remove it.", row.Line);
            if (!seen.TryAdd(header[i], i))
                throw ManifestFault.At(path, $"columns {seen[header[i]] + 1} and {i + 1} have the same name. Rename or remove one of them.", row.Line, header[i]);
        }
        return header;
    }

    private static string SeparatorHint(string[] header) =>
        header is [var one] && (one.Contains(';') || one.Contains('\t')) ? " Fields are separated by commas." : "";
}
