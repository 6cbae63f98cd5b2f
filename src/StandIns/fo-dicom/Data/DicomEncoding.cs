using System.Text;

namespace FellowOakDicom;

/// <summary>Character sets by their DICOM names (PS3.3 C.12.1.1.2).</summary>
public static class DicomEncoding
{
    public static readonly Encoding Default = Encoding.ASCII;
    public static readonly Encoding[] DefaultArray = [Default];

    private const char Escape = '\u001b';

    /// <summary>.NET's name of a character set, by the DICOM name's number.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["6"] = "us-ascii",
        ["13"] = "shift_jis",
        ["58"] = "gb2312",
        ["87"] = "iso-2022-jp",
        ["100"] = "iso-8859-1",
        ["101"] = "iso-8859-2",
        ["109"] = "iso-8859-3",
        ["110"] = "iso-8859-4",
        ["126"] = "iso-8859-7",
        ["127"] = "iso-8859-6",
        ["138"] = "iso-8859-8",
        ["144"] = "iso-8859-5",
        ["148"] = "iso-8859-9",
        ["149"] = "euc-kr",
        ["159"] = "iso-2022-jp",
        ["166"] = "windows-874",
        ["192"] = "utf-8",
    };

    /// <summary>The encoding of a name; the default where the name is unknown or empty.</summary>
    public static Encoding GetEncoding(string charset)
    {
        string name = charset?.Trim() ?? "";
        if (name is "GBK" or "GB18030")
        {
            return Named("gb18030");
        }
        string number = name.Replace("ISO_IR", "", StringComparison.Ordinal).Replace("ISO 2022 IR", "", StringComparison.Ordinal).Trim(' ', '_');
        return Names.TryGetValue(number, out string net) ? Named(net) : Default;
    }

    public static Encoding[] GetEncodings(string[] charsets) => charsets is null || charsets.Length == 0 ? DefaultArray : Array.ConvertAll(charsets, GetEncoding);

    /// <summary>Text of bytes. Of several character sets the first holds until an escape sequence changes it; escape sequences of another one are skipped.</summary>
    internal static string Decode(byte[] bytes, Encoding[] encodings)
    {
        if (encodings.Length < 2 || Array.IndexOf(bytes, (byte)Escape) < 0)
        {
            return encodings[0].GetString(bytes);
        }
        var text = new StringBuilder();
        for (int at = 0; at < bytes.Length;)
        {
            int next = Array.IndexOf(bytes, (byte)Escape, at + 1);
            next = next < 0 ? bytes.Length : next;
            var part = bytes.AsSpan(at, next - at);
            text.Append(part[0] != Escape ? encodings[0].GetString(part) : Escaped(part));
            at = next;
        }
        return text.ToString();
    }

    private static string Escaped(ReadOnlySpan<byte> part)
    {
        if (part.Length < 3)
        {
            return "";
        }
        return (part[1], part[2]) switch
        {
            ((byte)'$', (byte)'B' or (byte)'@') => Named("iso-2022-jp").GetString(part),
            ((byte)'$', (byte)'(') => Named("iso-2022-jp").GetString(part),
            ((byte)'$', (byte)')') => part.Length > 4 ? Named(part[3] == 'C' ? "euc-kr" : "gb2312").GetString(part[4..]) : "",
            ((byte)')', (byte)'I') or ((byte)'(', (byte)'J') => Named("shift_jis").GetString(part[3..]),
            ((byte)'-', byte set) => Named(SingleByteSet(set)).GetString(part[3..]),
            _ => Default.GetString(part[3..]),
        };
    }

    private static string SingleByteSet(byte set) => (char)set switch
    {
        'A' => "iso-8859-1",
        'B' => "iso-8859-2",
        'C' => "iso-8859-3",
        'D' => "iso-8859-4",
        'F' => "iso-8859-7",
        'G' => "iso-8859-6",
        'H' => "iso-8859-8",
        'L' => "iso-8859-5",
        'M' => "iso-8859-9",
        'T' => "windows-874",
        _ => "us-ascii",
    };

    // Code pages by their provider, so that nothing is registered for the whole process.
    private static Encoding Named(string name) => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
}
