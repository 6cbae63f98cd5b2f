using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

public partial class DataFrame
{
    public static DataFrame LoadCsv(string filename, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null, int numRows = -1,
        int guessRows = 10, bool addIndexColumn = false, Encoding encoding = null, bool renameDuplicatedColumns = false, CultureInfo cultureInfo = null)
    {
        using var stream = new FileStream(filename, FileMode.Open, FileAccess.Read);
        return LoadCsv(stream, separator, header, columnNames, dataTypes, numRows, guessRows, addIndexColumn, encoding, renameDuplicatedColumns, cultureInfo);
    }

    public static DataFrame LoadCsv(Stream csvStream, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null, long numberOfRowsToRead = -1,
        int guessRows = 10, bool addIndexColumn = false, Encoding encoding = null, bool renameDuplicatedColumns = false, CultureInfo cultureInfo = null,
        Func<IEnumerable<string>, Type> guessTypeFunction = null)
    {
        if (!csvStream.CanSeek)
            throw new ArgumentException("The stream cannot seek.", nameof(csvStream));
        using var reader = new StreamReader(csvStream, encoding ?? Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return Load(reader, separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn, renameDuplicatedColumns, cultureInfo, guessTypeFunction);
    }

    public static DataFrame LoadCsvFromString(string csvString, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null,
        long numberOfRowsToRead = -1, int guessRows = 10, bool addIndexColumn = false, bool renameDuplicatedColumns = false, CultureInfo cultureInfo = null,
        Func<IEnumerable<string>, Type> guessTypeFunction = null)
    {
        using var reader = new StringReader(csvString);
        return Load(reader, separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn, renameDuplicatedColumns, cultureInfo, guessTypeFunction);
    }

    /// <summary>Types are guessed from the first lines, the header among them: <paramref name="guessRows"/> lines give one row less.</summary>
    private static DataFrame Load(TextReader reader, char separator, bool header, string[] names, Type[] types, long most, int guessRows, bool addIndexColumn, bool rename,
        CultureInfo culture, Func<IEnumerable<string>, Type> guess)
    {
        if (types is null && guessRows <= 0)
            throw new ArgumentException($"Give {nameof(guessRows)} above 0, or dataTypes.", nameof(guessRows));
        var lines = CsvLines.Read(reader, separator).ToList();
        if (lines.Count == 0)
            throw new FormatException("The text has no lines.");
        if (rename)
            RenameDuplicates(lines[0]);
        if (header)
        {
            names ??= lines[0];
            lines.RemoveAt(0);
        }
        if (most >= 0)
            lines = [.. lines.Take((int)Math.Min(most, int.MaxValue))];
        string[][] first = [.. lines.Take(header ? Math.Max(1, guessRows - 1) : guessRows)];
        int count = types?.Length ?? (first.Length > 0 ? first.Max(line => line.Length) : names?.Length ?? 0);
        var frame = new DataFrame(Enumerable.Range(0, count).Select(i => NewColumn(types?[i] ?? (guess ?? GuessType)(first.Select((line, row) =>
            i < line.Length ? line[i] : throw new FormatException($"Line {row + (header ? 2 : 1)} has less columns than expected."))), Name(names, i))));
        foreach (string[] line in lines)
            frame.Append(line, inPlace: true, cultureInfo: culture);
        if (addIndexColumn)
            frame.Columns.Insert(0, new Int32DataFrameColumn("IndexColumn", Enumerable.Range(0, lines.Count)));
        return frame;
    }

    private static string Name(string[] names, int column) =>
        names is null ? $"Column{column}"
        : column >= names.Length ? throw new FormatException($"A line has more than the {names.Length} fields of the header.")
        : string.IsNullOrEmpty(names[column]) ? $"Column{column}" : names[column];

    private static void RenameDuplicates(string[] names)
    {
        var seen = new Dictionary<string, int>();
        for (int i = 0; i < names.Length; i++)
        {
            if (seen.TryAdd(names[i], 1))
                continue;
            names[i] = $"{names[i]}.{seen[names[i]]++}";
        }
    }

    /// <summary>Boolean, Single or DateTime if each value is one; text if they differ in kind, except that Booleans among numbers count as numbers.</summary>
    private static Type GuessType(IEnumerable<string> values)
    {
        Type found = null;
        foreach (string value in values.Where(value => value.Length > 0 && !value.Equals("null", StringComparison.OrdinalIgnoreCase)))
        {
            var type = bool.TryParse(value, out _) ? typeof(bool) : float.TryParse(value, out _) ? typeof(float) : DateTime.TryParse(value, out _) ? typeof(DateTime) : typeof(string);
            found = found is null ? type : new[] { typeof(string), typeof(float), typeof(bool), typeof(DateTime) }.First(wider => wider == type || wider == found);
        }
        return found ?? typeof(string);
    }

    private static DataFrameColumn NewColumn(Type type, string name) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new BooleanDataFrameColumn(name),
        TypeCode.Byte => new ByteDataFrameColumn(name),
        TypeCode.SByte => new SByteDataFrameColumn(name),
        TypeCode.Int16 => new Int16DataFrameColumn(name),
        TypeCode.UInt16 => new UInt16DataFrameColumn(name),
        TypeCode.Int32 => new Int32DataFrameColumn(name),
        TypeCode.UInt32 => new UInt32DataFrameColumn(name),
        TypeCode.Int64 => new Int64DataFrameColumn(name),
        TypeCode.UInt64 => new UInt64DataFrameColumn(name),
        TypeCode.Single => new SingleDataFrameColumn(name),
        TypeCode.Double => new DoubleDataFrameColumn(name),
        TypeCode.DateTime => new DateTimeDataFrameColumn(name),
        TypeCode.String => new StringDataFrameColumn(name),
        _ => throw new NotSupportedException($"There is no column of {type}."),
    };
}
