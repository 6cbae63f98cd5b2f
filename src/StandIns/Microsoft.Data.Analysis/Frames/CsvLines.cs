using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>Fields of delimited text: quoted fields hold delimiters, line ends and doubled quotes; fields are trimmed; blank lines are left out.</summary>
internal static class CsvLines
{
    internal static IEnumerable<string[]> Read(TextReader reader, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false, wasQuoted = false;
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            char c = (char)next;
            if (quoted)
            {
                if (c != '"')
                    field.Append(c);
                else if (reader.Peek() == '"')
                    field.Append((char)reader.Read());
                else
                    quoted = false;
            }
            else if (c == '"' && string.IsNullOrWhiteSpace(field.ToString()))
            {
                field.Clear();
                quoted = wasQuoted = true;
            }
            else if (c == separator)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
                wasQuoted = false;
            }
            else if (c is '\n' or '\r')
            {
                if (Finish() is { } line)
                    yield return line;
            }
            else
            {
                field.Append(c);
            }
        }
        if (quoted)
            throw new FormatException("A quoted field does not end.");
        if (Finish() is { } last)
            yield return last;

        string[] Finish()
        {
            bool blank = fields.Count == 0 && !wasQuoted && string.IsNullOrWhiteSpace(field.ToString());
            fields.Add(field.ToString().Trim());
            string[] line = [.. fields];
            fields.Clear();
            field.Clear();
            wasQuoted = false;
            return blank ? null : line;
        }
    }
}
