using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

public partial class DataFrame
{
    public static void SaveCsv(DataFrame dataFrame, string path, char separator = ',', bool header = true, Encoding encoding = null, CultureInfo cultureInfo = null)
    {
        using var stream = new FileStream(path, FileMode.Create);
        SaveCsv(dataFrame, stream, separator, header, encoding, cultureInfo);
    }

    /// <summary>Writes ASCII unless another encoding is given. Nulls are empty.</summary>
    public static void SaveCsv(DataFrame dataFrame, Stream csvStream, char separator = ',', bool header = true, Encoding encoding = null, CultureInfo cultureInfo = null)
    {
        cultureInfo ??= CultureInfo.CurrentCulture;
        if (cultureInfo.NumberFormat.NumberDecimalSeparator == separator.ToString())
            throw new ArgumentException($"'{separator}' separates decimals in this culture; it cannot separate columns.", nameof(separator));
        using var writer = new StreamWriter(csvStream, encoding ?? Encoding.ASCII, leaveOpen: true);
        if (header)
            writer.WriteLine(string.Join(separator, dataFrame.Columns.Select(column => Quoted(column.Name, separator))));
        foreach (var row in dataFrame.Rows)
            writer.WriteLine(string.Join(separator, row.Select(value => Cell(value, separator, cultureInfo))));
    }

    private static string Cell(object value, char separator, CultureInfo culture) => value switch
    {
        null => "",
        string text => Quoted(text, separator),
        float number => number.ToString("G9", culture),
        double number => number.ToString("G17", culture),
        IFormattable other => other.ToString(null, culture),
        _ => value.ToString(),
    };

    private static string Quoted(string text, char separator) => text.AsSpan().IndexOfAny(separator, '\n', '"') < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
