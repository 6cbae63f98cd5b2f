using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The fields of a line. The array is reused from line to line; the texts are parts of the line itself.</summary>
internal sealed class TextFields
{
    private readonly char[] _separators;
    private readonly TextLoader.Options _options;
    private readonly bool _skipSpaces;
    private ReadOnlyMemory<char>[] _fields = new ReadOnlyMemory<char>[16];

    internal TextFields(TextLoader.Options options)
    {
        _options = options;
        _separators = options.Separators;
        _skipSpaces = !_separators.Contains(' ');
    }

    internal int Count { get; private set; }

    /// <summary>A field, empty where the line has none.</summary>
    internal ReadOnlyMemory<char> this[int index] => index < Count ? _fields[index] : default;

    /// <summary>Splits a line; false when it ends inside quotes and multi-line fields are allowed.</summary>
    internal bool Split(string line)
    {
        Count = 0;
        int at = 0;
        while (true)
        {
            // Spaces before a field are none of it.
            while (_skipSpaces && at < line.Length && line[at] == ' ')
                at++;
            int end;
            if (_options.AllowQuoting && at < line.Length && line[at] == '"')
            {
                if (!AddQuoted(line, at + 1, out int after) && _options.ReadMultilines)
                    return false;
                end = NextSeparator(line, after);
            }
            else
            {
                end = NextSeparator(line, at);
                ReadOnlyMemory<char> field = line.AsMemory(at, end - at);
                Add(_options.TrimWhitespace ? field.TrimEnd() : field);
            }
            if (end == line.Length)
                return true;
            at = end + 1;
        }
    }

    private int NextSeparator(string line, int from)
    {
        int end = line.AsSpan(from).IndexOfAny(_separators);
        return end < 0 ? line.Length : from + end;
    }

    // Reads up to the closing quote. An escape character makes the next quote, or itself, part of the text.
    private bool AddQuoted(string line, int from, out int after)
    {
        StringBuilder unescaped = null;
        int start = from;
        for (int i = from; i < line.Length; i++)
        {
            bool escapes = line[i] == _options.EscapeChar && i + 1 < line.Length && (line[i + 1] == '"' || line[i + 1] == _options.EscapeChar);
            if (escapes)
            {
                (unescaped ??= new StringBuilder()).Append(line, start, i - start);
                start = ++i;
                continue;
            }
            if (line[i] != '"')
                continue;
            Add(unescaped == null ? line.AsMemory(start, i - start) : unescaped.Append(line, start, i - start).ToString().AsMemory());
            after = i + 1;
            return true;
        }
        Add(unescaped == null ? line.AsMemory(start) : unescaped.Append(line, start, line.Length - start).ToString().AsMemory());
        after = line.Length;
        return false;
    }

    private void Add(ReadOnlyMemory<char> field)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, 2 * Count);
        _fields[Count++] = field;
    }
}
