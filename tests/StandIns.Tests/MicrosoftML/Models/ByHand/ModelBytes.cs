using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace StandIns.Tests.MicrosoftML.Models.ByHand;

/// <summary>Models whose every byte is written out in a .hex file, by the description of the format (tests/peers/ml_model.py made them).</summary>
internal static partial class ModelBytes
{
    /// <summary>The entries of a model's zip.</summary>
    internal static Dictionary<string, byte[]> Of(string name)
    {
        using Stream stream = typeof(ModelBytes).Assembly.GetManifestResourceStream($"{name}.hex") ?? throw new ArgumentException($"There is no model '{name}'.");
        using var reader = new StreamReader(stream);
        var entries = new Dictionary<string, byte[]>();
        foreach (string entry in reader.ReadToEnd().Split("== ", StringSplitOptions.RemoveEmptyEntries))
        {
            int line = entry.IndexOf('\n');
            entries.Add(entry[..line], Parse(entry[line..]));
        }
        return entries;
    }

    internal static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream target = zip.CreateEntry(name).Open();
                target.Write(bytes);
            }
        }
        return stream.ToArray();
    }

    internal static Dictionary<string, byte[]> Unzip(byte[] model)
    {
        using var zip = new ZipArchive(new MemoryStream(model));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using Stream stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }

    /// <summary>Hex digits, 'text' as UTF-16, "text" as Latin-1, 00*n for n zeros; a semicolon begins a comment.</summary>
    private static byte[] Parse(string text)
    {
        var bytes = new List<byte>();
        foreach (Match token in Tokens().Matches(text))
        {
            string value = token.Value;
            if (value[0] == ';')
                continue;
            if (value[0] == '"')
                bytes.AddRange(value[1..^1] == @"\n" ? [(byte)'\n'] : Encoding.Latin1.GetBytes(value[1..^1]));
            else if (value[0] == '\'')
                bytes.AddRange(Encoding.Unicode.GetBytes(value[1..^1]));
            else if (value.StartsWith("00*", StringComparison.Ordinal))
                bytes.AddRange(new byte[int.Parse(value[3..])]);
            else
                bytes.AddRange(Convert.FromHexString(value));
        }
        return [.. bytes];
    }

    [GeneratedRegex("""
        ;[^\n]*|'[^']*'|"[^"]*"|00\*\d+|[0-9A-F]+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tokens();
}
