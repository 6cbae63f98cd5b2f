using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// The comment at the head of a text file that says how to read it: lines that begin with #@, in all "TextLoader{ header+ sep=tab
/// col=Label:R4:0 col=Features:R4:1-4 }".
/// </summary>
internal static class TextLoaderComment
{
    private static readonly (DataKind Kind, string Name)[] _kinds =
    [
        (DataKind.SByte, "I1"), (DataKind.Byte, "U1"), (DataKind.Int16, "I2"), (DataKind.UInt16, "U2"), (DataKind.Int32, "I4"), (DataKind.UInt32, "U4"),
        (DataKind.Int64, "I8"), (DataKind.UInt64, "U8"), (DataKind.Single, "R4"), (DataKind.Double, "R8"), (DataKind.String, "TX"), (DataKind.Boolean, "BL"),
        (DataKind.TimeSpan, "TS"), (DataKind.DateTime, "DT"), (DataKind.DateTimeOffset, "DZ"),
    ];

    // A comment of a few bytes may not ask for gigabytes.
    private const int MostFields = 1 << 22;

    private static readonly (char Character, string Name)[] _separators = [(' ', "space"), ('\t', "tab"), (',', "comma"), (';', "semicolon"), ('|', "bar")];

    internal static void Write(TextWriter writer, DataViewSchema.Column[] columns, char separator, bool hasHeader)
    {
        writer.WriteLine("#@ TextLoader{");
        if (hasHeader)
            writer.WriteLine("#@   header+");
        writer.WriteLine($"#@   sep={_separators.FirstOrDefault(s => s.Character == separator).Name ?? separator.ToString()}");
        int at = 0;
        foreach (DataViewSchema.Column column in columns)
        {
            var vector = column.Type as VectorDataViewType;
            DataViewType item = vector?.ItemType ?? column.Type;
            string kind = _kinds.First(k => k.Kind == (item is TextDataViewType ? DataKind.String : item.RawType.ToDataKind())).Name;
            string keys = item is KeyDataViewType key ? string.Create(CultureInfo.InvariantCulture, $"[{key.Count}]") : "";
            string fields = vector == null ? $"{at}" : vector.IsKnownSize ? $"{at}-{at + vector.Size - 1}" : $"{at}-**";
            writer.WriteLine($"#@   col={Name(column.Name)}:{kind}{keys}:{fields}");
            at += vector?.Size ?? 1;
        }
        writer.WriteLine("#@ }");
    }

    /// <summary>The options in the comment of a file, null if it has none.</summary>
    internal static TextLoader.Options Read(IMultiStreamSource source)
    {
        string text = Comment(source);
        if (text.Length == 0)
            return null;
        Require(text.StartsWith("TextLoader{", StringComparison.Ordinal) && text.EndsWith('}'), text);
        var options = new TextLoader.Options();
        var columns = new List<TextLoader.Column>();
        foreach (string setting in Settings(text["TextLoader{".Length..^1]))
        {
            string[] parts = setting.Split('=', 2);
            switch (parts[0])
            {
                case "header+":
                    options.HasHeader = true;
                    break;
                case "quote+":
                    options.AllowQuoting = true;
                    break;
                case "sparse+":
                    options.AllowSparse = true;
                    break;
                case "sep" when parts.Length == 2:
                    char separator = _separators.FirstOrDefault(s => s.Name == parts[1]).Character;
                    Require(separator != default || parts[1].Length == 1, setting);
                    options.Separators = [separator != default ? separator : parts[1][0]];
                    break;
                case "col" when parts.Length == 2:
                    columns.Add(Column(parts[1]));
                    break;
                default:
                    Require(false, setting);
                    break;
            }
        }
        options.Columns = [.. columns];
        return options;
    }

    private static string Comment(IMultiStreamSource source)
    {
        var text = new StringBuilder();
        using TextReader reader = source.OpenTextReader(0);
        for (string line; (line = reader.ReadLine()) != null;)
        {
            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal))
                continue;
            if (line[0] != '#')
                break;
            if (line.StartsWith("#@", StringComparison.Ordinal))
                text.Append(text.Length > 0 ? " " : "").Append(line.AsSpan(2).Trim());
        }
        return text.ToString();
    }

    /// <summary>Cuts at spaces that are not in braces.</summary>
    private static IEnumerable<string> Settings(string text)
    {
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length)
                depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (i < text.Length && (depth > 0 || text[i] != ' '))
                continue;
            if (i > start)
                yield return text[start..i];
            start = i + 1;
        }
    }

    /// <summary>name:fields or name:type:fields, the type with [count] for keys.</summary>
    private static TextLoader.Column Column(string text)
    {
        string[] parts = text.Split(':');
        // A name in braces may hold colons.
        if (text.StartsWith('{') && text.LastIndexOf('}') is > 0 and int end)
            parts = [text[1..end], .. text[(end + 1)..].Split(':').Skip(1)];
        Require(parts.Length is 2 or 3 && parts[0].Length > 0, text);
        string type = parts.Length == 3 ? parts[1] : "R4";
        KeyCount keys = null;
        if (type.IndexOf('[') is >= 0 and int bracket)
        {
            Require(ulong.TryParse(type[(bracket + 1)..].TrimEnd(']'), CultureInfo.InvariantCulture, out ulong count) && count > 0, text);
            keys = new KeyCount(count);
            type = type[..bracket];
        }
        DataKind kind = _kinds.FirstOrDefault(k => k.Name == type).Kind;
        Require(kind != default, text);
        return new TextLoader.Column(parts[0], kind, [.. parts[^1].Split(',').Select(Range)], keys);
    }

    private static TextLoader.Range Range(string text)
    {
        int dash = text.IndexOf('-');
        Require(int.TryParse(dash < 0 ? text : text[..dash], CultureInfo.InvariantCulture, out int min) && min >= 0, text);
        switch (dash < 0 ? null : text[(dash + 1)..])
        {
            case null:
                return new TextLoader.Range(min);
            case "" or "*":
                return new TextLoader.Range(min, null) { ForceVector = true };
            case "**":
                return new TextLoader.Range { Min = min, VariableEnd = true, ForceVector = true };
            case var last:
                Require(int.TryParse(last, CultureInfo.InvariantCulture, out int max) && max >= min && max <= MostFields, text);
                return new TextLoader.Range(min, max) { ForceVector = true };
        }
    }

    private static string Name(string name) => name.AsSpan().IndexOfAny(" :={}\t") >= 0 ? $"{{{name}}}" : name;

    private static void Require(bool ok, string part)
    {
        if (!ok)
            throw new FormatException($"The comment that says how to read the file cannot be understood: '{part}'. Give the columns in the options.");
    }
}
